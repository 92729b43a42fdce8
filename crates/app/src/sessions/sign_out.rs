//! Signing out.

use sigillo_contract::operations::SignOut;
use sigillo_storage::sessions;

use crate::error::AppError;
use crate::{App, Grant, SessionCaller};

pub async fn sign_out(app: &App, grant: &Grant<SignOut, SessionCaller>) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    sessions::end(&mut tx, grant.caller().session_id(), app.now(), "signed out").await?;
    Ok(tx.commit().await?)
}
