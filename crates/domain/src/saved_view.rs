//! Searches that people save under a name, for themselves or for their organisation, and the alerts
//! that write when a search finds more than a number of rows.

use chrono::{DateTime, TimeDelta, Utc};

use crate::fault::FaultCode;
use crate::id::{AccountId, OrganizationId, SavedViewId};
use crate::invisible::is_invisible;
use crate::mailbox_list;
use crate::name::composed;
use crate::subject::SubjectRef;

text_enum! {
    /// A list whose searches can be saved.
    pub enum ViewList {
        Mailboxes = "mailboxes",
    }
}

impl ViewList {
    /// The columns of the list that a view can show.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Mailboxes => &mailbox_list::COLUMNS,
        }
    }
}

text_enum! {
    /// What a list of saved views can be sorted by.
    pub enum SavedViewSortField {
        Name = "name",
        CreatedAt = "created_at",
    }
}

/// The most views of an account.
pub const MAX_VIEWS: i64 = 100;
/// The longest name of a view, in characters.
pub const VIEW_NAME_MAX: usize = 80;
/// The largest number of rows that an alert can wait for.
pub const ALERT_ABOVE_MAX: i64 = 1_000_000;
/// How often an alert is evaluated.
pub const ALERT_INTERVAL: TimeDelta = TimeDelta::minutes(5);
/// The shortest time from one message of an alert to the next.
pub const ALERT_SILENCE: TimeDelta = TimeDelta::hours(24);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub id: SavedViewId,
    pub owner_id: AccountId,
    /// The owner's organisation, whose accounts see the view if it is shared; None for an operator,
    /// whose shared views operators see.
    pub organization_id: Option<OrganizationId>,
    pub list: ViewList,
    pub name: String,
    /// The parameters of the list's query, as a JSON object.
    pub query: String,
    /// The names of the columns; None for those of the list.
    pub columns: Option<Vec<String>>,
    pub sort: Option<String>,
    pub shared: bool,
    pub alert: Option<ViewAlert>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl SavedView {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

/// The request to write to an address when a view has more than a number of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewAlert {
    pub above: i64,
    pub email: String,
}

/// Whether an alert would write, and when it last did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertState {
    /// Whether the view had no more rows than the number since the last message.
    pub armed: bool,
    pub fired_at: Option<DateTime<Utc>>,
}

impl AlertState {
    /// The state after an evaluation, and whether a message is to be written. An alert that is armed
    /// within [`ALERT_SILENCE`] of its last message waits until the end of that time.
    pub fn after(self, is_above: bool, now: DateTime<Utc>) -> (Self, bool) {
        if !is_above {
            return (Self { armed: true, ..self }, false);
        }
        let may_write = self.fired_at.is_none_or(|at| now - at >= ALERT_SILENCE);
        if self.armed && may_write {
            (Self { armed: false, fired_at: Some(now) }, true)
        } else {
            (self, false)
        }
    }
}

/// The name of a view: 1 to 80 visible characters on one line.
pub fn parse_view_name(text: &str) -> Result<String, FaultCode> {
    let name = composed(text.trim());
    match name.chars().count() {
        0 => Err(FaultCode::Required),
        n if n > VIEW_NAME_MAX => Err(FaultCode::TooLong),
        _ if name.chars().any(is_invisible) => Err(FaultCode::InvalidCharacters),
        _ => Ok(name),
    }
}

pub fn check_alert_above(above: i64) -> Result<i64, FaultCode> {
    if (0..=ALERT_ABOVE_MAX).contains(&above) { Ok(above) } else { Err(FaultCode::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_visible_line_of_up_to_80_characters() {
        assert_eq!(parse_view_name(" Da attivare "), Ok("Da attivare".into()));
        assert_eq!(parse_view_name(&"è".repeat(80)), Ok("è".repeat(80)));
        assert_eq!(parse_view_name(&"è".repeat(81)), Err(FaultCode::TooLong));
        assert_eq!(parse_view_name("  "), Err(FaultCode::Required));
        assert_eq!(parse_view_name("a\nb"), Err(FaultCode::InvalidCharacters));
    }

    #[test]
    fn an_alert_fires_once_and_again_only_after_it_has_fallen_and_a_day_has_passed() {
        let start = DateTime::UNIX_EPOCH;
        let hours = |hours| start + TimeDelta::hours(hours);
        let state = AlertState { armed: true, fired_at: None };
        let (state, fires) = state.after(false, hours(0));
        assert!(!fires && state.armed);
        let (state, fires) = state.after(true, hours(1));
        assert!(fires);
        // It stays above: nothing more is written, however long.
        let (state, fires) = state.after(true, hours(100));
        assert!(!fires);
        let (state, fires) = state.after(false, hours(101));
        assert!(!fires && state.armed);
        let (state, fires) = state.after(true, hours(102));
        assert!(fires);
        // It falls and rises again within the day: the message waits for the end of the day.
        let (state, _) = state.after(false, hours(103));
        let (state, fires) = state.after(true, hours(104));
        assert!(!fires && state.armed);
        let (state, fires) = state.after(true, hours(126));
        assert!(fires && state == AlertState { armed: false, fired_at: Some(hours(126)) });
    }

    #[test]
    fn the_number_of_an_alert_is_in_its_range() {
        for above in [0, ALERT_ABOVE_MAX] {
            assert_eq!(check_alert_above(above), Ok(above));
        }
        for above in [-1, ALERT_ABOVE_MAX + 1, i64::MAX] {
            assert_eq!(check_alert_above(above), Err(FaultCode::OutOfRange));
        }
    }
}
