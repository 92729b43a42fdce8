//! Sealing what was signed, and then activating the mailbox.
//!
//! Sealing is work that is tried again: a contract that was signed waits in that state, which is visible and
//! harmless, until a seal is there.

use sha2::{Digest, Sha256};
use sigillo_domain::Code;
use sigillo_domain::contract::{Contract, ContractEvent, ContractFile, ContractState};
use sigillo_domain::history::Action;
use sigillo_domain::id::ContractId;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_storage::contract_files::StoredFile;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Tx, contract_files, domains, organizations};

use super::seal_evidence::evidence;
use super::{Evidence, SERVICE, Step, after, record, service_actor};
use crate::caller::SystemCaller;
use crate::error::{AppError, NOT_FOUND};
use crate::links::send_welcome;
use crate::outbox::MessageTrigger;
use crate::ports::{self, DocumentSeal, SealError, SealStatement};
use crate::scope::InScope;
use crate::{App, service};

/// Seals up to `limit` contracts that were signed, and returns how many were. One that cannot be sealed now is
/// left for the next time. Without a seal that can be used all of them wait, which is one error.
pub async fn seal_signed(app: &App, limit: i64) -> Result<usize, AppError> {
    let signed = contracts::to_seal(&mut app.db.read().await?, limit).await?;
    if signed.is_empty() {
        return Ok(0);
    }
    let document_seal = usable(app).await.map_err(|error| {
        AppError::Detailed(Code::Unavailable, format!("contracts wait for their seal: {error}"))
    })?;
    let mut sealed = 0;
    for id in signed {
        match seal(app, document_seal, id).await {
            Ok(true) => sealed += 1,
            Ok(false) => {}
            Err(error) => tracing::warn!(contract = %id, %error, "a contract could not be sealed"),
        }
    }
    Ok(sealed)
}

/// The seal, if it can be used now.
async fn usable(app: &App) -> Result<&dyn DocumentSeal, SealError> {
    let document_seal = app.document_seal.as_deref().ok_or(SealError::NoKey)?;
    document_seal.describe().await?.check_validity(app.now())?;
    Ok(document_seal)
}

async fn seal(
    app: &App,
    document_seal: &dyn DocumentSeal,
    id: ContractId,
) -> Result<bool, AppError> {
    let Some((named, original)) = signed(app, id).await? else { return Ok(false) };
    if hex::encode(Sha256::digest(&original.content)) != named.contract.sha256 {
        tracing::error!(contract = %id, "the document of a contract is not the one that was signed");
        return Ok(false);
    }
    let evidence = evidence(app, &named).await?;
    let documents = app.contract_documents.clone();
    let made =
        tokio::task::spawn_blocking(move || documents.evidence(&original.content, &evidence)).await;
    let made = made.map_err(|error| ports::DocumentError::Format(error.to_string())).flatten();
    let document = match made {
        Ok(document) => document,
        Err(error) => {
            tracing::error!(contract = %id, %error, "the evidence of a contract could not be added");
            return Ok(false);
        }
    };
    let language = named.contract.language;
    let statement = SealStatement {
        reason: language.choose("Contratto firmato dal titolare", "Contract signed by the holder"),
        location: "",
        at: app.now(),
    };
    match document_seal.seal(&document, statement).await {
        Ok(sealed) => finish(app, id, sealed.pdf).await,
        Err(error) => {
            tracing::warn!(contract = %id, %error, "a contract waits for its seal");
            Ok(false)
        }
    }
}

async fn signed(
    app: &App,
    id: ContractId,
) -> Result<Option<(NamedContract, StoredFile)>, AppError> {
    let mut on = app.db.read().await?;
    let named = contracts::find(&mut on, id).await?;
    let named = named.filter(|named| named.contract.state == ContractState::Signed);
    let original = contract_files::find(&mut on, id, ContractFile::Original).await?;
    Ok(named.zip(original))
}

/// Stores the sealed document, activates the mailbox and writes to the holder, all at once. False if another
/// server was first.
async fn finish(app: &App, id: ContractId, content: Vec<u8>) -> Result<bool, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let Some(found) = contracts::find(&mut tx, id).await? else { return Ok(false) };
    // The mailbox is locked first, as everywhere where both change.
    let worker = SystemCaller::new(SERVICE);
    let mailbox = InScope::of_system(&mut tx, &worker, found.contract.mailbox_id).await?;
    let mailbox = mailbox.ok_or(NOT_FOUND)?;
    let named = contracts::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let before = &named.contract;
    if before.state != ContractState::Signed {
        return Ok(false);
    }
    let sha256 = hex::encode(Sha256::digest(&content));
    let contract = Contract {
        sealed_sha256: Some(sha256.clone()),
        sealed_at: Some(now),
        ..after(before, ContractEvent::Seal)?
    };
    contracts::update(&mut tx, &contract).await?;
    let file = StoredFile { sha256, content };
    contract_files::insert(&mut tx, id, ContractFile::Sealed, &file, now).await?;
    let step = Step {
        actor: &service_actor(),
        action: Action::DocumentSealed,
        before: Some(before),
        after: &contract,
        evidence: Evidence::default(),
    };
    record(app, &mut tx, step).await?;
    send_copy(app, &mut tx, &named).await?;
    if mailbox.state == MailboxState::PendingActivation {
        activate(app, &mut tx, &mailbox).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Sends the sealed copy to the holder. The document is attached when the message is sent.
async fn send_copy(app: &App, tx: &mut Tx, named: &NamedContract) -> Result<(), AppError> {
    let contract = &named.contract;
    let organization = organizations::find(tx, contract.organization_id).await?;
    let organization = organization.ok_or(NOT_FOUND)?.name;
    let trigger = MessageTrigger {
        subject: contract.subject(),
        subject_name: &organization,
        language: contract.language,
        id: contract.id.uuid(),
        at: app.now(),
    };
    let mailbox = named.mailbox_address.clone();
    let content = ContractMessage::Sealed { mailbox, at: app.now() }.into();
    let recipient = [contract.recipient.as_str()];
    trigger.queue(app, tx, MessageKind::ContractSealed, &content, recipient).await
}

/// Makes the mailbox active, and sends the welcome message with the link for the password.
async fn activate(app: &App, tx: &mut Tx, before: &InScope<Mailbox>) -> Result<(), AppError> {
    let now = app.now();
    let Some(after) = before.activated(now) else { return Ok(()) };
    let domain = domains::find(tx, before.domain_id).await?.ok_or(NOT_FOUND)?.domain;
    let mut after = service::started(after, domain.mailbox_term_months, now);
    after.version += 1;
    let after = before.changed(after);
    crate::mailboxes::save(tx, &after).await?;
    let actor = service_actor();
    crate::mailboxes::record(tx, &actor, Action::Activated, Some(before), &after, now).await?;
    send_welcome(app, tx, &after, &domain).await?;
    Ok(())
}
