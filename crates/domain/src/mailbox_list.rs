//! Filters and orders of the list of mailboxes.

use chrono::{DateTime, Utc};

use crate::fault::FaultCode;
use crate::mailbox::{PasswordState, State};

text_enum! {
    /// The column a list is sorted by; ties are broken by address.
    #[derive(Default)]
    pub enum SortField as MailboxSortField {
        Address = "address",
        /// By local part alone, the way people order names: `anna` comes before `anna.verdi`. Whole
        /// addresses do not sort that way, since `.` comes before `@`. This is the default order.
        #[default]
        LocalPart = "local_part",
        CreatedAt = "created_at",
        State = "state",
        Quota = "quota_mb",
        /// Use relative to the quota; mailboxes never measured come first.
        Fill = "fill",
    }
}

/// The order of a list. In the API it is the field's name, with `-` in front when descending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sort {
    pub field: SortField,
    pub descending: bool,
}

impl Sort {
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let field = SortField::ALL.into_iter().find(|field| field.as_str() == name);
        field.map(|field| Self { field, descending }).ok_or(FaultCode::Unknown)
    }
}

impl std::fmt::Display for Sort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.field.as_str())
    }
}

/// A mailbox as an export of the whole list reads it: only what the file needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub address: String,
    pub local_part: String,
    pub state: State,
    pub password_state: PasswordState,
    pub communication_email: Option<String>,
    pub quota_mb: i64,
    pub soft_limit_mb: i64,
    /// None when it was never measured.
    pub used_bytes: Option<i64>,
    pub preservation: bool,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub activated_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub cancelled_at: Option<DateTime<Utc>>,
}

impl Listed {
    /// The domain's name: an address is always `local_part@domain`.
    pub fn domain(&self) -> &str {
        self.address.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Parses a comma list of states; an empty one means every state.
pub fn parse_states(text: &str) -> Result<Vec<State>, FaultCode> {
    comma_list(text, State::parse)
}

/// Parses a comma list of password states; an empty one means every state.
pub fn parse_password_states(text: &str) -> Result<Vec<PasswordState>, FaultCode> {
    comma_list(text, PasswordState::parse)
}

/// Parses the `fill` filter: true for mailboxes at or over their soft limit.
pub fn parse_fill(text: &str) -> Result<bool, FaultCode> {
    match text.trim() {
        "" => Ok(false),
        OVER_SOFT_LIMIT => Ok(true),
        _ => Err(FaultCode::Unknown),
    }
}

/// The value of the `fill` filter for mailboxes at or over their soft limit.
pub const OVER_SOFT_LIMIT: &str = "over_soft_limit";

fn comma_list<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, FaultCode> {
    text.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| parse(name).ok_or(FaultCode::Unknown))
        .collect()
}

/// Longest search text, in characters: that of a whole address.
pub const SEARCH_MAX: usize = 254;

/// The search text in lowercase, as names are stored; None when there is nothing to search for.
pub fn parse_search(text: &str) -> Result<Option<String>, FaultCode> {
    let text = text.trim().to_lowercase();
    match text.chars().count() {
        0 => Ok(None),
        n if n > SEARCH_MAX => Err(FaultCode::TooLong),
        _ if text.contains('\0') => Err(FaultCode::InvalidCharacters),
        _ => Ok(Some(text)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sort_reads_back_as_it_is_written() {
        for field in SortField::ALL {
            for descending in [false, true] {
                let sort = Sort { field, descending };
                assert_eq!(Sort::parse(&sort.to_string()), Ok(sort));
            }
        }
        assert_eq!(Sort::parse("--address"), Err(FaultCode::Unknown));
        assert_eq!(Sort::parse(""), Err(FaultCode::Unknown));
    }

    #[test]
    fn states_come_as_a_comma_list() {
        assert_eq!(parse_states("active, disabled"), Ok(vec![State::Active, State::Disabled]));
        assert_eq!(parse_states(""), Ok(vec![]));
        assert_eq!(parse_states("active,deleted"), Err(FaultCode::Unknown));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(text in "\\PC*") {
            let _ = (Sort::parse(&text), parse_states(&text), parse_search(&text));
        }
    }
}
