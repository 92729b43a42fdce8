//! Who exported which list as a file. Personal data leaves with the file, so the export is recorded as a
//! change would be.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::account::Account;
use crate::history::{Actor, ActorKind};
use crate::id::{AccountId, ExportId, OrganizationId};

text_enum! {
    /// The outcome of an export.
    pub enum ExportOutcome {
        /// The file is being sent, or the server ended while it was.
        Running = "running",
        Complete = "complete",
        /// The client disconnected, or something failed.
        BrokenOff = "broken_off",
    }
}

text_enum! {
    /// What kind of file an export makes.
    pub enum ExportFormat {
        Csv = "csv",
        Xlsx = "xlsx",
        Pdf = "pdf",
    }
}

text_enum! {
    /// Which list was exported.
    #[derive(Default)]
    pub enum ExportedListKind {
        #[default]
        Mailboxes = "mailboxes",
        Activity = "activity",
        Holders = "holders",
        Tickets = "tickets",
        Reports = "reports",
    }
}

text_enum! {
    /// What a list of exports can be sorted by.
    pub enum ExportSortField {
        At = "at",
        /// User name of who asked for it.
        Actor = "actor",
        RowsAnnounced = "rows_announced",
        /// Exports that have not ended come before all others.
        FinishedAt = "finished_at",
    }
}

/// The exported list, as the parameters of the API; None where a parameter was not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportedList {
    pub kind: ExportedListKind,
    pub domain: Option<String>,
    pub search: Option<String>,
    /// Comma list. Of holders: the names of the fields that were searched by, whose texts are personal.
    pub search_in: Option<String>,
    pub communication_email: Option<String>,
    pub note: Option<String>,
    /// Comma list.
    pub states: Option<String>,
    /// Comma list.
    pub password_states: Option<String>,
    pub fill: Option<String>,
    /// Comma list of ids.
    pub plans: Option<String>,
    /// Comma list of ids.
    pub resellers: Option<String>,
    /// The id of a holder.
    pub holder: Option<String>,
    /// Empty for mailboxes that were named one by one, in the order in which they were named.
    pub sort: String,
    /// Of the activity: the name of whoever did it.
    pub person: Option<String>,
    /// Of the activity: comma list.
    pub actions: Option<String>,
    /// Of the activity: comma list.
    pub subject_kinds: Option<String>,
    /// Of the activity: the first day in Rome.
    pub from: Option<String>,
    /// Of the activity: the last day in Rome.
    pub to: Option<String>,
    /// Of mailboxes: the further filters by name. A text about a person is not kept, since a record outlives the
    /// person's data: its field is named in `searched_by`.
    pub filters: BTreeMap<String, String>,
}

/// A list that was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRecord {
    pub id: ExportId,
    pub at: DateTime<Utc>,
    pub account_id: AccountId,
    pub actor_kind: ActorKind,
    /// User name at the time.
    pub actor_name: String,
    /// None for an operator.
    pub organization_id: Option<OrganizationId>,
    pub format: String,
    pub list: ExportedList,
    /// How many rows the list had when it was asked for.
    pub rows_announced: i64,
    pub outcome: ExportOutcome,
    pub finished_at: Option<DateTime<Utc>>,
    /// How many rows went into the file until its end.
    pub rows_written: Option<i64>,
}

impl ExportRecord {
    /// The record of an export that begins, of a list with this number of rows.
    pub fn of_start(
        id: ExportId,
        at: DateTime<Utc>,
        account: &Account,
        format: &str,
        list: ExportedList,
        rows: i64,
    ) -> Self {
        Self {
            id,
            at,
            account_id: account.id,
            actor_kind: account.role.into(),
            actor_name: account.username.clone(),
            organization_id: account.organization_id,
            format: format.to_owned(),
            list,
            rows_announced: rows,
            outcome: ExportOutcome::Running,
            finished_at: None,
            rows_written: None,
        }
    }

    pub fn actor(&self) -> Actor {
        Actor {
            kind: self.actor_kind,
            id: Some(self.account_id.uuid()),
            name: self.actor_name.clone(),
        }
    }

    /// How many mailboxes were named one by one; None for the export of a list.
    pub fn selected(&self) -> Option<i64> {
        let names_each = self.list.kind != ExportedListKind::Reports && self.list.sort.is_empty();
        names_each.then_some(self.rows_announced)
    }

    /// The fields that the history records: all that is known before the first byte is sent.
    pub fn audited_fields(&self) -> Vec<(&'static str, Value)> {
        let list = &self.list;
        let mut fields = vec![
            ("export_id", json!(self.id)),
            ("format", json!(self.format)),
            ("domain", json!(list.domain)),
            ("q", json!(list.search)),
            ("state", json!(list.states)),
            ("password_state", json!(list.password_states)),
            ("fill", json!(list.fill)),
            ("sort", json!(list.sort)),
            ("rows", json!(self.rows_announced)),
        ];
        if let Some(selected) = self.selected() {
            fields.push(("selected", json!(selected)));
        }
        // Records from before there were these filters do not have the fields.
        let later = [
            ("in", &list.search_in),
            ("communication_email", &list.communication_email),
            ("note", &list.note),
            ("plan", &list.plans),
            ("reseller", &list.resellers),
            ("holder", &list.holder),
            ("person", &list.person),
            ("action", &list.actions),
            ("subject_kind", &list.subject_kinds),
            ("from", &list.from),
            ("to", &list.to),
        ];
        if !list.filters.is_empty() {
            fields.push(("filters", json!(list.filters)));
        }
        if list.kind != ExportedListKind::Mailboxes {
            fields.push(("list", json!(list.kind)));
        }
        let given =
            later.into_iter().filter_map(|(name, text)| Some((name, json!(text.as_ref()?))));
        fields.extend(given);
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(list: ExportedList) -> ExportRecord {
        ExportRecord {
            id: ExportId::from_u128(1),
            at: DateTime::UNIX_EPOCH,
            account_id: AccountId::from_u128(2),
            actor_kind: ActorKind::Operator,
            actor_name: "gestore".into(),
            organization_id: None,
            format: "csv".into(),
            list,
            rows_announced: 3,
            outcome: ExportOutcome::Running,
            finished_at: None,
            rows_written: None,
        }
    }

    #[test]
    fn only_the_history_of_a_selection_says_how_many_were_selected() {
        let selected = |record: &ExportRecord| {
            let fields = record.audited_fields();
            fields.into_iter().find(|(name, _)| *name == "selected").map(|(_, value)| value)
        };
        let list = recorded(ExportedList { sort: "local_part".into(), ..ExportedList::default() });
        assert_eq!((list.selected(), selected(&list)), (None, None));
        let selection = recorded(ExportedList::default());
        assert_eq!((selection.selected(), selected(&selection)), (Some(3), Some(json!(3))));
    }

    #[test]
    fn an_outcome_reads_back_as_it_is_written() {
        for outcome in ExportOutcome::ALL {
            assert_eq!(ExportOutcome::parse(outcome.as_str()), Some(outcome));
            assert_eq!(json!(outcome), json!(outcome.as_str()));
        }
    }
}
