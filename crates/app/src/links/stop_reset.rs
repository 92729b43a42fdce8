//! Stopping a password reset with the link that was sent to the previous communication e-mail.

use sigillo_contract::own_mailbox::LinkToken;
use sigillo_domain::history::Action;
use sigillo_domain::link::LinkPurpose;
use sigillo_storage::links;

use super::{NOT_VALID, open, user};
use crate::App;
use crate::error::AppError;
use crate::record::{HistoryEntry, record};
use crate::scope::InScope;

/// Ends every link that sets the password. The present password stays, and the
/// previous address is notified again of a later request for a link.
pub async fn stop_reset(app: &App, request: &LinkToken) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let purpose = LinkPurpose::StopPasswordReset;
    let held = open(app, &mut tx, &request.token, Some(purpose)).await?;
    let mailbox = InScope::of_user(&mut tx, &held).await?.ok_or(NOT_VALID)?;
    if !links::use_up(&mut tx, held.open.link.id).await? {
        return Err(NOT_VALID);
    }
    let subject = mailbox.subject();
    links::retire(&mut tx, subject, LinkPurpose::SetPassword).await?;
    links::retire(&mut tx, subject, purpose).await?;
    let entry = HistoryEntry { subject, action: Action::PasswordResetStopped, changes: &[] };
    record(&mut tx, &user(&mailbox), app.now(), entry).await?;
    Ok(tx.commit().await?)
}
