//! Showing all details of a mailbox (A6).

use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::GetMailbox;
use sigillo_domain::id::MailboxId;

use super::{find, shown};
use crate::error::AppError;
use crate::{App, Grant};

pub async fn get(app: &App, grant: &Grant<GetMailbox>, id: MailboxId) -> Result<Mailbox, AppError> {
    let mut on = app.db.read().await?;
    let found = find(&mut on, grant, id).await?;
    Ok(shown(&mut on, found.mailbox).await?)
}
