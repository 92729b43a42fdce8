//! Terminating the service of a mailbox on a day.

use chrono::NaiveDate;
use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::mailbox_service::MailboxTermination;
use sigillo_contract::operations::TerminateMailbox;
use sigillo_domain::FaultCode;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::mailbox_service::RequestedBy;
use sigillo_domain::message::MessageKind;
use sigillo_storage::Tx;

use super::{Change, carry_out, last_moment, notify, refused};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::mailboxes::{Found, find_to_change, shown};
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn terminate(
    app: &App,
    grant: &Grant<TerminateMailbox>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
    request: &MailboxTermination,
) -> Result<Shown, AppError> {
    let day = request.at.ok_or_else(|| AppError::fault("/at", FaultCode::Required))?;
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let actor = grant.caller().actor();
    let after = terminated(app, actor, &before, day, "/at")?;
    let after = save(app, &mut tx, actor, &before, after, &domain).await?;
    let terminated = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(terminated)
}

/// The mailbox with its service ending on a day. `pointer` is the field of the day.
pub(crate) fn terminated(
    app: &App,
    actor: &Actor,
    before: &Mailbox,
    day: NaiveDate,
    pointer: &str,
) -> Result<Mailbox, AppError> {
    let now = app.now();
    let ends_at = last_moment(day, now).map_err(|fault| AppError::fault(pointer, fault))?;
    let by = RequestedBy { username: &actor.name, at: now };
    before.terminated(ends_at, by).map_err(|refusal| refused(refusal, pointer))
}

/// Terminates the service of a mailbox as part of a bulk change, with all consequences.
pub(crate) async fn apply(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &InScope<Mailbox>,
    domain: &MailDomain,
    day: NaiveDate,
) -> Result<InScope<Mailbox>, AppError> {
    let after = terminated(app, actor, before, day, "/until")?;
    save(app, tx, actor, before, after, domain).await
}

async fn save(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &InScope<Mailbox>,
    after: Mailbox,
    domain: &MailDomain,
) -> Result<InScope<Mailbox>, AppError> {
    let (event_id, action) = (app.new_id(), Action::TerminationRequested);
    // The service of a suppressed mailbox has ended already.
    let message = (after.state != MailboxState::Suppressed)
        .then(|| notify::ends(MessageKind::ServiceTerminating, &after))
        .flatten();
    let change = Change { actor, action, before, after, event_id, message };
    carry_out(app, tx, change, domain).await
}
