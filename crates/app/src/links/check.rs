//! Describing a link without using it.

use sigillo_contract::own_mailbox::LinkInfo;

use super::{HeldLink, mask, open};
use crate::App;
use crate::error::AppError;

pub async fn check(app: &App, token: &str) -> Result<LinkInfo, AppError> {
    let mut on = app.db.read().await?;
    let HeldLink { open, mailbox } = open(app, &mut on, token, None).await?;
    Ok(LinkInfo {
        purpose: open.link.purpose,
        mailbox: mask(&mailbox),
        communication_email: open.link.email,
        expires_at: open.expires_at,
    })
}
