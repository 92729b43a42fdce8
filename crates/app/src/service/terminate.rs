//! Terminating the service of a mailbox on a day.

use chrono::NaiveDate;
use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::mailbox_service::MailboxTermination;
use sigillo_contract::operations::TerminateMailbox;
use sigillo_domain::document::DocumentKind;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::{DocumentId, MailboxId};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::mailbox_service::RequestedBy;
use sigillo_domain::message::MessageKind;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::Tx;

use super::request_document::{DOCUMENT, request_document};
use super::{Change, carry_out, last_moment, notify, refused};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::mailboxes::{Found, find_to_change, shown};
use crate::scope::InScope;
use crate::{App, Grant};

/// What a document must be for a termination to rest on it.
const KIND: DocumentKind = DocumentKind::Closure;

pub async fn terminate(
    app: &App,
    grant: &Grant<TerminateMailbox>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
    request: &MailboxTermination,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let actor = grant.caller().actor();
    let mut faults = Faults::default();
    let day = faults.check("/at", request.at.ok_or(FaultCode::Required));
    let document = request_document(&mut tx, &before, request.document_id, KIND).await?;
    let document = faults.check(DOCUMENT, document);
    let (day, document_id) = faults.result(day.zip(document))?;
    let after = terminated(app, actor, &before, Asked { day, document_id }, "/at")?;
    let after = save(app, &mut tx, actor, &before, after, &domain).await?;
    let terminated = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(terminated)
}

/// What is asked of a termination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub day: NaiveDate,
    pub document_id: Option<DocumentId>,
}

impl From<NaiveDate> for Asked {
    fn from(day: NaiveDate) -> Self {
        Self { day, document_id: None }
    }
}

/// The mailbox with its service ending on a day. `pointer` is the field of the day.
pub(crate) fn terminated(
    app: &App,
    actor: &Actor,
    before: &Mailbox,
    asked: Asked,
    pointer: &str,
) -> Result<Mailbox, AppError> {
    let now = app.now();
    let ends_at = last_moment(asked.day, now).map_err(|fault| AppError::fault(pointer, fault))?;
    let by = RequestedBy { username: &actor.name, at: now, document_id: asked.document_id };
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
    let after = terminated(app, actor, before, day.into(), "/until")?;
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
