//! Signing out.

use sigillo_contract::operations::SignOut;
use sigillo_storage::sessions;

use crate::error::AppError;
use crate::{App, Grant};

pub async fn sign_out(app: &App, grant: &Grant<SignOut>) -> Result<(), AppError> {
    let Some(signed_in) = &grant.caller().signed_in else {
        return Ok(());
    };
    let mut tx = app.db.begin().await?;
    sessions::end(&mut tx, signed_in.session_id, app.now(), "signed out").await?;
    Ok(tx.commit().await?)
}
