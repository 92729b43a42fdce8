//! Text that a spreadsheet would take for a formula when it opens a csv.

use std::borrow::Cow;

const BEGINS_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text as a spreadsheet will not run it: an apostrophe goes before what would begin a formula,
/// and before what has apostrophes there already, so that [`original`] takes off just the one.
pub fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if needs_apostrophe(&text) { format!("'{text}").into() } else { text }
}

/// Whether [`harmless`] puts an apostrophe before a text (OWASP, "CSV Injection").
pub fn needs_apostrophe(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINS_FORMULA)
}

/// The text that [`harmless`] was given.
pub fn original(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(BEGINS_FORMULA) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_made_harmless_reads_back(text in "['=+@\t-]{0,4}\\PC{0,6}") {
            let safe = harmless(Cow::Borrowed(&text));
            prop_assert!(!safe.starts_with(BEGINS_FORMULA));
            prop_assert_eq!(original(&safe), text.as_str());
        }
    }

    #[test]
    fn an_apostrophe_of_ones_own_stays() {
        assert_eq!(original("'ndrangheta"), "'ndrangheta");
        assert_eq!(original("'=1"), "=1");
    }
}
