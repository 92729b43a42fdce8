//! A contract that its holder has signed with a signature of their own: what its verification leads to.

use sha2::{Digest, Sha256};
use sigillo_contract::contract::{Contract as Shown, CopyAcceptance};
use sigillo_contract::operations::AcceptContractCopy;
use sigillo_contract::signing::SignedCopy;
use sigillo_domain::FaultCode;
use sigillo_domain::contract::{
    Contract, ContractEvent, ContractFile, SignatureKind, parse_reason,
};
use sigillo_domain::document::Document;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::ContractId;
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_domain::signature_verdict::{FileVerdict, Verdict};
use sigillo_domain::signed_copy::{CopyOutcome, CopyRefusal};
use sigillo_domain::tax_code::TaxCode;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Connection, Tx, contract_codes, contract_files, documents, holders};

use super::bounce::report;
use super::{
    Evidence, FoundContract, Step, WRONG_STATE, after, find_to_change, holder_actor, record,
    service_actor, shown,
};
use crate::caller::Identity;
use crate::documents::{read_report, shown_signature};
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::ports::ExpectedDocument;
use crate::{App, Grant};

/// What acts that rest on a document call a signed contract.
const ACT: &str = "contract";

/// The document that the signed copy of a contract must be.
pub(crate) async fn expected_document(
    app: &App,
    id: ContractId,
) -> Result<ExpectedDocument, AppError> {
    let mut on = app.db.read().await?;
    let original = contract_files::find(&mut on, id, ContractFile::Original).await?;
    let content = original.ok_or(NOT_FOUND)?.content;
    Ok(ExpectedDocument { bytes: content.len(), sha256: Sha256::digest(&content).into() })
}

/// The signed copy of a contract that was uploaded last, as the API shows it.
pub(super) async fn shown_copy(
    on: &mut impl Connection,
    contract: &Contract,
) -> Result<Option<SignedCopy>, AppError> {
    let Some(copy) = documents::newest_copy(on, contract.id).await? else { return Ok(None) };
    let verdict = copy.report.as_deref().map(read_report).unwrap_or_default();
    let outcome = outcome(on, contract, &copy, &verdict).await?;
    Ok(Some(SignedCopy {
        document_id: copy.id,
        name: copy.name,
        sha256: copy.sha256,
        uploaded_at: copy.created_at,
        outcome: outcome.unwrap_or(CopyOutcome::Refused),
        refusal: outcome.err(),
        finding: verdict.finding,
        detail: verdict.finding.map(|finding| finding.detail(None)),
        signatures: verdict.signatures.into_iter().map(shown_signature).collect(),
    }))
}

async fn outcome(
    on: &mut impl Connection,
    contract: &Contract,
    copy: &Document,
    verdict: &FileVerdict,
) -> Result<Result<CopyOutcome, CopyRefusal>, AppError> {
    if contract.signature == Some(SignatureKind::Own) {
        return Ok(Ok(CopyOutcome::Accepted));
    }
    if copy.verdict == Verdict::Pending {
        return Ok(Ok(CopyOutcome::Verifying));
    }
    let holder = holders::find(on, contract.holder_id).await?;
    let code = holder.and_then(|holder| TaxCode::parse(&holder.tax_code).ok());
    Ok(CopyOutcome::of(verdict, copy.holds_contract == Some(true), code.as_ref()))
}

/// Takes the step that a verified copy leads to. The caller has locked the contract, and then the copy.
pub(crate) async fn judge_copy(
    app: &App,
    tx: &mut Tx,
    named: &NamedContract,
    copy: &Document,
    verdict: &FileVerdict,
) -> Result<(), AppError> {
    let contract = &named.contract;
    let newest = documents::newest_copy(tx, contract.id).await?;
    let is_newest = newest.is_some_and(|newest| newest.id == copy.id);
    // A code may have been first, or the contract was withdrawn meanwhile.
    let can_be_signed = contract.state.after(ContractEvent::Sign).is_some();
    if !is_newest || !can_be_signed {
        return Ok(());
    }
    match outcome(&mut *tx, contract, copy, verdict).await? {
        Ok(CopyOutcome::Accepted) => {
            let evidence = Evidence::default();
            let step = (Action::Signed, &holder_actor(named), evidence);
            sign(app, tx, named, copy, step).await.map(drop)
        }
        Ok(_) => {
            note(app, tx, named, copy, (Action::CopyUndecided, None)).await?;
            let content = ContractMessage::CopyUndecided {
                mailbox: named.mailbox_address.clone(),
                holder: format!("{} {}", named.given_name, named.family_name),
                at: copy.created_at,
            };
            let kind = MessageKind::ContractCopyUndecided;
            report(app, tx, named, (kind, content), copy.id.uuid()).await
        }
        Err(refusal) => note(app, tx, named, copy, (Action::CopyRefused, Some(refusal))).await,
    }
}

/// Records what was found of a copy by which the contract is not signed.
async fn note(
    app: &App,
    tx: &mut Tx,
    named: &NamedContract,
    copy: &Document,
    (action, refusal): (Action, Option<CopyRefusal>),
) -> Result<(), AppError> {
    let mut evidence = Evidence::default().plain("document_sha256", copy.sha256.as_str());
    if let Some(refusal) = refusal {
        evidence = evidence.plain("finding", refusal.as_str());
    }
    let contract = &named.contract;
    let actor = service_actor();
    let step = Step { actor: &actor, action, before: Some(contract), after: contract, evidence };
    record(app, tx, step).await
}

/// Signs a contract by a copy of it. It counts as signed when the copy was uploaded.
async fn sign(
    app: &App,
    tx: &mut Tx,
    named: &NamedContract,
    copy: &Document,
    (action, actor, evidence): (Action, &Actor, Evidence),
) -> Result<Contract, AppError> {
    let before = &named.contract;
    let contract = Contract {
        signature: Some(SignatureKind::Own),
        channel: None,
        signed_at: Some(copy.created_at),
        ..after(before, ContractEvent::Sign)?
    };
    contracts::update(tx, &contract).await?;
    contract_codes::delete(tx, contract.id).await?;
    documents::add_use(tx, copy.id, ACT, contract.id.uuid()).await?;
    let evidence = evidence.plain("document_sha256", copy.sha256.as_str());
    let step = Step { actor, action, before: Some(before), after: &contract, evidence };
    record(app, tx, step).await?;
    Ok(contract)
}

/// Accepts a copy about which not everything could be checked, with the reason why.
pub async fn accept_copy(
    app: &App,
    grant: &Grant<AcceptContractCopy>,
    id: ContractId,
    expected_version: Option<ExpectedVersions>,
    request: &CopyAcceptance,
) -> Result<Shown, AppError> {
    let reason = parse_reason(&request.reason)
        .and_then(|reason| reason.ok_or(FaultCode::Required))
        .map_err(|code| AppError::fault("/reason", code))?;
    let mut tx = app.db.begin().await?;
    let FoundContract { named, .. } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, named.contract.version)?;
    let copy = documents::newest_copy(&mut tx, id).await?.ok_or(WRONG_STATE)?;
    let copy = documents::find_to_change(&mut tx, copy.id).await?.ok_or(WRONG_STATE)?.document;
    if copy.id != request.document_id {
        return Err(AppError::fault("/document_id", FaultCode::Differs));
    }
    let verdict = copy.report.as_deref().map(read_report).unwrap_or_default();
    let outcome = outcome(&mut tx, &named.contract, &copy, &verdict).await?;
    if outcome != Ok(CopyOutcome::Undecided) {
        return Err(WRONG_STATE);
    }
    let evidence = Evidence::default().reason(Some(&reason));
    let step = (Action::CopyAccepted, grant.caller().actor(), evidence);
    let contract = sign(app, &mut tx, &named, &copy, step).await?;
    let copy = shown_copy(&mut tx, &contract).await?;
    tx.commit().await?;
    Ok(Shown { copy, ..shown(NamedContract { contract, ..named }) })
}
