//! Renewing a session.

use sigillo_domain::Code;
use sigillo_storage::sessions::{self, RefreshOutcome};

use super::{Opened, issue, runs_until};
use crate::error::AppError;
use crate::{App, secret};

const ENDED: AppError = AppError::Problem(Code::Unauthenticated);

pub async fn refresh(app: &App, refresh_token: &str) -> Result<Opened, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    match sessions::trade(&mut tx, &secret::hash(refresh_token), now).await? {
        RefreshOutcome::Accepted { session_id, account_id: _, opened_at } => {
            let until = runs_until(opened_at, now);
            sessions::extend(&mut tx, session_id, until).await?;
            // If the account was disabled meanwhile, nothing is committed.
            let named = sessions::account(&mut tx, session_id, now).await?.ok_or(ENDED)?;
            let opened = issue(app, &mut tx, session_id, named, until).await?;
            tx.commit().await?;
            Ok(opened)
        }
        RefreshOutcome::Reused { session_id } => {
            // Either this token or the one that replaced it was stolen.
            sessions::end(&mut tx, session_id, now, "refresh token reused").await?;
            tx.commit().await?;
            tracing::warn!(%session_id, "a refresh token was used twice: the session is ended");
            Err(ENDED)
        }
        RefreshOutcome::Unknown => Err(ENDED),
    }
}
