//! The form in which texts are searched.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text as searches compare it: lower case, accents folded, so that `forli` finds `Forlì`.
///
/// Neither engine can do this in SQL: the `lower()` of `SQLite` knows ASCII alone, and what
/// PostgreSQL's does depends on the database's locale. So the folded text is stored beside the one
/// that is shown. Letters that have no decomposition (`ø`, `ł`) stay what they are.
pub fn fold(text: &str) -> String {
    // Upper and lower case are told apart by the character alone, not by the end of a word (`Σ`): a
    // part of a folded text must be the folded part.
    let lower = text.nfkd().flat_map(char::to_lowercase);
    lower.nfkd().filter(|char| !is_combining_mark(*char)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_accents_make_no_difference() {
        for (text, folded) in [
            ("Forlì-Cesena", "forli-cesena"),
            ("FORLÌ", "forli"),
            // The accent as a character of its own.
            ("Forli\u{300}", "forli"),
            ("Bürgermeister Žižek", "burgermeister zizek"),
            ("ΟΔΟΣ", "οδοσ"),
            ("İzmir", "izmir"),
            ("ﬁliale", "filiale"),
            ("100 %_\\", "100 %_\\"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }
    }
}
