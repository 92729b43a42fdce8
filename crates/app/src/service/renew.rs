//! Renewing the service of a mailbox.

use chrono::NaiveDate;
use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::mailbox_service::MailboxRenewal;
use sigillo_contract::operations::RenewMailbox;
use sigillo_domain::FaultCode;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::mailbox_service::RequestedBy;
use sigillo_storage::Tx;

use super::{Change, carry_out, last_moment, notify, refused, term_end};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::mailboxes::{Found, find_to_change, shown};
use crate::scope::InScope;
use crate::{App, Grant};

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
    let after = apply(app, &mut tx, actor, &before, &domain, request.until).await?;
    let renewed = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// The mailbox with its service renewed until the end of a day, or by the term of its domain.
pub(crate) fn renewed(
    app: &App,
    actor: &Actor,
    before: &Mailbox,
    domain: &MailDomain,
    until: Option<NaiveDate>,
) -> Result<Mailbox, AppError> {
    let now = app.now();
    let by_term = || term_end(before.renewal_starts_at(now), domain.mailbox_term_months);
    let ends_at =
        until.map_or_else(|| by_term().ok_or(FaultCode::TooLate), |day| last_moment(day, now));
    let ends_at = ends_at.map_err(|fault| AppError::fault("/until", fault))?;
    let by = RequestedBy { username: &actor.name, at: now };
    before.renewed(ends_at, by).map_err(|refusal| refused(refusal, "/until"))
}

/// Renews the service of a mailbox, with all consequences.
pub(crate) async fn apply(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &InScope<Mailbox>,
    domain: &MailDomain,
    until: Option<NaiveDate>,
) -> Result<InScope<Mailbox>, AppError> {
    let after = renewed(app, actor, before, domain, until)?;
    let (event_id, message) = (app.new_id(), Some(notify::continues(&after)));
    let change = Change { actor, action: Action::Renewed, before, after, event_id, message };
    carry_out(app, tx, change, domain).await
}
