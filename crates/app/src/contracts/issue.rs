//! Making a contract and sending it to the holder.

use sha2::{Digest, Sha256};
use sigillo_domain::contract::{Contract, ContractFile, ContractState, expiry_of};
use sigillo_domain::contract_template::{self, EXAMPLE};
use sigillo_domain::contract_text::ContractText;
use sigillo_domain::country::Country;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::holder::HolderAddress;
use sigillo_domain::id::ContractTemplateId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{HeldBy, Mailbox, MailboxState};
use sigillo_domain::message::{ContractMessage, Language, MessageKind};
use sigillo_domain::phone::number_for_texts;
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::contract_files::StoredFile;
use sigillo_storage::links::Link;
use sigillo_storage::{
    StorageError, Tx, companies, contract_files, contract_settings, contract_templates, contracts,
    holder_addresses, holder_companies, holders, links, messages, organizations, plans,
};

use super::values::{Parties, day_in_words, with_facts};
use super::{Evidence, Step, WRONG_STATE, record};
use crate::error::AppError;
use crate::local_time::end_of_local_time;
use crate::outbox::MessageTrigger;
use crate::ports::{ContractDocument, DocumentError};
use crate::scope::InScope;
use crate::{App, local_time};

/// A template that contracts are made from.
struct InUse {
    id: Option<ContractTemplateId>,
    language: Language,
    text: String,
}

/// Makes the contract of a mailbox, and writes to its holder.
pub(crate) async fn issue(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    mailbox: &InScope<Mailbox>,
    domain: &MailDomain,
) -> Result<Contract, AppError> {
    let recipient = recipient(mailbox)?;
    let parties = parties(tx, mailbox, domain).await?;
    let template = template_in_use(tx, domain).await?;
    let settings = contract_settings::find(tx, domain.organization_id).await?;
    let now = app.now();
    let last = expiry_of(local_time(now).date(), settings.term_days);
    let expires_at = last.and_then(end_of_local_time).unwrap_or(now);
    let values = parties.values(mailbox, domain, template.language, (now, expires_at));
    let parsed = contract_template::parse(&template.text).map_err(|_| {
        StorageError::Broken("a stored template of contracts cannot be read".into())
    })?;
    let text = with_facts(ContractText::fill(&parsed, &values), &values, template.language);
    let id = app.new_id();
    let document = ContractDocument {
        text: text.clone(),
        language: template.language,
        organization: parties.organization.clone(),
        reference: reference(id),
        made_on: day_in_words(now, template.language),
        is_example: false,
    };
    let content = render(app, document).await?;
    let sha256 = hex::encode(Sha256::digest(&content));
    let contract = Contract {
        id,
        organization_id: domain.organization_id,
        mailbox_id: mailbox.id,
        holder_id: parties.holder.id,
        key_holder_id: parties.holder.id,
        template_id: template.id,
        state: ContractState::Sent,
        language: template.language,
        recipient,
        mobile: parties.address.as_ref().map(mobile).unwrap_or_default(),
        text: Some(text),
        sha256: sha256.clone(),
        sealed_sha256: None,
        consents: vec![],
        signature: None,
        channel: None,
        sent_at: now,
        opened_at: None,
        consented_at: None,
        signed_at: None,
        sealed_at: None,
        ended_at: None,
        decline_reason: None,
        withdraw_reason: None,
        expires_at,
        reminders: 0,
        tax_code_failures: 0,
        created_at: now,
        created_by: actor.name.clone(),
        version: 1,
    };
    contracts::insert(tx, &contract).await.map_err(|error| match error {
        // The mailbox has a contract that stands.
        StorageError::Taken => WRONG_STATE,
        other => other.into(),
    })?;
    let file = StoredFile { sha256, content };
    contract_files::insert(tx, id, ContractFile::Original, &file, now).await?;
    send_link(app, tx, &contract, &parties.organization, is_in_use(mailbox)).await?;
    let evidence = Evidence::default().personal("recipient", contract.recipient.as_str());
    let step = Step { actor, action: Action::Created, before: None, after: &contract, evidence };
    record(app, tx, step).await?;
    Ok(contract)
}

/// Where the holder of a mailbox is written to.
pub(super) fn recipient(mailbox: &Mailbox) -> Result<String, AppError> {
    let email = mailbox.communication_email.clone();
    email.ok_or_else(|| AppError::fault("/communication_email", FaultCode::Required))
}

/// The number that codes are sent to; empty if the address has none that gets text messages.
pub(super) fn mobile(address: &HolderAddress) -> String {
    let is_in_italy = address.country == Country::ITALY.as_str();
    number_for_texts(&address.mobile, is_in_italy).unwrap_or_default()
}

/// Whether a mailbox does not wait for its contract, since another holder had it before.
pub(super) fn is_in_use(mailbox: &Mailbox) -> bool {
    mailbox.state != MailboxState::PendingActivation
}

/// Writes to the holder, with a link that can be used until the contract expires.
pub(super) async fn send_link(
    app: &App,
    tx: &mut Tx,
    contract: &Contract,
    organization: &str,
    is_in_use: bool,
) -> Result<(), AppError> {
    let now = app.now();
    let link = Link {
        id: app.new_id(),
        subject: contract.subject(),
        purpose: LinkPurpose::SignContract,
        email: None,
    };
    links::insert(tx, std::slice::from_ref(&link), now, contract.expires_at).await?;
    let trigger = MessageTrigger {
        subject: contract.subject(),
        subject_name: organization,
        language: contract.language,
        id: link.id.uuid(),
        at: now,
    };
    let content = ContractMessage::ToSign { expires_at: contract.expires_at, is_in_use }.into();
    let recipient = contract.recipient.as_str();
    let message = trigger.message(
        app.new_id(),
        MessageKind::ContractToSign,
        &content,
        recipient,
        Some(link.id),
    );
    Ok(messages::insert(tx, &[message]).await?)
}

/// The short form of a contract's id, which its documents carry.
pub(super) fn reference(id: sigillo_domain::id::ContractId) -> String {
    let digits = id.uuid().simple().to_string();
    digits[..12].to_uppercase()
}

/// Makes the document, on a thread that may block.
pub(crate) async fn render(app: &App, document: ContractDocument) -> Result<Vec<u8>, AppError> {
    let documents = app.contract_documents.clone();
    let made = tokio::task::spawn_blocking(move || documents.contract(&document)).await;
    let made = made.map_err(|error| DocumentError::Format(error.to_string())).flatten();
    made.map_err(|error| {
        tracing::error!(%error, "the document of a contract could not be made");
        AppError::Problem(Code::Internal)
    })
}

async fn template_in_use(tx: &mut Tx, domain: &MailDomain) -> Result<InUse, StorageError> {
    let found = contract_templates::find_in_use(tx, domain.organization_id).await?;
    Ok(match found {
        Some(named) => InUse {
            id: Some(named.template.id),
            language: named.template.language,
            text: named.template.text,
        },
        None => InUse { id: None, language: Language::It, text: EXAMPLE.to_owned() },
    })
}

/// The address that a mailbox has taken.
pub(super) async fn address_of(
    tx: &mut Tx,
    held: HeldBy,
) -> Result<Option<HolderAddress>, StorageError> {
    match held.address_id {
        Some(id) => holder_addresses::find(tx, id).await,
        None => Ok(None),
    }
}

async fn parties(tx: &mut Tx, mailbox: &Mailbox, domain: &MailDomain) -> Result<Parties, AppError> {
    let held = mailbox.holder.ok_or_else(|| AppError::fault("/holder", FaultCode::Required))?;
    let broken = |what: &str| StorageError::Broken(format!("a mailbox without its {what}"));
    let holder = holders::find(tx, held.holder_id).await?.ok_or_else(|| broken("holder"))?;
    let address = address_of(tx, held).await?;
    let company = match held.tie_id {
        Some(id) => match holder_companies::find(tx, id).await? {
            Some(tied) => {
                let company = companies::find(tx, tied.tie.company_id).await?;
                company.map(|company| (company, tied.tie.role))
            }
            None => None,
        },
        None => None,
    };
    let plan = match mailbox.plan {
        Some(id) => plans::find(tx, id).await?,
        None => None,
    };
    let organization = organizations::find(tx, domain.organization_id).await?;
    let organization = organization.ok_or_else(|| broken("organisation"))?.name;
    Ok(Parties { organization, holder, address, company, plan })
}
