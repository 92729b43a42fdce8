//! Creating a mailbox (A7).

use sigillo_contract::mailbox::{Mailbox, MailboxCreate};
use sigillo_contract::operations::CreateMailbox;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::mailbox::{MailboxState, NewMailbox};
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::{StorageError, Tx, domains, mailboxes};

use super::{record_with, shown};
use crate::caller::Identity;
use crate::error::AppError;
use crate::links::Earlier;
use crate::scope::InScope;
use crate::{App, Grant, links};

pub async fn create(
    app: &App,
    grant: &Grant<CreateMailbox>,
    request: &MailboxCreate,
) -> Result<Mailbox, AppError> {
    if request.domain.trim().is_empty() {
        return Err(AppError::fault("/domain", FaultCode::Required));
    }
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let domain = domains::find_by_name(&mut tx, request.domain.trim())
        .await?
        .ok_or_else(|| AppError::not_found_at("/domain"))?
        .domain;
    let domain = InScope::new(grant, domain).map_err(|error| match error.code() {
        Code::NotFound => AppError::not_found_at("/domain"),
        _ => error,
    })?;

    let new = NewMailbox {
        local_part: &request.local_part,
        communication_email: &request.communication_email,
        preservation: request.preservation,
        quota_mb: request.quota_mb,
        soft_limit_mb: request.soft_limit_mb,
    };
    let mailbox = new.build(app.new_id(), &domain, &grant.caller().actor().name, now)?;
    let mailbox = domain.mailbox(mailbox)?;
    let storage_key = app.new_storage_key();
    match mailboxes::insert(&mut tx, &mailbox, &storage_key).await {
        Err(StorageError::Taken) => return Err(who_holds(&mut tx, &mailbox.address).await?),
        other => other?,
    }
    let digest = mailbox.storage_key_digest(&storage_key, &*tx.history_key()?);
    let further = FieldChange::between(None, vec![digest]);
    let actor = grant.caller().actor();
    record_with(&mut tx, actor, Action::Created, None, &mailbox, now, further).await?;
    if mailbox.may_have_password() {
        // Sends the instructions to set the password (A9). Where there is a contract, they are sent
        // at activation instead.
        links::send_password_link(app, &mut tx, &mailbox, &domain, Earlier::End).await?;
    }
    let created = shown(&mut tx, mailbox).await?;
    tx.commit().await?;
    Ok(created)
}

/// The error for a taken address: a mailbox has it, or a cancelled one had it (A12).
async fn who_holds(tx: &mut Tx, address: &str) -> Result<AppError, AppError> {
    let holder = mailboxes::find_by_address(tx, address).await?;
    let code = match holder {
        Some(holder) if holder.state == MailboxState::Cancelled => Code::AddressRetired,
        _ => Code::MailboxExists,
    };
    Ok(AppError::AtField(code, Fault::new("/local_part", FaultCode::Taken)))
}
