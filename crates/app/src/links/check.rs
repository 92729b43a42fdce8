//! Telling what a link is good for, without using it.

use sigillo_contract::own_mailbox::{LinkInfo, LinkPurpose};
use sigillo_storage::links::Purpose;

use super::{HeldLink, mask, open};
use crate::App;
use crate::error::AppError;

pub async fn check(app: &App, token: &str) -> Result<LinkInfo, AppError> {
    let mut on = app.db.read().await?;
    let HeldLink { open, mailbox } = open(app, &mut on, token, None).await?;
    Ok(LinkInfo {
        purpose: match open.link.purpose {
            Purpose::SetPassword => LinkPurpose::SetPassword,
            Purpose::ConfirmCommunicationEmail => LinkPurpose::ConfirmCommunicationEmail,
        },
        mailbox: mask(&mailbox),
        communication_email: open.link.communication_email,
        expires_at: open.expires_at,
    })
}
