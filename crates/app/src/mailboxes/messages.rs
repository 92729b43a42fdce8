//! The messages about a mailbox.

use sigillo_contract::message::{Message, MessageQuery};
use sigillo_contract::operations::ListMailboxMessages;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::id::{MailboxId, MessageId};
use sigillo_storage::messages::Filter;

use super::find;
use crate::error::AppError;
use crate::listing::{Window, one_of};
use crate::{App, Grant, view};

pub async fn messages(
    app: &App,
    grant: &Grant<ListMailboxMessages>,
    id: MailboxId,
    query: &MessageQuery,
) -> Result<Page<Message>, AppError> {
    let window: Window<MessageId> = Window::new(query.cursor.as_deref(), query.limit)?;
    let mut faults = Faults::default();
    let filter = Filter {
        kinds: one_of("kind", query.kind.as_deref(), &mut faults),
        states: one_of("state", query.state.as_deref(), &mut faults),
    };
    let filter = faults.result(Some(filter))?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    let subject = id.subject();
    let (after, limit) = (window.after, window.fetch());
    let rows = sigillo_storage::messages::list(&mut on, subject, &filter, after, limit).await?;
    Ok(window.page(rows, |message| message.id, view::message))
}
