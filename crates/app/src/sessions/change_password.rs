//! Changing one's own password.

use std::net::IpAddr;

use serde_json::{Value, json};
use sigillo_contract::operations::ChangeOwnPassword;
use sigillo_contract::session::PasswordChange;
use sigillo_domain::Code;
use sigillo_domain::account::check_password;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_storage::{accounts, sessions};

use crate::error::AppError;
use crate::record::{HistoryEntry, record};
use crate::throttle::Subjects;
use crate::{App, Grant};

/// Every other session of the account ends: whoever had the old password is out.
pub async fn change_password(
    app: &App,
    grant: &Grant<ChangeOwnPassword>,
    request: &PasswordChange,
    address: IpAddr,
) -> Result<(), AppError> {
    let caller = grant.caller();
    let signed_in = caller.signed_in.as_ref().ok_or(AppError::Problem(Code::Unauthenticated))?;
    let account = &signed_in.account.account;
    check_password(&request.new_password, &account.username)
        .map_err(|code| AppError::fault("/new_password", code))?;

    // A session left open on somebody's desk is no place to guess the password from.
    let subjects = Subjects::of_account(&account.username, address);
    subjects.count(app).await?;
    let mut on = app.db.read().await?;
    let found = accounts::find_for_sign_in(&mut on, &account.username).await?;
    drop(on);
    let hash = found.as_ref().map(|(_, hash)| hash.as_str());
    if !app.passwords.verify(&request.current_password, hash).await {
        return Err(AppError::Problem(Code::InvalidCredentials));
    }
    let hash = crate::accounts::hash(app, &request.new_password).await?;

    let now = app.now();
    let mut tx = app.db.begin().await?;
    subjects.forgive(&mut tx).await?;
    accounts::set_password_hash(&mut tx, account.id, &hash).await?;
    let keep = Some(signed_in.session_id);
    sessions::end_all(&mut tx, account.id, keep, now, "password changed").await?;
    let entry = HistoryEntry {
        subject: account.subject(),
        action: Action::Updated,
        changes: &[FieldChange::new("password", Value::Null, json!("new"))],
    };
    record(&mut tx, &caller.actor, now, entry).await?;
    Ok(tx.commit().await?)
}
