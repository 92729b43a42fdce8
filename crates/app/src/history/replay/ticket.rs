use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::id::TicketId;
use sigillo_storage::{Connection, StorageError, ticket_parts, tickets};

use super::CurrentFields;
use crate::tickets::current_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: TicketId,
    key: &HistoryKey,
) -> Result<Option<CurrentFields>, StorageError> {
    let Some(named) = tickets::find(on, id).await? else { return Ok(None) };
    let messages = ticket_parts::messages(on, id).await?;
    let messages: Vec<_> = messages.into_iter().map(|named| named.message).collect();
    let attachments = ticket_parts::attachments(on, id).await?;
    let values = current_fields(&named.ticket, &messages, &attachments, key);
    Ok(Some(CurrentFields { values, initial_values: vec![] }))
}
