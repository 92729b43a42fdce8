//! Examples of recorded exports.

use sigillo_domain::export_record::{ExportOutcome, ExportedListKind};
use sigillo_domain::history::ActorKind;
use sigillo_domain::id::ExportId;

use super::{ACCOUNT, Example, ORGANIZATION, at};
use crate::export_record::{ExportRecord, ExportedList};
use crate::history::HistoryActor;

impl Example for ExportRecord {
    fn example() -> Self {
        Self {
            id: ExportId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0009),
            at: at(7400),
            account_id: ACCOUNT,
            actor: HistoryActor {
                kind: ActorKind::Assistant,
                name: "anna.verdi".into(),
                display_name: Some("Anna Verdi".into()),
            },
            organization_id: Some(ORGANIZATION),
            format: "csv".into(),
            list: ExportedList::example(),
            rows_announced: 161,
            outcome: ExportOutcome::Complete,
            finished_at: Some(at(7401)),
            rows_written: Some(161),
        }
    }
}

impl Example for ExportedList {
    fn example() -> Self {
        Self {
            list: ExportedListKind::Mailboxes,
            domain: Some("pec.example.it".into()),
            q: Some("uff".into()),
            search_in: None,
            communication_email: None,
            note: None,
            state: Some("active,disabled".into()),
            password_state: None,
            fill: None,
            plan: None,
            reseller: None,
            holder: None,
            sort: "local_part".into(),
            selected: None,
            person: None,
            action: None,
            subject_kind: None,
            from: None,
            to: None,
            filters: [("created_from".to_owned(), "2026-01-01".to_owned())].into(),
        }
    }
}
