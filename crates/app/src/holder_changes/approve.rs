//! Approving a change of holder: everything that follows from it happens at once, or not at all.

use std::collections::BTreeSet;

use sigillo_contract::holder_change::{HolderChange as Shown, HolderChangeApproval};
use sigillo_contract::operations::ApproveHolderChange;
use sigillo_domain::contract::parse_reason;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::holder_change::{
    DOCUMENT, Decision, HolderChange, HolderChangeEvent, HolderChangeState, check_verdict,
};
use sigillo_domain::id::HolderChangeId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mail_domain::{MailDomain, Onboarding};
use sigillo_domain::mail_host::Effect;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::message::{MailboxMessage, MessageKind};
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::{
    Tx, documents, holder_addresses, holder_changes, holders, links, mailbox_passwords,
    mailbox_sessions,
};

use super::audit::changes;
use super::{FoundChange, check_decider, find, find_to_change, lock_holders, shown};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::history::password_digest;
use crate::links::send_to_new_holder;
use crate::mailboxes::{record_with, save, trigger};
use crate::scope::InScope;
use crate::{App, Grant, contracts, mail_host};

pub async fn approve(
    app: &App,
    grant: &Grant<ApproveHolderChange>,
    id: HolderChangeId,
    expected_version: Option<ExpectedVersions>,
    request: &HolderChangeApproval,
) -> Result<Shown, AppError> {
    let reason = parse_reason(request.reason.as_deref().unwrap_or_default())
        .map_err(|fault| AppError::fault("/reason", fault))?;
    let caller = grant.caller();
    let mut tx = app.db.begin().await?;
    let found = find_with_holders(&mut tx, grant, id).await?;
    let before = &found.named.change;
    check_version(expected_version, before.version)?;
    if before.state != HolderChangeState::Pending {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    check_decider(before, caller)?;
    check(&mut tx, &found, reason.as_deref()).await?;
    let actor = caller.actor();
    let by = Decision { username: &actor.name, at: app.now(), reason: reason.as_deref() };
    let after = before.after(HolderChangeEvent::Approve, by).map_err(AppError::Problem)?;
    holder_changes::update(&mut tx, &after).await?;
    give(app, &mut tx, actor, &found, &after).await?;
    let named = holder_changes::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let document = crate::documents::shown_by_id(&mut tx, after.document_id).await?;
    tx.commit().await?;
    Ok(shown(named, caller, document))
}

/// Finds a change, and locks both holders, the mailbox and the change.
async fn find_with_holders(
    tx: &mut Tx,
    grant: &Grant<ApproveHolderChange>,
    id: HolderChangeId,
) -> Result<FoundChange, AppError> {
    let holders_of = |change: &HolderChange| (change.old_holder_id, change.new_holder_id);
    let seen = holders_of(&find(tx, grant, id).await?.change);
    lock_holders(tx, seen.0.into_iter().chain([seen.1])).await?;
    let found = find_to_change(tx, grant, id).await?;
    // A merge that was committed meanwhile has put another holder in the place of the one that is locked.
    if holders_of(&found.named.change) != seen {
        return Err(AppError::Problem(Code::Stale));
    }
    Ok(found)
}

/// Refuses a change that cannot be carried out, or not on this document.
async fn check(tx: &mut Tx, found: &FoundChange, reason: Option<&str>) -> Result<(), AppError> {
    let FoundChange { named, mailbox, .. } = found;
    let change = &named.change;
    mailbox.check_holder_change().map_err(AppError::Problem)?;
    let holder = holders::find(tx, change.new_holder_id).await?.ok_or(NOT_FOUND)?;
    holder.check_changeable().map_err(AppError::Problem)?;
    let present = mailbox.holder.map(|held| held.holder_id);
    if present != change.old_holder_id || present == Some(change.new_holder_id) {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let document = documents::find_to_change(tx, change.document_id).await?;
    let document = document.ok_or_else(|| AppError::fault(DOCUMENT, FaultCode::Unknown))?.document;
    check_verdict(document.verdict, reason).map_err(|fault: Fault| AppError::Invalid(vec![fault]))
}

/// Gives the mailbox to its new holder, with all consequences.
async fn give(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    found: &FoundChange,
    approved: &HolderChange,
) -> Result<(), AppError> {
    let FoundChange { named, mailbox: before, domain } = found;
    let requested = &named.change;
    let after = before.given_to(requested.held_by(), &requested.communication_email);
    let after = before.changed(after);
    save(tx, &after).await?;
    contracts::end_with_holder(app, tx, actor, before.id).await?;
    let mut further = changes(tx, Some(requested), approved)?;
    further.extend(end_access(tx, before).await?);
    let (action, now) = (Action::HolderChanged, app.now());
    record_with(tx, actor, action, Some(before), &after, now, further).await?;
    tell_former_holder(app, tx, approved, before, domain).await?;
    if after.may_have_password() {
        send_to_new_holder(app, tx, &after, domain).await?;
    }
    if domain.onboarding == Onboarding::Contract {
        contracts::issue(app, tx, actor, &after, domain).await?;
    }
    if after.has_store() {
        mail_host::request(app, tx, &after, Effect::HolderChanged).await?;
    }
    Ok(())
}

/// Ends everything by which somebody could enter the mailbox, with the passwords that are remembered: the new holder
/// must not learn which ones the former holder had.
async fn end_access(tx: &mut Tx, mailbox: &Mailbox) -> Result<Vec<FieldChange>, AppError> {
    let (id, subject) = (mailbox.id, mailbox.subject());
    let had_password = mailbox_passwords::in_use(tx, id).await?.is_some();
    mailbox_passwords::forget(tx, id).await?;
    mailbox_sessions::end_all(tx, id).await?;
    for purpose in [
        LinkPurpose::SetPassword,
        LinkPurpose::StopPasswordReset,
        LinkPurpose::ConfirmCommunicationEmail,
    ] {
        links::retire(tx, subject, purpose).await?;
    }
    if !had_password {
        return Ok(vec![]);
    }
    let digest = password_digest(&*tx.history_key()?, subject, None);
    Ok(FieldChange::between(None, vec![digest]))
}

/// Writes to the former holder, at the e-mail that the mailbox had and at that of the holder's address.
async fn tell_former_holder(
    app: &App,
    tx: &mut Tx,
    change: &HolderChange,
    before: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<(), AppError> {
    let mut recipients: BTreeSet<_> = before.communication_email.iter().cloned().collect();
    if let Some(id) = before.holder.and_then(|held| held.address_id)
        && let Some(address) = holder_addresses::find(tx, id).await?
        && !address.email.is_empty()
    {
        recipients.insert(address.email);
    }
    let now = app.now();
    let trigger = trigger(before, domain.language, change.id.uuid(), now);
    let content = MailboxMessage::HolderChanged { at: now }.into();
    let recipients = recipients.iter().map(String::as_str);
    trigger.queue(app, tx, MessageKind::FormerHolder, &content, recipients).await
}
