//! Filters and orders of the list of mailboxes.

use chrono::{DateTime, Utc};

use crate::fault::FaultCode;
use crate::id::{PlanId, ResellerId};
use crate::identification::RemReadiness;
pub use crate::list::SEARCH_MAX;
use crate::list::{parse_comma_list, parse_ids};
use crate::mailbox::{Mailbox, MailboxState, PasswordState};
use crate::service_term::ServiceRequest;

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

text_enum! {
    /// A text of a mailbox that a search looks into.
    pub enum SearchField as MailboxSearchField {
        Address = "address",
        CommunicationEmail = "communication_email",
        Note = "note",
    }
}

text_enum! {
    /// Who entered a mailbox.
    pub enum EntryKind as MailboxEntryKind {
        /// The office itself, or a script of its.
        Direct = "direct",
        Assistant = "assistant",
    }
}

text_enum! {
    /// What somebody has to see to.
    pub enum Trouble as MailboxTrouble {
        /// A message about the mailbox was not delivered, and none of its kind was sent since.
        UndeliveredMessage = "undelivered_message",
        /// The mail host has not carried out a change of the mailbox, though it was tried.
        UnappliedEffect = "unapplied_effect",
    }
}

/// The columns of the list of mailboxes that a person can choose, by their fields in the API.
pub const COLUMNS: [&str; 19] = [
    "created_at",
    "state",
    "communication_email",
    "quota_mb",
    "used_bytes",
    "domain",
    "soft_limit_mb",
    "preservation",
    "created_by",
    "managed_by",
    "activated_at",
    "expires_at",
    "request",
    "rem_readiness",
    "plan",
    "reseller",
    "holder",
    "tax_code",
    "company_name",
];

/// The order of a list of mailboxes.
pub type Sort = crate::list::Sort<SortField>;

/// A mailbox as an export reads it: only what the file needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub address: String,
    pub local_part: String,
    pub state: MailboxState,
    pub password_state: PasswordState,
    pub communication_email: Option<String>,
    pub quota_mb: i64,
    pub soft_limit_mb: i64,
    /// None when it was never measured.
    pub used_bytes: Option<i64>,
    pub preservation: bool,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    /// The name of that account; None where nobody has looked it up, or there is no such account.
    pub created_by_display_name: Option<String>,
    /// None where nobody has looked it up, or there is none.
    pub holder: Option<ListedHolder>,
    pub activated_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub request: ServiceRequest,
    pub rem_readiness: RemReadiness,
    pub cancelled_at: Option<DateTime<Utc>>,
    /// With their names, where somebody has looked them up.
    pub plan: Option<PlanId>,
    pub plan_code: Option<String>,
    pub reseller: Option<ResellerId>,
    pub reseller_name: Option<String>,
}

/// The holder of a mailbox in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedHolder {
    pub given_name: String,
    pub family_name: String,
    pub tax_code: String,
    /// Name of the company that the holder has the mailbox for.
    pub company: Option<String>,
}

impl From<Mailbox> for Listed {
    fn from(mailbox: Mailbox) -> Self {
        Self {
            rem_readiness: mailbox.rem_readiness(),
            address: mailbox.address,
            local_part: mailbox.local_part,
            state: mailbox.state,
            password_state: mailbox.password.state,
            communication_email: mailbox.communication_email,
            quota_mb: mailbox.quota_mb,
            soft_limit_mb: mailbox.soft_limit_mb,
            used_bytes: mailbox.used_bytes,
            preservation: mailbox.preservation,
            created_at: mailbox.created_at,
            created_by: mailbox.created_by,
            created_by_display_name: None,
            holder: None,
            activated_at: mailbox.activated_at,
            expires_at: mailbox.expires_at,
            request: mailbox.service.request,
            cancelled_at: mailbox.cancelled_at,
            plan: mailbox.plan,
            plan_code: None,
            reseller: mailbox.reseller,
            reseller_name: None,
        }
    }
}

impl Listed {
    /// The domain's name: an address is always `local_part@domain`.
    pub fn domain(&self) -> &str {
        self.address.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Parses a comma list of states; an empty one means every state.
pub fn parse_states(text: &str) -> Result<Vec<MailboxState>, FaultCode> {
    parse_comma_list(text)
}

/// Parses a comma list of password states; an empty one means every state.
pub fn parse_password_states(text: &str) -> Result<Vec<PasswordState>, FaultCode> {
    parse_comma_list(text)
}

/// Parses a comma list of what was requested of the service; an empty one means everything.
pub fn parse_requests(text: &str) -> Result<Vec<ServiceRequest>, FaultCode> {
    parse_comma_list(text)
}

/// Parses a comma list of what mailboxes lack for the European registered e-mail; an empty one means everything.
pub fn parse_rem_readiness(text: &str) -> Result<Vec<RemReadiness>, FaultCode> {
    parse_comma_list(text)
}

/// Parses a comma list of who entered mailboxes; an empty one means everybody.
pub fn parse_entry_kinds(text: &str) -> Result<Vec<EntryKind>, FaultCode> {
    parse_comma_list(text)
}

/// Parses a comma list of troubles, any of which a mailbox must have; an empty one means every mailbox.
pub fn parse_troubles(text: &str) -> Result<Vec<Trouble>, FaultCode> {
    parse_comma_list(text)
}

/// Parses a comma list of plans, by their ids; an empty one means every plan, and none.
pub fn parse_plans(text: &str) -> Result<Vec<PlanId>, FaultCode> {
    parse_ids(text)
}

/// Parses a comma list of resellers, by their ids; an empty one means every reseller, and none.
pub fn parse_resellers(text: &str) -> Result<Vec<ResellerId>, FaultCode> {
    parse_ids(text)
}

/// Parses the `fill` filter: true for mailboxes at or over their soft limit.
pub fn parse_fill(text: &str) -> Result<bool, FaultCode> {
    match text.trim() {
        "" => Ok(false),
        OVER_SOFT_LIMIT => Ok(true),
        _ => Err(FaultCode::Unknown),
    }
}

/// Parses a comma list of the texts to search; an empty one means the address alone.
pub fn parse_search_fields(text: &str) -> Result<Vec<SearchField>, FaultCode> {
    parse_comma_list(text)
}

/// Least number of characters of a text that is searched for in e-mails and notes: the index finds no
/// shorter ones.
pub const TEXT_MIN: usize = 3;

/// Parses the `communication_email` filter into lower case; None when it is empty.
pub fn parse_email_filter(text: &str) -> Result<Option<String>, FaultCode> {
    long_enough(parse_search(text)?)
}

/// Parses the `note` filter, folded as notes are; None when it is empty.
pub fn parse_note_filter(text: &str) -> Result<Option<String>, FaultCode> {
    long_enough(crate::list::parse_search(text)?)
}

fn long_enough(text: Option<String>) -> Result<Option<String>, FaultCode> {
    match text {
        Some(text) if text.chars().count() < TEXT_MIN => Err(FaultCode::TooShort),
        text => Ok(text),
    }
}

/// The value of the `fill` filter for mailboxes at or over their soft limit.
pub const OVER_SOFT_LIMIT: &str = "over_soft_limit";

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
        assert_eq!(
            parse_states("active, disabled"),
            Ok(vec![MailboxState::Active, MailboxState::Disabled])
        );
        assert_eq!(parse_states(""), Ok(vec![]));
        assert_eq!(parse_states("active,deleted"), Err(FaultCode::Unknown));
    }

    #[test]
    fn filters_by_text_need_three_characters() {
        assert_eq!(parse_email_filter(" Anna@ "), Ok(Some("anna@".into())));
        assert_eq!(parse_note_filter("Forlì"), Ok(Some("forli".into())));
        assert_eq!(parse_email_filter(" "), Ok(None));
        assert_eq!(parse_email_filter("an"), Err(FaultCode::TooShort));
        assert_eq!(parse_note_filter("lì "), Err(FaultCode::TooShort));
        assert_eq!(parse_note_filter("a\0b"), Err(FaultCode::InvalidCharacters));
        assert_eq!(parse_email_filter(&"a".repeat(255)), Err(FaultCode::TooLong));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(text in "\\PC*") {
            let _ = (Sort::parse(&text), parse_states(&text), parse_search(&text));
            let _ = (parse_email_filter(&text), parse_note_filter(&text));
        }
    }
}
