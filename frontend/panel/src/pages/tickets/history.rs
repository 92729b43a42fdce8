//! The history of a ticket.

use sigillo_contract::operations::GetTicketHistory;
use sigillo_contract::ticket::TicketDetail;
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::TicketId;
use sigillo_kit::mailbox_fields::FieldWords;

use super::TICKET_FIELDS;
use crate::components::HistorySubject;
use crate::i18n::texts;

impl HistorySubject for TicketDetail {
    type Id = TicketId;
    type History = GetTicketHistory;

    const ACTIONS: &'static [Action] = &[
        Action::Created,
        Action::Updated,
        Action::MessageAdded,
        Action::InternalNoteAdded,
        Action::DocumentUploaded,
        Action::DocumentRefused,
    ];
    const FIELDS: FieldWords = TICKET_FIELDS;

    fn id(&self) -> TicketId {
        self.ticket.id
    }

    fn version(&self) -> i64 {
        self.ticket.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.ticket())
    }

    fn shown(
        _action: Action,
        changes: Vec<sigillo_contract::history::Change>,
    ) -> Vec<sigillo_contract::history::Change> {
        changes.into_iter().filter(|change| change.field != "organization_id").collect()
    }
}
