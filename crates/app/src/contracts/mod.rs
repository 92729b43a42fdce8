//! The contracts of mailboxes (B14): sent to the holder, signed online, sealed.
//!
//! A contract is in the scope of whoever has its mailbox in scope.

mod advance;
mod bounce;
mod copy;
mod create;
mod evidence;
mod get;
mod give;
mod issue;
mod list;
mod of_holder;
mod of_mailbox;
mod resend;
mod seal;
mod seal_evidence;
pub mod signing;
mod values;
mod withdraw;

pub use advance::advance;
pub(crate) use bounce::could_not_deliver;
pub use copy::accept_copy;
pub(crate) use copy::{expected_document, judge_copy};
pub use create::create;
use evidence::Evidence;
pub(crate) use get::sealed_copy;
pub use get::{PdfFile, file, get, history};
pub(crate) use give::give_to;
pub(crate) use issue::{issue, render};
pub use list::list;
pub(crate) use list::scope;
pub(crate) use of_holder::check_names;
pub(crate) use of_mailbox::{
    end_with_holder, end_with_mailbox, open_of_mailbox, summary_of_mailbox,
};
pub use resend::resend;
pub(crate) use resend::resend_to_new_email;
pub use seal::seal_signed;
pub use signing::codes::SigningCodes;
pub(crate) use values::{address_line, day_in_words, with_facts};
pub use withdraw::withdraw;

use sigillo_contract::Operation;
use sigillo_contract::contract::Contract as Shown;
use sigillo_domain::Code;
use sigillo_domain::contract::{Contract, ContractEvent};
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange};
use sigillo_domain::id::{ContractId, MailboxId};
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Connection, Tx, contract_codes, contract_visits, links};

use crate::caller::has_any;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::{self, Found};
use crate::record::{AuditedFields, HistoryEntry};
use crate::scope::InScope;
use crate::{App, Grant};

/// The name under which the history records what the service does with contracts.
const SERVICE: &str = "sigillo contracts";

const WRONG_STATE: AppError = AppError::Problem(Code::NotInThisState);

/// A contract with its mailbox, which the caller has in scope.
struct FoundContract {
    named: NamedContract,
    mailbox: InScope<Mailbox>,
    domain: InScope<MailDomain>,
}

/// Whoever may create or edit mailboxes may handle their contracts.
const HANDLING: &[Permission] = &[Permission::Create, Permission::Edit];

fn check_handling(permissions: PermissionSet) -> Result<(), AppError> {
    if has_any(permissions, HANDLING) { Ok(()) } else { Err(AppError::Problem(Code::Forbidden)) }
}

/// Finds a contract, and locks it and its mailbox for a change. The mailbox comes first, as everywhere where
/// both change.
async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: ContractId,
) -> Result<FoundContract, AppError> {
    let mailbox_id = mailbox_of(tx, id).await?;
    let Found { mailbox, domain, permissions } =
        mailboxes::find_to_change(tx, grant, mailbox_id).await?;
    let named = contracts::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?;
    check_handling(permissions)?;
    Ok(FoundContract { named, mailbox, domain })
}

async fn mailbox_of(on: &mut impl Connection, id: ContractId) -> Result<MailboxId, AppError> {
    Ok(contracts::find(on, id).await?.ok_or(NOT_FOUND)?.contract.mailbox_id)
}

/// The contract after an event. [`Code::NotInThisState`] if it cannot happen now.
fn after(contract: &Contract, event: ContractEvent) -> Result<Contract, AppError> {
    let state = contract.state.after(event).ok_or(WRONG_STATE)?;
    Ok(Contract { state, version: contract.version + 1, ..contract.clone() })
}

/// The fields whose changes are recorded in the history.
pub(crate) fn audited_fields(contract: &Contract) -> AuditedFields {
    use serde_json::json;
    let time =
        |at: Option<chrono::DateTime<chrono::Utc>>| json!(at.map(|at| at.timestamp_micros()));
    let consents: Vec<_> = contract.consents.iter().map(|one| &one.sha256).collect();
    vec![
        ("state", json!(contract.state)),
        ("mailbox_id", json!(contract.mailbox_id)),
        ("holder_id", json!(contract.holder_id)),
        ("template_id", json!(contract.template_id)),
        ("sha256", json!(contract.sha256)),
        ("sealed_sha256", json!(contract.sealed_sha256)),
        ("consents", json!(consents)),
        ("signature", json!(contract.signature)),
        ("channel", json!(contract.channel)),
        ("expires_at", time(Some(contract.expires_at))),
        ("signed_at", time(contract.signed_at)),
    ]
}

/// What is recorded of a step of a contract.
struct Step<'a> {
    actor: &'a Actor,
    action: Action,
    before: Option<&'a Contract>,
    after: &'a Contract,
    evidence: Evidence,
}

/// Records a step, with its evidence. Personal values are sealed with the holder's key.
async fn record(app: &App, tx: &mut Tx, step: Step<'_>) -> Result<(), AppError> {
    let Step { actor, action, before, after, evidence } = step;
    let mut changes = FieldChange::between(before.map(audited_fields), audited_fields(after));
    changes.extend(evidence.sealed(tx, after.key_holder_id).await?);
    let entry = HistoryEntry { subject: after.subject(), action, changes: &changes };
    crate::record::record(tx, actor, app.now(), entry).await
}

/// The holder as the history names them. The name is that of the mailbox, since names in the history cannot be
/// erased.
fn holder_actor(named: &NamedContract) -> Actor {
    Actor {
        kind: ActorKind::Holder,
        id: Some(named.contract.holder_id.uuid()),
        name: named.mailbox_address.clone(),
    }
}

fn service_actor() -> Actor {
    Actor { kind: ActorKind::System, id: None, name: SERVICE.to_owned() }
}

/// Ends everything that the holder could still use: the link, open visits, the code.
async fn close(tx: &mut Tx, contract: &Contract) -> Result<(), AppError> {
    links::retire(tx, contract.subject(), LinkPurpose::SignContract).await?;
    contract_visits::end(tx, contract.id).await?;
    Ok(contract_codes::delete(tx, contract.id).await?)
}

/// The contract as the API shows it, without the state of its message.
fn shown(named: NamedContract) -> Shown {
    let NamedContract { contract, mailbox_address, family_name, given_name } = named;
    let link_is_blocked = contract.link_is_blocked();
    Shown {
        id: contract.id,
        organization_id: contract.organization_id,
        mailbox_id: contract.mailbox_id,
        mailbox_address,
        holder_id: contract.holder_id,
        holder_name: format!("{family_name} {given_name}").trim().to_owned(),
        template_id: contract.template_id,
        state: contract.state,
        link_is_blocked,
        delivery: None,
        recipient: contract.recipient,
        sha256: contract.sha256,
        sealed_sha256: contract.sealed_sha256,
        signature: contract.signature,
        channel: contract.channel,
        sent_at: contract.sent_at,
        opened_at: contract.opened_at,
        consented_at: contract.consented_at,
        signed_at: contract.signed_at,
        sealed_at: contract.sealed_at,
        ended_at: contract.ended_at,
        decline_reason: contract.decline_reason,
        withdraw_reason: contract.withdraw_reason,
        expires_at: contract.expires_at,
        reminders: contract.reminders,
        created_at: contract.created_at,
        created_by: contract.created_by,
        version: contract.version,
        text: contract.text,
        copy: None,
    }
}
