//! Changing the communication e-mail (A15): the new one takes effect once it is confirmed. It asks for
//! the password, since whoever has the e-mail can have the password reset.

use serde_json::{Value, json};
use sigillo_contract::own_mailbox::CommunicationEmailChange;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::Email;
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::domains;

use super::{Owner, prove};
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, record};
use crate::scope::InScope;
use crate::throttle::Attempts;
use crate::{App, links};

pub async fn change_email(
    app: &App,
    owner: &Owner,
    request: &CommunicationEmailChange,
) -> Result<(), AppError> {
    let email = read(owner, request)?;
    let messages = Attempts::to_change_email(owner.mailbox.id);
    messages.check(app).await?;
    let attempts = Attempts::in_mailbox_session(&owner.session_hash);
    let _attempt = attempts.begin(app).await?;
    if prove(app, &owner.mailbox.address, &request.current_password).await?.is_none() {
        attempts.fail(app).await?;
        return Err(AppError::Problem(Code::InvalidCredentials));
    }

    let now = app.now();
    let mut tx = app.db.begin().await?;
    attempts.forget(&mut tx).await?;
    messages.count(app, &mut tx).await?;
    let mailbox = InScope::of_user(&mut tx, owner).await?.ok_or(NOT_FOUND)?;
    if mailbox.state == MailboxState::Cancelled {
        return Err(AppError::Problem(Code::MailboxCancelled));
    }
    let domain = domains::find(&mut tx, mailbox.domain_id).await?.ok_or(NOT_FOUND)?.domain;
    links::send_email_link(app, &mut tx, &mailbox, &domain, email.as_str()).await?;
    let entry = HistoryEntry {
        subject: mailbox.subject(),
        action: Action::EmailChangeRequested,
        changes: &[FieldChange::new("recipient", Value::Null, json!(email.as_str()))],
    };
    record(&mut tx, &owner.actor(), now, entry).await?;
    Ok(tx.commit().await?)
}

/// Validates the whole request.
fn read(owner: &Owner, request: &CommunicationEmailChange) -> Result<Email, AppError> {
    let present = owner.mailbox.communication_email.as_deref();
    let other = |email: Email| match present {
        Some(present) if present == email.as_str() => Err(FaultCode::Unchanged),
        _ => Ok(email),
    };
    let mut faults = Faults::default();
    let email =
        Email::parse_for(&request.communication_email, &owner.mailbox.address).and_then(other);
    let email = faults.check("/communication_email", email);
    if request.current_password.is_empty() {
        faults.add("/current_password", FaultCode::Required);
    }
    Ok(faults.result(email)?)
}
