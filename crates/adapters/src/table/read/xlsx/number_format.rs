//! Number formats: the text of a number as its cell shows it, `00123` for 123 in `00000`.
//!
//! What is written for people rather than as a value (thousands separators, colours, alignment) is
//! left out. Formats that cannot be read back as a number or a code (fractions, exponents,
//! conditions) are not supported: such a cell has its number.

/// The format of positive numbers and, where they have one of their own, of negative ones and of 0.
#[derive(Debug)]
pub struct NumberFormat {
    sections: Vec<Option<Section>>,
}

/// The pieces of a format before and after its decimals.
#[derive(Debug, Default)]
struct Section {
    before: Vec<Piece>,
    after: String,
    /// How many decimals are shown at least and at most.
    decimals: (usize, usize),
    /// The power of ten that the number is multiplied by.
    shift: i32,
}

#[derive(Debug, PartialEq)]
enum Piece {
    Literal(char),
    /// A digit that is shown even if it is a leading 0.
    Digit,
    /// A digit that is shown if the number has it.
    OptionalDigit,
}

impl NumberFormat {
    /// None if no section of the format is supported.
    pub fn parse(code: &str) -> Option<Self> {
        let sections: Vec<_> = split_sections(code).into_iter().map(Section::parse).collect();
        sections.first().is_some_and(Option::is_some).then_some(Self { sections })
    }

    /// Appends a number; returns false if its section is not supported.
    pub fn push(&self, number: f64, into: &mut String) -> bool {
        let (at, signed) = match self.sections.len() {
            2.. if number < 0.0 => (1, false),
            3.. if number == 0.0 => (2, false),
            _ => (0, true),
        };
        let Some(section) = &self.sections[at] else { return false };
        let Some(shown) = section.shown(number.abs()) else { return false };
        if number < 0.0 && signed {
            into.push('-');
        }
        section.push(&shown, into);
        true
    }
}

/// The sections of a code, which `;` separates outside of literals.
fn split_sections(code: &str) -> Vec<&str> {
    let mut sections = vec![];
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                sections.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[start..]);
    sections
}

impl Section {
    fn parse(code: &str) -> Option<Self> {
        let mut section = Self::default();
        let (mut has_digits, mut has_point) = (false, false);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => {
                    let literal: Vec<char> = chars.by_ref().take_while(|c| *c != '"').collect();
                    for c in literal {
                        section.literal(c, has_point);
                    }
                }
                '\\' => {
                    let literal = chars.next()?;
                    section.literal(literal, has_point);
                }
                // The width of a character, and a character that fills the cell.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    if let Some(currency) = inside.strip_prefix('$') {
                        let symbol = currency.split('-').next().unwrap_or_default();
                        for c in symbol.chars() {
                            section.literal(c, has_point);
                        }
                    } else if inside.starts_with(['<', '>', '=']) {
                        return None;
                    }
                }
                '0' | '#' | '?' if has_point => {
                    section.decimals.1 += 1;
                    if c == '0' {
                        section.decimals.0 = section.decimals.1;
                    }
                }
                '0' | '#' | '?' => {
                    let piece = if c == '0' { Piece::Digit } else { Piece::OptionalDigit };
                    section.before.push(piece);
                    has_digits = true;
                }
                '.' if has_point => return None,
                '.' => has_point = true,
                // Between digits it separates thousands; after the last one it divides by 1000.
                ',' => {
                    let rest = chars.as_str().trim_start_matches(',');
                    if has_digits && !rest.starts_with(['0', '#', '?']) {
                        section.shift -= 3;
                    }
                }
                '%' => {
                    section.shift += 2;
                    section.literal('%', has_point);
                }
                '/' | '@' => return None,
                c if c.is_alphabetic() => return None,
                c => section.literal(c, has_point),
            }
        }
        has_digits.then_some(section)
    }

    fn literal(&mut self, c: char, after_point: bool) {
        if after_point { self.after.push(c) } else { self.before.push(Piece::Literal(c)) }
    }

    fn push(&self, shown: &str, into: &mut String) {
        let (whole, decimals) = shown.split_once('.').unwrap_or((shown, ""));
        let mut digits = whole.trim_start_matches('0').chars().rev();
        let first = self.before.iter().position(|piece| !matches!(piece, Piece::Literal(_)));
        // From the last digit to the first, before which stand all that are left.
        let mut reversed = vec![];
        for (at, piece) in self.before.iter().enumerate().rev() {
            match piece {
                Piece::Literal(c) => reversed.push(*c),
                Piece::Digit => reversed.push(digits.next().unwrap_or('0')),
                Piece::OptionalDigit => reversed.extend(digits.next()),
            }
            if Some(at) == first {
                reversed.extend(digits.by_ref());
            }
        }
        let start = into.len();
        into.extend(reversed.into_iter().rev());
        if !decimals.is_empty() {
            into.push('.');
            into.push_str(decimals);
            // The import takes three digits after a point for thousands.
            if decimals.len() == 3 {
                into.push('0');
            }
        }
        into.push_str(&self.after);
        let text = into[start..].trim().to_owned();
        into.truncate(start);
        into.push_str(&text);
    }

    /// The digits of the rounded number; None for one that grows out of range.
    fn shown(&self, number: f64) -> Option<String> {
        let (least, most) = self.decimals;
        let most = most.min(15);
        // Excel computes with 15 digits, and rounds a half away from 0.
        let number: f64 = format!("{:.14e}", number * 10_f64.powi(self.shift)).parse().ok()?;
        let power = 10_f64.powi(i32::try_from(most).unwrap_or(0));
        let rounded = (number * power).round() / power;
        if !rounded.is_finite() {
            return None;
        }
        let mut shown = format!("{rounded:.most$}");
        if let Some(point) = shown.find('.') {
            while shown.len() > point + 1 + least && shown.ends_with('0') {
                shown.pop();
            }
            if shown.ends_with('.') {
                shown.pop();
            }
        }
        Some(shown)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(code: &str, number: f64) -> Option<String> {
        let mut text = String::new();
        NumberFormat::parse(code)?.push(number, &mut text).then_some(text)
    }

    #[test]
    fn a_number_is_shown_in_its_format() {
        for (code, number, text) in [
            ("00000", 123.0, "00123"),
            ("00000", 1_234_567.0, "1234567"),
            ("0", 2.5, "3"),
            ("0.00", 2.5, "2.50"),
            ("0.##", 2.5, "2.5"),
            ("0.##", 2.0, "2"),
            ("0.000", 1.024, "1.0240"),
            ("#,##0", 1000.0, "1000"),
            ("#,##0,", 1_000_000.0, "1000"),
            ("0%", 0.8, "80%"),
            ("0\" GB\"", 2.0, "2 GB"),
            ("0.0\\ \"GB\"", 1.5, "1.5 GB"),
            ("\"uff\"000", 7.0, "uff007"),
            ("000\\-000", 123_456.0, "123-456"),
            ("(000) 000", 12.0, "(000) 012"),
            ("[Red]0;[Blue]-0", -3.0, "-3"),
            ("0", -3.0, "-3"),
            ("0;-0;\"zero\"0", 0.0, "zero0"),
            ("#", 0.0, ""),
            ("[$€-410] #,##0.00", 5.0, "€ 5.00"),
            ("#,##0_);(#,##0)", -1000.0, "(1000)"),
        ] {
            assert_eq!(shown(code, number).as_deref(), Some(text), "{code} {number}");
        }
        // What would be infinite, or infinitely many times nothing.
        for (code, number) in [("0.00", 1e308), ("0%", 1e308)] {
            assert_eq!(shown(code, number), None, "{code} {number}");
        }
        assert_eq!(shown(&format!("0{}", "%".repeat(200)), 0.0), None);
        for code in ["General", "@", "# ?/?", "0.00E+00", "[>100]0", ";;;", "\"text\"", ""] {
            assert_eq!(shown(code, 5.0), None, "{code}");
        }
    }

    proptest! {
        #[test]
        fn no_format_and_no_number_panic(code in "([0#?.,;%_*\\\\\"\\[\\]$€ -]|GB|E\\+|@){0,20}", number: f64) {
            if number.is_finite() {
                let text = shown(&code, number).unwrap_or_default();
                prop_assert!(!text.contains("inf") && !text.contains("NaN"), "{}", text);
            }
        }

        #[test]
        fn a_whole_number_with_leading_zeros_keeps_its_digits(number in 0_u32..10_000_000, width in 1_usize..12) {
            let text = shown(&"0".repeat(width), f64::from(number)).unwrap();
            prop_assert_eq!(text, format!("{number:0width$}"));
        }
    }
}
