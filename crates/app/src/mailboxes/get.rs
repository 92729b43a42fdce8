//! Showing all details of a mailbox (A6).

use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::GetMailbox;
use sigillo_domain::id::MailboxId;

use super::find;
use crate::error::AppError;
use crate::{App, Grant, view};

pub async fn get(app: &App, grant: &Grant<GetMailbox>, id: MailboxId) -> Result<Mailbox, AppError> {
    let mut on = app.db.read().await?;
    Ok(view::mailbox(find(&mut on, grant, id).await?.mailbox.into_row()))
}
