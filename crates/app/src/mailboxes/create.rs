//! Creating a mailbox (A7).

use sigillo_contract::mailbox::{Mailbox as Shown, MailboxCreate};
use sigillo_contract::operations::CreateMailbox;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::mailbox::{Mailbox, MailboxState, NewMailbox, check_holder};
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_storage::{Connection, StorageError, Tx, domains, mailboxes};

use super::holder_of_new::{self, HOLDER, HolderRequest};
use super::{record_with, shown};
use crate::caller::Identity;
use crate::error::AppError;
use crate::holders::variants;
use crate::links::Earlier;
use crate::plans::offer::Offer;
use crate::scope::InScope;
use crate::{App, Grant, contracts, links, resellers, service};

pub async fn create(
    app: &App,
    grant: &Grant<CreateMailbox>,
    request: &MailboxCreate,
) -> Result<Shown, AppError> {
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

    let plan = Offer::lock(&mut tx, &domain).await?.of_new(request.plan);
    let reseller = match &request.reseller {
        Some(text) => Some(resellers::of_mailbox(&mut tx, &domain, text).await?),
        None => None,
    };
    let new = NewMailbox {
        local_part: &request.local_part,
        communication_email: &request.communication_email,
        preservation: request.preservation,
        quota_mb: request.quota_mb,
        soft_limit_mb: request.soft_limit_mb,
        plan,
        reseller,
    };
    let caller = grant.caller();
    let mut faults = Faults::default();
    let mailbox = faults.collect(new.build(app.new_id(), &domain, &caller.actor().name, now));
    let mailbox = mailbox.map(|it| service::started(it, domain.mailbox_term_months, now));
    let held = (request.holder.is_some(), request.address.is_some());
    check_holder(domain.onboarding, held, &mut faults);
    let organization_id = domain.organization_id;
    let chosen = HolderRequest {
        at: &HOLDER,
        holder: request.holder.as_ref(),
        address: request.address.as_ref(),
        company: request.company.as_ref(),
    };
    let holder =
        holder_of_new::read(app, &mut tx, caller, organization_id, &chosen, &mut faults).await?;
    let mailbox = faults.result(mailbox)?;
    let variants = match &holder {
        Some(holder) => holder.check_tax_code(&mut tx).await?,
        None => vec![],
    };
    let is_confirmed = request.holder.as_ref().is_some_and(|it| it.omocodia_confirmed);
    if !variants.is_empty() && !is_confirmed {
        drop(tx);
        return Err(variants::refusal(app, grant, variants, HOLDER.holder).await?);
    }
    let holder = match holder {
        Some(holder) => Some(holder.save(app, &mut tx, caller).await?),
        None => None,
    };
    let mailbox = domain.mailbox(Mailbox { holder, ..mailbox })?;
    let storage_key = app.new_storage_key();
    match mailboxes::insert(&mut tx, &mailbox, &storage_key).await {
        Err(StorageError::Taken) => return Err(who_has(&mut tx, &mailbox.address).await?),
        other => other?,
    }
    let digest = mailbox.storage_key_digest(&storage_key, &*tx.history_key()?);
    let further = FieldChange::between(None, vec![digest]);
    record_with(&mut tx, caller.actor(), Action::Created, None, &mailbox, now, further).await?;
    if mailbox.may_have_password() {
        // Sends the instructions to set the password (A9). Where there is a contract, they are sent
        // at activation instead.
        links::send_password_link(app, &mut tx, &mailbox, &domain, Earlier::End).await?;
    } else {
        contracts::issue(app, &mut tx, caller.actor(), &mailbox, &domain).await?;
    }
    let created = shown(&mut tx, mailbox).await?;
    tx.commit().await?;
    Ok(created)
}

/// The error for a taken address: a mailbox has it, or a cancelled one had it (A12).
async fn who_has(tx: &mut Tx, address: &str) -> Result<AppError, AppError> {
    let code = taken_by(tx, address).await?.unwrap_or(Code::MailboxExists);
    Ok(AppError::AtField(code, Fault::new("/local_part", FaultCode::Taken)))
}

/// Why no mailbox can have an address; None if one can.
pub(super) async fn taken_by(
    on: &mut impl Connection,
    address: &str,
) -> Result<Option<Code>, AppError> {
    let present = mailboxes::find_by_address(on, address).await?;
    Ok(present.map(|present| match present.state {
        MailboxState::Cancelled => Code::AddressRetired,
        _ => Code::MailboxExists,
    }))
}
