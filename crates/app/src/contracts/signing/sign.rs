//! Signing a contract with a code.

use sigillo_contract::signing::{SigningSign, SigningState};
use sigillo_domain::FaultCode;
use sigillo_domain::contract::{CODE_TRIES, Contract, ContractEvent, SignatureKind};
use sigillo_domain::history::Action;
use sigillo_storage::contract_codes::StoredCode;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Tx, contract_codes};

use super::super::{Evidence, Step, WRONG_STATE, holder_actor, record};
use super::{check_time, visited_to_change, was_signed};
use crate::error::AppError;
use crate::{App, Origin};

const POINTER: &str = "/code";

pub async fn sign(
    app: &App,
    origin: &Origin,
    request: &SigningSign,
) -> Result<SigningState, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let named = visited_to_change(app, &mut tx, &request.token).await?;
    let before = &named.contract;
    if was_signed(before.state) {
        // Another tab was first, or the reply was lost.
        return Ok(SigningState { state: before.state });
    }
    check_time(before, now)?;
    let state = before.state.after(ContractEvent::Sign).ok_or(WRONG_STATE)?;
    let given: String = request.code.chars().filter(|c| !c.is_whitespace()).collect();
    if given.is_empty() {
        return Err(AppError::fault(POINTER, FaultCode::Required));
    }
    let code = contract_codes::find(&mut tx, before.id).await?;
    let Some(code) = code.filter(|code| code.is_usable(now)) else {
        return Err(AppError::fault(POINTER, FaultCode::CodeExpired));
    };
    if !is_right(app, before, &code, &given) {
        return Err(refuse(app, tx, origin, &named, &code).await?);
    }
    let contract = Contract {
        state,
        signature: Some(SignatureKind::Simple),
        channel: Some(code.channel),
        signed_at: Some(now),
        version: before.version + 1,
        ..before.clone()
    };
    contracts::update(&mut tx, &contract).await?;
    contract_codes::delete(&mut tx, contract.id).await?;
    let step = Step {
        actor: &holder_actor(&named),
        action: Action::Signed,
        before: Some(before),
        after: &contract,
        evidence: Evidence::of(origin),
    };
    record(app, &mut tx, step).await?;
    tx.commit().await?;
    Ok(SigningState { state })
}

/// A code is bound to the document that the holder has seen.
fn is_right(app: &App, contract: &Contract, code: &StoredCode, given: &str) -> bool {
    code.sha256 == contract.sha256
        && app.signing_codes.is_valid(contract.id, &code.sha256, given, &code.digest)
}

/// Counts a wrong code.
async fn refuse(
    app: &App,
    mut tx: Tx,
    origin: &Origin,
    named: &NamedContract,
    code: &StoredCode,
) -> Result<AppError, AppError> {
    let contract = &named.contract;
    contract_codes::count_failure(&mut tx, contract.id).await?;
    let step = Step {
        actor: &holder_actor(named),
        action: Action::CodeRefused,
        before: Some(contract),
        after: contract,
        evidence: Evidence::of(origin),
    };
    record(app, &mut tx, step).await?;
    tx.commit().await?;
    let tries_left = CODE_TRIES - code.failures - 1;
    Ok(if tries_left > 0 {
        AppError::wrong_try(POINTER, tries_left)
    } else {
        AppError::fault(POINTER, FaultCode::CodeExpired)
    })
}
