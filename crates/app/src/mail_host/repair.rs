//! Repairing a finding.

use std::str::FromStr;

use sigillo_contract::mail_host::{FindingKind, RepairRequest};
use sigillo_contract::operations::RepairMailHost;
use sigillo_domain::id::{EffectId, MailboxId};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::storage_key::StorageKey;
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::{mail_host_effects, mailboxes};

use super::{configured, expectation, unavailable};
use crate::error::{AppError, NOT_FOUND};
use crate::{App, Grant, MailHost};

/// Repairs a finding according to its kind, unless it is already resolved.
pub async fn repair(
    app: &App,
    grant: &Grant<RepairMailHost>,
    request: &RepairRequest,
) -> Result<(), AppError> {
    let host = &**configured(app)?;
    let subject = request.subject.as_str();
    match request.kind {
        FindingKind::NoStore => make_store(app, host, id(subject)?).await?,
        FindingKind::OrphanStore => destroy(app, host, subject).await?,
        FindingKind::Differs => open_anew(app, host, id(subject)?).await?,
        FindingKind::UnfinishedEffect => hurry(app, id(subject)?).await?,
    }
    tracing::info!(kind = ?request.kind, subject, by = %grant.caller().signature(), "repaired");
    Ok(())
}

fn id<I: FromStr>(subject: &str) -> Result<I, AppError> {
    subject.parse().map_err(|_| AppError::fault("/subject", FaultCode::InvalidCharacters))
}

async fn mailbox(app: &App, id: MailboxId) -> Result<Mailbox, AppError> {
    let mut on = app.db.read().await?;
    let mailbox = mailboxes::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    if mailbox.has_store() { Ok(mailbox) } else { Err(AppError::Problem(Code::NotInThisState)) }
}

async fn make_store(app: &App, host: &dyn MailHost, id: MailboxId) -> Result<(), AppError> {
    let mailbox = mailbox(app, id).await?;
    host.make_store(&mailbox.address).await.map_err(|error| unavailable(&error))
}

/// Destroys a store, unless a mailbox still needs it. No other repair destroys anything.
async fn destroy(app: &App, host: &dyn MailHost, subject: &str) -> Result<(), AppError> {
    let store = StorageKey::parse(subject)
        .ok_or_else(|| AppError::fault("/subject", FaultCode::InvalidCharacters))?;
    let mut on = app.db.read().await?;
    let mailbox = mailboxes::find_by_storage_key(&mut on, &store).await?;
    drop(on);
    // A cancelled mailbox never comes back, and one that is not activated yet has received nothing.
    if mailbox.is_some_and(|mailbox| mailbox.has_store()) {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let empty = host.destroy(&store).await.map_err(|error| unavailable(&error))?;
    if empty { Ok(()) } else { Err(AppError::Problem(Code::MailHostUnavailable)) }
}

/// Has the mail host reopen the database: after the file was replaced, for instance by a restore,
/// Dovecot still has the old one open.
async fn open_anew(app: &App, host: &dyn MailHost, id: MailboxId) -> Result<(), AppError> {
    let mailbox = mailbox(app, id).await?;
    let mut on = app.db.read().await?;
    let (_, expected) = expectation::read(&mut on, &mailbox, app.now()).await?;
    drop(on);
    let found = host.entries(&[&mailbox.address]).await.map_err(|error| unavailable(&error))?;
    let found = found.get(&mailbox.address);
    if expectation::differences(expected.as_ref(), found).is_empty() {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    host.reload().await.map_err(|error| unavailable(&error))
}

async fn hurry(app: &App, id: EffectId) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let waiting = mail_host_effects::hurry(&mut tx, id, app.now()).await?;
    tx.commit().await?;
    if waiting { Ok(()) } else { Err(AppError::Problem(Code::NotInThisState)) }
}
