//! The messages about a mailbox.

use sigillo_contract::message::Message;
use sigillo_contract::operations::ListMailboxMessages;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::id::{MailboxId, MessageId};

use super::find;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant, view};

pub async fn messages(
    app: &App,
    grant: &Grant<ListMailboxMessages>,
    id: MailboxId,
    query: &PageQuery,
) -> Result<Page<Message>, AppError> {
    let window: Window<MessageId> = Window::of(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    let subject = id.subject();
    let (after, limit) = (window.after, window.fetch());
    let rows = sigillo_storage::messages::list(&mut on, subject, after, limit).await?;
    Ok(window.page(rows, |message| message.id, view::message))
}
