//! Renewing the service of a mailbox.

use chrono::NaiveDate;
use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::mailbox_service::MailboxRenewal;
use sigillo_contract::operations::RenewMailbox;
use sigillo_domain::FaultCode;
use sigillo_domain::document::DocumentKind;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::{DocumentId, MailboxId};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::mailbox_service::RequestedBy;
use sigillo_storage::Tx;

use super::request_document::{DOCUMENT, request_document};
use super::{Change, carry_out, last_moment, notify, refused, term_end};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::mailboxes::{Found, find_to_change, shown};
use crate::scope::InScope;
use crate::{App, Grant};

/// What a document must be for a renewal to rest on it.
const KIND: DocumentKind = DocumentKind::Other;

pub async fn renew(
    app: &App,
    grant: &Grant<RenewMailbox>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
    request: &MailboxRenewal,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let actor = grant.caller().actor();
    let document = request_document(&mut tx, &before, request.document_id, KIND).await?;
    let document_id = document.map_err(|fault| AppError::fault(DOCUMENT, fault))?;
    let asked = Asked { until: request.until, document_id };
    let after = apply(app, &mut tx, actor, &before, &domain, asked).await?;
    let renewed = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// What is asked of a renewal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The last day of the service; None for the term of the domain.
    pub until: Option<NaiveDate>,
    pub document_id: Option<DocumentId>,
}

impl From<Option<NaiveDate>> for Asked {
    fn from(until: Option<NaiveDate>) -> Self {
        Self { until, document_id: None }
    }
}

/// The mailbox with its service renewed until the end of a day, or by the term of its domain.
pub(crate) fn renewed(
    app: &App,
    actor: &Actor,
    before: &Mailbox,
    domain: &MailDomain,
    asked: Asked,
) -> Result<Mailbox, AppError> {
    let now = app.now();
    let by_term = || term_end(before.renewal_starts_at(now), domain.mailbox_term_months);
    let ends_at = asked
        .until
        .map_or_else(|| by_term().ok_or(FaultCode::TooLate), |day| last_moment(day, now));
    let ends_at = ends_at.map_err(|fault| AppError::fault("/until", fault))?;
    let by = RequestedBy { username: &actor.name, at: now, document_id: asked.document_id };
    before.renewed(ends_at, by).map_err(|refusal| refused(refusal, "/until"))
}

/// Renews the service of a mailbox, with all consequences.
pub(crate) async fn apply(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &InScope<Mailbox>,
    domain: &MailDomain,
    asked: Asked,
) -> Result<InScope<Mailbox>, AppError> {
    let after = renewed(app, actor, before, domain, asked)?;
    let (event_id, message) = (app.new_id(), Some(notify::continues(&after)));
    let change = Change { actor, action: Action::Renewed, before, after, event_id, message };
    carry_out(app, tx, change, domain).await
}
