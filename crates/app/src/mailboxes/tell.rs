//! What the user of a mailbox is told of changes to it.

use chrono::{DateTime, Utc};
use sigillo_domain::Code;
use sigillo_domain::domain::Domain;
use sigillo_domain::mailbox::{Mailbox, State};
use sigillo_domain::message::{Content, Kind};
use sigillo_storage::{Tx, domains};

use crate::App;
use crate::error::AppError;
use crate::outbox::{Cause, To};
use crate::scope::InScope;

/// For the record, to the new address, to the old one and to the mailbox itself (A15).
pub(crate) async fn tell_email_changed(
    app: &App,
    tx: &mut Tx,
    before: &InScope<Mailbox>,
    after: &InScope<Mailbox>,
) -> Result<(), AppError> {
    let Some(new) = &after.communication_email else { return Ok(()) };
    let owned = domains::find(tx, after.domain_id).await?;
    let language = owned.ok_or(AppError::Problem(Code::Internal))?.domain.language;
    let content =
        Content::EmailChanged { before: before.communication_email.clone(), after: new.clone() };
    let to = [Some(new.as_str()), before.communication_email.as_deref(), Some(&after.address)];
    let cause = Cause { mailbox: after, language, id: app.new_id(), at: app.now() };
    let kind = Kind::CommunicationEmailChanged;
    cause.tell(app, tx, kind, &content, To::Addresses(&to)).await
}

/// That the mailbox was disabled, enabled or cancelled. Not to the mailbox itself: it cannot be
/// read, or could only be read when it is no news any more.
pub(crate) async fn tell_state_changed(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &Domain,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let kind = match mailbox.state {
        State::Disabled => Kind::MailboxDisabled,
        State::Active => Kind::MailboxEnabled,
        State::Cancelled => Kind::MailboxCancelled,
        State::PendingActivation | State::Suppressed => return Ok(()),
    };
    let cause = Cause { mailbox, language: domain.language, id: app.new_id(), at };
    cause.tell(app, tx, kind, &Content::StateChanged { at }, To::CommunicationEmail).await
}

/// That space is about to run out (A14).
pub(crate) async fn tell_soft_limit(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    domain: &Domain,
) -> Result<(), AppError> {
    let content = Content::SoftLimit {
        used_bytes: mailbox.used_bytes.unwrap_or_default(),
        quota_mb: mailbox.quota_mb,
        soft_limit_mb: mailbox.soft_limit_mb,
    };
    let cause = Cause { mailbox, language: domain.language, id: app.new_id(), at: app.now() };
    cause.tell(app, tx, Kind::SoftLimitReached, &content, To::Both).await
}
