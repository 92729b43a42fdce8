//! Changing a mailbox (A10, A11, A13): a request is carried out whole or not at all.

use sigillo_contract::mailbox::{MailboxPatch, MailboxUpdated};
use sigillo_contract::operations::UpdateMailbox;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::id::MailboxId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mail_host::Effect;
use sigillo_domain::mailbox::{Edit, Mailbox, MailboxState};
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::{Tx, links, mailbox_usage};

use super::references::{Named, with_references};
use super::{
    Found, find_to_change, notify_email_changed, notify_soft_limit, notify_state_changed,
    record_with, save, shown,
};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::identification::parse_second_factor;
use crate::scope::InScope;
use crate::{App, Grant, contracts, mail_host};

pub async fn update(
    app: &App,
    grant: &Grant<UpdateMailbox>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
    patch: &MailboxPatch,
) -> Result<MailboxUpdated, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, permissions } = find_to_change(&mut tx, grant, id).await?;
    check_permissions(permissions, patch, &before)?;
    check_version(expected_version, before.version)?;

    let actor = grant.caller().actor();
    let references = Named {
        plan: patch.plan,
        reseller: patch.reseller.as_deref(),
        managed_by: patch.managed_by.as_deref(),
    };
    let edit = with_references(&mut tx, &domain, &before, references, edit(app, patch)).await?;
    let after = apply(app, &mut tx, actor, &before, &edit, &domain, vec![]).await?;
    let sets_quota = patch.quota_mb.is_some() || patch.plan.is_some();
    let warnings = if sets_quota { after.warnings() } else { vec![] };
    let is_changed = after != before;
    let mailbox = shown(&mut tx, after).await?;
    if is_changed {
        tx.commit().await?;
    }
    Ok(MailboxUpdated { mailbox, warnings })
}

/// Saves the edit with all its consequences and returns the mailbox. An edit that changes nothing
/// is not recorded. The record says `further` beside the changes.
pub(crate) async fn apply(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &InScope<Mailbox>,
    edit: &Edit<'_>,
    domain: &MailDomain,
    further: Vec<FieldChange>,
) -> Result<InScope<Mailbox>, AppError> {
    let mut after = before.edited(edit, domain.preservation_available)?;
    let recounted = recount(tx, before, &mut after).await?;
    let limits_changed =
        (after.quota_mb, after.soft_limit_mb) != (before.quota_mb, before.soft_limit_mb);
    let space_runs_out = limits_changed && after.judge_soft_limit();
    if after == **before {
        return Ok(before.changed(after));
    }
    check_contract(tx, before, &after).await?;
    after.version += 1;
    let after = before.changed(after);
    save(tx, &after).await?;
    if let Some(used_bytes) = recounted {
        mailbox_usage::recount(tx, after.id, used_bytes).await?;
    }
    let action = action(before, &after);
    record_with(tx, actor, action, Some(before), &after, app.now(), further).await?;
    tell(app, tx, actor, (before, &after), domain, space_runs_out).await?;
    for effect in effects(before, &after) {
        mail_host::request(app, tx, &after, effect).await?;
    }
    Ok(after)
}

/// Refuses what would make an open contract say something that is not so any more.
async fn check_contract(tx: &mut Tx, before: &Mailbox, after: &Mailbox) -> Result<(), AppError> {
    let changed =
        [("/plan", before.plan != after.plan), ("/quota_mb", before.quota_mb != after.quota_mb)];
    let changed: Vec<_> = changed.into_iter().filter(|(_, is_changed)| *is_changed).collect();
    if before.state != MailboxState::PendingActivation || changed.is_empty() {
        return Ok(());
    }
    if contracts::open_of_mailbox(tx, before.id).await?.is_none() {
        return Ok(());
    }
    let fault = |(pointer, _): &(&str, bool)| Fault::new(*pointer, FaultCode::ContractOpen);
    Err(AppError::Invalid(changed.iter().map(fault).collect()))
}

/// What counts to the quota once the archive has got, or has lost, a quota of its own; None if that
/// does not change.
async fn recount(
    tx: &mut Tx,
    before: &Mailbox,
    after: &mut Mailbox,
) -> Result<Option<i64>, AppError> {
    let (had, has) = (before.archive_mb.is_some(), after.archive_mb.is_some());
    if had == has {
        return Ok(None);
    }
    let Some(figures) = mailbox_usage::present(tx, before.id).await? else { return Ok(None) };
    let archive = figures.archive_bytes;
    after.used_bytes = Some(figures.used_bytes + if has { -archive } else { archive });
    Ok(after.used_bytes)
}

/// The effects of the change on the mail host.
fn effects(before: &Mailbox, after: &Mailbox) -> Vec<Effect> {
    let mut effects = vec![];
    match after.state {
        MailboxState::Disabled if after.state != before.state => effects.push(Effect::Disabled),
        MailboxState::Active if after.state != before.state => effects.push(Effect::Enabled),
        _ => {}
    }
    let quotas = |mailbox: &Mailbox| (mailbox.quota_mb, mailbox.archive_mb);
    if quotas(after) != quotas(before) && after.has_store() {
        effects.push(Effect::QuotaChanged);
    }
    effects
}

/// Notifies the people concerned.
async fn tell(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (before, after): (&InScope<Mailbox>, &InScope<Mailbox>),
    domain: &MailDomain,
    space_runs_out: bool,
) -> Result<(), AppError> {
    if after.communication_email != before.communication_email {
        // The administrator's address replaces one that the user has not confirmed yet, so its link
        // is invalidated.
        let purpose = LinkPurpose::ConfirmCommunicationEmail;
        links::retire(tx, after.subject(), purpose).await?;
        notify_email_changed(app, tx, actor, before, after).await?;
    }
    if after.state != before.state {
        notify_state_changed(app, tx, after, domain, app.now()).await?;
    }
    if space_runs_out {
        notify_soft_limit(app, tx, after, domain).await?;
    }
    Ok(())
}

fn edit<'p>(app: &App, patch: &'p MailboxPatch) -> Edit<'p> {
    let second_factor = patch.second_factor_since.as_deref();
    Edit {
        second_factor_since: second_factor.map(|text| parse_second_factor(app, text)),
        communication_email: patch.communication_email.as_deref(),
        state: patch.state,
        quota_mb: patch.quota_mb,
        soft_limit_mb: patch.soft_limit_mb,
        preservation: patch.preservation,
        ..Edit::default()
    }
}

/// Changing the state takes a permission of its own. A form sends back the state that it was given,
/// so naming the present state needs no permission.
fn check_permissions(
    permissions: PermissionSet,
    patch: &MailboxPatch,
    present: &Mailbox,
) -> Result<(), AppError> {
    let new_state = patch.state.is_some_and(|state| state != present.state);
    let other = MailboxPatch { state: None, ..patch.clone() } != MailboxPatch::default();
    let allowed = (!new_state || permissions.has(Permission::Disable))
        && (!other || permissions.has(Permission::Edit));
    if allowed { Ok(()) } else { Err(AppError::Problem(Code::Forbidden)) }
}

fn action(before: &Mailbox, after: &Mailbox) -> Action {
    match (before.state, after.state) {
        (MailboxState::Active, MailboxState::Disabled) => Action::Disabled,
        (MailboxState::Disabled, MailboxState::Active) => Action::Enabled,
        _ => Action::Updated,
    }
}
