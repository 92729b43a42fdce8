//! Wraps text into lines no wider than a column.
//!
//! A word that does not fit is broken where an address reads best, or anywhere if there is no such
//! place.

/// Splits the text into lines that are no wider than `width` by `width_of`. Nothing is added, and
/// only the spaces at which lines break are dropped.
pub fn lines(text: &str, width: f32, width_of: impl Fn(&str) -> f32) -> Vec<String> {
    let mut wrapper = Wrapper {
        fits: |line: &str| width_of(line.trim_end()) <= width,
        lines: vec![String::new()],
    };
    wrapper.put(text, &BREAKS);
    for line in &mut wrapper.lines {
        line.truncate(line.trim_end().len());
    }
    wrapper.lines
}

/// The characters after which a line may end, from the best to the worst.
const BREAKS: [&[char]; 3] = [&[' '], &['@'], &['.', '-', '_']];

struct Wrapper<F> {
    fits: F,
    /// The lines so far; the last one is still open.
    lines: Vec<String>,
}

impl<F: Fn(&str) -> bool> Wrapper<F> {
    /// Adds the text to the open line, or in full to a new line, or else broken at the best of
    /// `breaks` that makes it fit.
    fn put(&mut self, text: &str, breaks: &[&[char]]) {
        let line = self.lines.last().map_or("", String::as_str);
        let joined = format!("{line}{text}");
        if (self.fits)(&joined) {
            self.lines.pop();
            self.lines.push(joined);
        } else if !line.is_empty() && (self.fits)(text) {
            self.lines.push(text.to_owned());
        } else if let Some((best, rest)) = breaks.split_first() {
            for piece in text.split_inclusive(*best) {
                self.put(piece, rest);
            }
        } else {
            self.put_letters(text);
        }
    }

    fn put_letters(&mut self, text: &str) {
        let mut line = String::new();
        for letter in text.chars() {
            let longer = format!("{line}{letter}");
            if line.is_empty() || (self.fits)(&longer) {
                line = longer;
            } else {
                self.begin_line(std::mem::replace(&mut line, letter.into()));
            }
        }
        self.begin_line(line);
    }

    fn begin_line(&mut self, line: String) {
        // The open line may have been empty.
        self.lines.retain(|line| !line.is_empty());
        self.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wraps monospaced text, where every letter has width 1.
    fn monospaced(text: &str, width: f32) -> Vec<String> {
        lines(text, width, |line| line.chars().map(|_| 1.0).sum())
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(monospaced("in attesa di firma", 12.0), ["in attesa di", "firma"]);
        assert_eq!(monospaced("una", 12.0), ["una"]);
        assert_eq!(monospaced("", 12.0), [""]);
    }

    #[test]
    fn an_address_breaks_before_its_domain_if_it_can() {
        let address = "ufficio.tributi@pec.example.it";
        assert_eq!(monospaced(address, 20.0), ["ufficio.tributi@", "pec.example.it"]);
        assert_eq!(monospaced(address, 12.0), ["ufficio.", "tributi@pec.", "example.it"]);
    }

    #[test]
    fn a_word_without_separators_breaks_anywhere_and_loses_nothing() {
        let long = "à".repeat(64);
        let lines = monospaced(&format!("{long}@a.it"), 10.0);
        assert!(lines.iter().all(|line| line.chars().count() <= 10), "{lines:?}");
        assert_eq!(lines.concat(), format!("{long}@a.it"));
    }

    #[test]
    fn a_word_broken_anywhere_begins_a_line() {
        assert_eq!(monospaced("casella abcdefghijklmno", 10.0), ["casella", "abcdefghij", "klmno"]);
    }

    #[test]
    fn a_column_narrower_than_a_letter_still_ends() {
        assert_eq!(monospaced("abc", 0.5), ["a", "b", "c"]);
    }
}
