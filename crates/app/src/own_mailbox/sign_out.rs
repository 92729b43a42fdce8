//! Signing out of one's own mailbox.

use sigillo_storage::mailbox_sessions;

use super::Owner;
use crate::App;
use crate::error::AppError;

pub async fn sign_out(app: &App, owner: &Owner) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    mailbox_sessions::end(&mut tx, &owner.session_hash).await?;
    Ok(tx.commit().await?)
}
