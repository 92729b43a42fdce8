//! Examples of the activity.

use sigillo_domain::search::SearchKind;
use sigillo_domain::subject::SubjectKind;

use super::{Example, MAILBOX};
use crate::activity::{ActivityRecord, ActivitySubject};
use crate::history::HistoryRecord;
use crate::search::panel_path;

impl Example for ActivityRecord {
    fn example() -> Self {
        Self {
            subject: ActivitySubject {
                kind: SubjectKind::Mailbox,
                id: MAILBOX.uuid(),
                name: Some("ufficio@pec.example.it".into()),
                domain: Some("pec.example.it".into()),
                href: Some(panel_path(SearchKind::Mailbox, MAILBOX.uuid())),
            },
            record: HistoryRecord::example(),
        }
    }
}
