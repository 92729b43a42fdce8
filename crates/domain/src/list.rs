//! How any list is sorted, filtered and searched.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Utc};

use crate::fault::FaultCode;
use crate::search_text::fold;
use crate::text_enum::TextEnum;

/// The order of a list. In the API it is the field's name, with `-` in front when descending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sort<F> {
    pub field: F,
    pub descending: bool,
}

impl<F> Sort<F> {
    pub const fn ascending(field: F) -> Self {
        Self { field, descending: false }
    }

    pub const fn descending(field: F) -> Self {
        Self { field, descending: true }
    }
}

impl<F: TextEnum> Sort<F> {
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        F::parse(name).map(|field| Self { field, descending }).ok_or(FaultCode::Unknown)
    }
}

impl<F: TextEnum> std::fmt::Display for Sort<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.field.as_str())
    }
}

/// Reads a comma list of names; an empty one asks for every value.
pub fn parse_comma_list<T: TextEnum>(text: &str) -> Result<Vec<T>, FaultCode> {
    text.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| T::parse(name).ok_or(FaultCode::Unknown))
        .collect()
}

/// Reads a comma list of ids; an empty one is no filter.
pub fn parse_ids<I: FromStr>(text: &str) -> Result<Vec<I>, FaultCode> {
    text.split(',')
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .map(|id| id.parse().map_err(|_| FaultCode::Unknown))
        .collect()
}

/// Longest search text, in characters: a whole e-mail address.
pub const SEARCH_MAX: usize = 254;

/// The text that a list is searched for, folded as the stored texts are; None when there is nothing
/// to search for.
pub fn parse_search(text: &str) -> Result<Option<String>, FaultCode> {
    let text = text.trim();
    if text.chars().count() > SEARCH_MAX {
        return Err(FaultCode::TooLong);
    }
    // PostgreSQL has no text with a NUL in it, and fails over one.
    if text.contains('\0') {
        return Err(FaultCode::InvalidCharacters);
    }
    Ok(Some(fold(text)).filter(|folded| !folded.is_empty()))
}

/// Years that both engines store and sort in the same way.
pub const YEARS: std::ops::RangeInclusive<i32> = 0..=9999;

/// Checks a bound on a time.
pub fn check_time(time: DateTime<Utc>) -> Result<DateTime<Utc>, FaultCode> {
    if YEARS.contains(&time.year()) { Ok(time) } else { Err(FaultCode::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::account::{AccountSortField, Role};

    #[test]
    fn a_sort_reads_back_as_it_is_written() {
        for field in AccountSortField::ALL {
            for sort in [Sort::ascending(field), Sort::descending(field)] {
                assert_eq!(Sort::parse(&sort.to_string()), Ok(sort));
            }
        }
        for text in ["--username", "", "-", "Username", "password_hash"] {
            assert_eq!(Sort::<AccountSortField>::parse(text), Err(FaultCode::Unknown), "{text}");
        }
    }

    #[test]
    fn values_come_as_a_comma_list() {
        let roles = parse_comma_list("assistant, operator");
        assert_eq!(roles, Ok(vec![Role::Assistant, Role::Operator]));
        assert_eq!(parse_comma_list::<Role>(" ,"), Ok(vec![]));
        assert_eq!(parse_comma_list::<Role>("assistant,king"), Err(FaultCode::Unknown));
    }

    #[test]
    fn a_search_is_trimmed_folded_and_bounded() {
        assert_eq!(parse_search("  Forlì "), Ok(Some("forli".into())));
        for nothing in ["", "  ", "\u{301}"] {
            assert_eq!(parse_search(nothing), Ok(None), "{nothing:?}");
        }
        assert_eq!(
            parse_search(&"à".repeat(254)).map(|text| text.map(|text| text.len())),
            Ok(Some(254))
        );
        assert_eq!(parse_search(&"a".repeat(255)), Err(FaultCode::TooLong));
        assert_eq!(parse_search("a\0"), Err(FaultCode::InvalidCharacters));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parsers_panic(text in "\\PC*") {
            let _ = (Sort::<AccountSortField>::parse(&text), parse_comma_list::<Role>(&text));
            let _ = parse_search(&text);
        }
    }
}
