//! What the typeface can show, and how wide it is.

use sigillo_app::DocumentError;
use sigillo_domain::invisible::is_invisible;
use unicode_normalization::UnicodeNormalization;

use super::style::{Face, MM_PER_POINT, Style};
use crate::titillium::{BOLD, ITALIC, Letters, REGULAR};

/// A text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub style: Style,
}

/// The three faces.
pub struct Typeface([Letters; 3]);

impl Typeface {
    pub fn new() -> Result<Self, DocumentError> {
        let letters = |data| {
            Letters::new(data).map_err(|error| DocumentError::Format(format!("typeface: {error}")))
        };
        Ok(Self([letters(REGULAR)?, letters(BOLD)?, letters(ITALIC)?]))
    }

    pub fn letters(&self, face: Face) -> &Letters {
        &self.0[face as usize]
    }

    /// The text as it can be drawn. Composed letters are used where Unicode has them, since the accents
    /// of others would be misplaced; white space is a space; characters that nobody sees are left out,
    /// and those that the face lacks become their codes.
    pub fn run(&self, text: &str, style: Style) -> Run {
        let seen = text.nfc().filter_map(|letter| match letter {
            '\u{a0}' | '\u{202f}' => Some('\u{a0}'),
            _ if letter.is_whitespace() => Some(' '),
            _ => (!is_invisible(letter)).then_some(letter),
        });
        let seen: String = seen.collect();
        Run { text: self.letters(style.face).drawable(&seen), style }
    }

    /// The width of a text in millimetres.
    pub fn width(&self, text: &str, style: Style) -> f64 {
        let thousandths = self.letters(style.face).width(text);
        f64::from(thousandths) / 1000.0 * f64::from(style.size) * MM_PER_POINT
    }
}

#[cfg(test)]
mod tests {
    use super::super::style::TEXT;
    use super::*;

    #[test]
    fn what_the_face_lacks_is_seen_as_its_code() {
        let typeface = Typeface::new().unwrap();
        let drawn = |text: &str| typeface.run(text, TEXT).text;
        assert_eq!(drawn("Đorđe Œuvre Ștefan Łódź"), "Đorđe Œuvre Ștefan Łódź");
        assert_eq!(drawn("Đặng"), "Đ[U+1EB7]ng");
        assert_eq!(drawn("ok 🙂"), "ok [U+1F642]");
        assert_eq!(drawn("שלום"), "[U+05E9][U+05DC][U+05D5][U+05DD]");
        // Unicode has a letter for e with an acute accent, and none for x.
        assert_eq!(drawn("Rene\u{301}"), "René");
    }

    #[test]
    fn control_characters_are_left_out_and_white_space_is_a_space() {
        let typeface = Typeface::new().unwrap();
        let drawn = |text: &str| typeface.run(text, TEXT).text;
        assert_eq!(drawn("a\u{0}b\u{1b}[31mc\u{202e}d\u{ad}e\u{200b}f"), "ab[31mcdef");
        assert_eq!(drawn("a\tb\r\nc\u{2003}d\u{a0}e"), "a b  c d\u{a0}e");
    }
}
