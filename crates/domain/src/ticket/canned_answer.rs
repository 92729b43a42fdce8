//! Answers that the support gives again and again.

use chrono::{DateTime, Utc};

use super::ServiceDesk;
use crate::id::CannedAnswerId;
use crate::message::Language;

/// The most answers that there can be: they are offered in one list.
pub const MAX_CANNED_ANSWERS: i64 = 200;
/// The longest title, in characters.
pub const TITLE_MAX: usize = 120;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannedAnswer {
    pub id: CannedAnswerId,
    /// Unique, whatever its case and accents.
    pub title: String,
    /// The desk that it is for.
    pub desk: ServiceDesk,
    pub text_it: String,
    /// Empty if there is none.
    pub text_en: String,
    pub changed_at: DateTime<Utc>,
    /// User name.
    pub changed_by: String,
    pub version: i64,
}

/// The text of an answer in a language, the Italian one where there is no other.
pub fn text_in<'t>(text_it: &'t str, text_en: &'t str, language: Language) -> &'t str {
    match language {
        Language::En if !text_en.is_empty() => text_en,
        _ => text_it,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_english_is_given_in_italian() {
        assert_eq!(text_in("Ciao", "", Language::En), "Ciao");
        assert_eq!(text_in("Ciao", "Hello", Language::En), "Hello");
        assert_eq!(text_in("Ciao", "Hello", Language::It), "Ciao");
    }
}
