//! Requesting another holder for a mailbox.

use sigillo_contract::holder_change::{HolderChange as Shown, HolderChangeCreate};
use sigillo_contract::operations::CreateHolderChange;
use sigillo_domain::document::{Document, DocumentKind};
use sigillo_domain::history::Action;
use sigillo_domain::holder_change::{DOCUMENT, HolderChange, HolderChangeState};
use sigillo_domain::id::{DocumentId, MailboxId};
use sigillo_domain::mailbox::{HeldBy, Mailbox, check_holder};
use sigillo_domain::name::Email;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{StorageError, Tx, documents, holder_changes};

use super::audit::record_change;
use super::{ACT, shown};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::holders::variants;
use crate::mailboxes::holder_of_new::{self, HolderOfNew, HolderRequest, NEW_HOLDER};
use crate::mailboxes::{self, Found};
use crate::scope::InScope;
use crate::{App, Grant};

const MAILBOX: &str = "/mailbox_id";
const EMAIL: &str = "/communication_email";
const PENDING: AppError = AppError::Problem(Code::HolderChangePending);

/// What of a valid request is to be saved.
struct Requested {
    mailbox: InScope<Mailbox>,
    document: Document,
    holder: HolderOfNew,
    email: Email,
}

pub async fn create(
    app: &App,
    grant: &Grant<CreateHolderChange>,
    request: &HolderChangeCreate,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let requested = read(app, &mut tx, grant, request).await?;
    let variants = requested.holder.check_tax_code(&mut tx).await?;
    if !variants.is_empty() && !request.new_holder.omocodia_confirmed {
        drop(tx);
        return Err(variants::refusal(app, grant, variants, NEW_HOLDER.holder).await?);
    }
    let Requested { mailbox, document, holder, email } = requested;
    let caller = grant.caller();
    let held = holder.save(app, &mut tx, caller).await?;
    let change = HolderChange {
        id: app.new_id(),
        organization_id: document.organization_id,
        mailbox_id: mailbox.id,
        old_holder_id: mailbox.holder.map(|held| held.holder_id),
        communication_email: email.to_string(),
        document_id: document.id,
        document_sha256: document.sha256,
        requested_at: app.now(),
        requested_by: caller.actor().name.clone(),
        requested_by_id: caller.account_id(),
        ..pending(held)
    };
    holder_changes::insert(&mut tx, &change).await.map_err(|error| match error {
        StorageError::Taken => PENDING,
        other => other.into(),
    })?;
    documents::add_use(&mut tx, change.document_id, ACT, change.id.uuid()).await?;
    let action = Action::HolderChangeRequested;
    record_change(app, &mut tx, caller.actor(), action, None, &change).await?;
    let named = holder_changes::find(&mut tx, change.id).await?.ok_or(NOT_FOUND)?;
    let document = crate::documents::shown_by_id(&mut tx, change.document_id).await?;
    tx.commit().await?;
    Ok(shown(named, caller, document))
}

/// A change that nobody has decided yet. The other fields are for the caller to fill in.
fn pending(held: HeldBy) -> HolderChange {
    HolderChange {
        id: sigillo_domain::id::HolderChangeId::NIL,
        organization_id: sigillo_domain::id::OrganizationId::NIL,
        mailbox_id: MailboxId::NIL,
        old_holder_id: None,
        new_holder_id: held.holder_id,
        address_id: held.address_id,
        tie_id: held.tie_id,
        communication_email: String::new(),
        document_id: DocumentId::NIL,
        document_sha256: String::new(),
        state: HolderChangeState::Pending,
        requested_at: chrono::DateTime::UNIX_EPOCH,
        requested_by: String::new(),
        requested_by_id: None,
        decided_at: None,
        decided_by: None,
        reason: None,
        version: 1,
    }
}

/// Validates the whole request; every fault of its fields comes at once.
async fn read(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<CreateHolderChange>,
    request: &HolderChangeCreate,
) -> Result<Requested, AppError> {
    let id = request.mailbox_id;
    if id == MailboxId::NIL {
        return Err(AppError::fault(MAILBOX, FaultCode::Required));
    }
    // The mailbox says whose the new holder has to be, and is locked after it, as everywhere.
    let found = mailboxes::find(tx, grant, id).await.map_err(at_mailbox)?;
    let mut faults = Faults::default();
    let organization_id = found.domain.organization_id;
    let (address, company) = (request.address.as_ref(), request.company.as_ref());
    let chosen =
        HolderRequest { at: &NEW_HOLDER, holder: Some(&request.new_holder), address, company };
    let holder =
        holder_of_new::read(app, tx, grant.caller(), organization_id, &chosen, &mut faults).await?;
    let Found { mailbox, domain, .. } = mailboxes::find_to_change(tx, grant, id).await?;
    mailbox.check_holder_change().map_err(AppError::Problem)?;
    if holder_changes::pending_of_mailbox(tx, id).await?.is_some() {
        return Err(PENDING);
    }
    check_holder(domain.onboarding, (true, address.is_some()), &mut faults);
    let present = mailbox.holder.map(|held| held.holder_id);
    if present.is_some() && request.new_holder.id == present {
        faults.add(NEW_HOLDER.id, FaultCode::Unchanged);
    }
    let email = Email::parse_for(&request.communication_email, &mailbox.address);
    let email = faults.check(EMAIL, email);
    let document = document(tx, &mailbox, request.document_id).await?;
    let document = faults.check(DOCUMENT, document);
    let all = holder.zip(email).zip(document);
    let ((holder, email), document) = faults.result(all)?;
    Ok(Requested { mailbox, document, holder, email })
}

fn at_mailbox(error: AppError) -> AppError {
    match error {
        AppError::Problem(Code::NotFound) => AppError::not_found_at(MAILBOX),
        other => other,
    }
}

/// The document of a request, locked until the transaction ends.
async fn document(
    tx: &mut Tx,
    mailbox: &Mailbox,
    id: DocumentId,
) -> Result<Result<Document, FaultCode>, AppError> {
    if id == DocumentId::NIL {
        return Ok(Err(FaultCode::Required));
    }
    let found = documents::find_to_change(tx, id).await?.map(|named| named.document);
    let found = found.filter(|document| {
        document.mailbox_id == Some(mailbox.id) && document.kind == DocumentKind::ChangeOfHolder
    });
    let Some(document) = found else { return Ok(Err(FaultCode::Unknown)) };
    // A document that gave the mailbox to somebody once must not do so again.
    if documents::is_used(tx, id).await? {
        return Ok(Err(FaultCode::Taken));
    }
    Ok(match document.verdict {
        Verdict::Invalid => Err(FaultCode::SignaturesInvalid),
        Verdict::Valid | Verdict::Undetermined | Verdict::Pending => Ok(document),
    })
}
