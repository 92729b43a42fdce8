//! Changing the communication e-mail (A15): the new one takes effect once it is confirmed.

use std::net::IpAddr;

use serde_json::{Value, json};
use sigillo_contract::own_mailbox::CommunicationEmailChange;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::Email;
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::domains;

use super::Owner;
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, record};
use crate::scope::InScope;
use crate::throttle::Subjects;
use crate::{App, links};

pub async fn change_email(
    app: &App,
    owner: &Owner,
    request: &CommunicationEmailChange,
    from: IpAddr,
) -> Result<(), AppError> {
    let refused = |code| AppError::fault("/communication_email", code);
    let email = Email::parse(&request.communication_email).map_err(refused)?;
    if owner.mailbox.communication_email.as_deref() == Some(email.as_str()) {
        return Err(refused(FaultCode::Unchanged));
    }
    // Requests are counted, since each writes to an address that the user chooses.
    Subjects::of_message(&owner.mailbox.address, from).count(app).await?;

    let now = app.now();
    let mut tx = app.db.begin().await?;
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
