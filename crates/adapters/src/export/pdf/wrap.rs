//! Text in lines no wider than a column.
//!
//! A word that doesn't fit breaks where an address reads best, and failing that anywhere.

/// Splits the text into lines that `width_of` finds no wider than `width`. Nothing is added, and
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

/// After what a line may end, from the best place to the worst.
const BREAKS: [&[char]; 3] = [&[' '], &['@'], &['.', '-', '_']];

struct Wrapper<F> {
    fits: F,
    /// The last is still open.
    lines: Vec<String>,
}

impl<F: Fn(&str) -> bool> Wrapper<F> {
    /// Adds the text to the open line, or whole to a new one, or else broken at the best of `breaks`
    /// that makes it fit.
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
        // The open line may have had nothing on it yet.
        self.lines.retain(|line| !line.is_empty());
        self.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As on a typewriter: every letter is one wide.
    fn typed(text: &str, width: f32) -> Vec<String> {
        lines(text, width, |line| line.chars().map(|_| 1.0).sum())
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(typed("in attesa di firma", 12.0), ["in attesa di", "firma"]);
        assert_eq!(typed("una", 12.0), ["una"]);
        assert_eq!(typed("", 12.0), [""]);
    }

    #[test]
    fn an_address_breaks_before_its_domain_if_it_can() {
        let address = "ufficio.tributi@pec.example.it";
        assert_eq!(typed(address, 20.0), ["ufficio.tributi@", "pec.example.it"]);
        assert_eq!(typed(address, 12.0), ["ufficio.", "tributi@pec.", "example.it"]);
    }

    #[test]
    fn a_word_without_separators_breaks_anywhere_and_loses_nothing() {
        let long = "à".repeat(64);
        let lines = typed(&format!("{long}@a.it"), 10.0);
        assert!(lines.iter().all(|line| line.chars().count() <= 10), "{lines:?}");
        assert_eq!(lines.concat(), format!("{long}@a.it"));
    }

    #[test]
    fn a_word_broken_anywhere_begins_a_line() {
        assert_eq!(typed("casella abcdefghijklmno", 10.0), ["casella", "abcdefghij", "klmno"]);
    }

    #[test]
    fn a_column_narrower_than_a_letter_still_ends() {
        assert_eq!(typed("abc", 0.5), ["a", "b", "c"]);
    }
}
