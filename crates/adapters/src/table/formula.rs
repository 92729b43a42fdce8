//! Protection against text in a csv that a spreadsheet would run as a formula (OWASP, "CSV
//! Injection").

const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a text needs an apostrophe before it so that it is not run: it does if it begins like a
/// formula, also after apostrophes of its own, so that [`original`] removes only the added one.
pub fn needs_apostrophe(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_STARTS)
}

/// The text without the apostrophe that was added.
pub fn original(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA_STARTS) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn quoted_text_reads_back(text in "['=+@\t-]{0,4}\\PC{0,6}") {
            let safe = if needs_apostrophe(&text) { format!("'{text}") } else { text.clone() };
            prop_assert!(!safe.starts_with(FORMULA_STARTS));
            prop_assert_eq!(original(&safe), text.as_str());
        }
    }

    #[test]
    fn an_apostrophe_in_the_text_is_kept() {
        assert_eq!(original("'ndrangheta"), "'ndrangheta");
        assert_eq!(original("'=1"), "=1");
    }
}
