//! Accepting the texts of a contract.

use std::collections::HashSet;

use sigillo_contract::signing::{SigningConsent, SigningState};
use sigillo_domain::FaultCode;
use sigillo_domain::contract::{Contract, ContractEvent};
use sigillo_domain::history::Action;
use sigillo_storage::Tx;
use sigillo_storage::contracts::{self, NamedContract};

use super::super::{Evidence, Step, WRONG_STATE, holder_actor, record};
use super::{check_time, visited_to_change};
use crate::error::AppError;
use crate::{App, Origin};

pub async fn consent(
    app: &App,
    origin: &Origin,
    request: &SigningConsent,
) -> Result<SigningState, AppError> {
    let mut tx = app.db.begin().await?;
    let named = visited_to_change(app, &mut tx, &request.token).await?;
    check_time(&named.contract, app.now())?;
    let contract = accept_texts(app, &mut tx, origin, &named, &request.consents).await?;
    tx.commit().await?;
    Ok(SigningState { state: contract.state })
}

/// Records that the holder accepts every text of the contract.
pub(super) async fn accept_texts(
    app: &App,
    tx: &mut Tx,
    origin: &Origin,
    named: &NamedContract,
    given: &[String],
) -> Result<Contract, AppError> {
    let before = &named.contract;
    let state = before.state.after(ContractEvent::Consent).ok_or(WRONG_STATE)?;
    let text = before.text.as_ref().ok_or(WRONG_STATE)?;
    let consents = text.consents();
    let given: HashSet<_> = given.iter().map(String::as_str).collect();
    if consents.iter().any(|consent| !given.contains(consent.sha256.as_str())) {
        return Err(AppError::fault("/consents", FaultCode::Required));
    }
    if given.len() > consents.len() {
        return Err(AppError::fault("/consents", FaultCode::Unknown));
    }
    if before.state == state {
        return Ok(before.clone());
    }
    let contract = Contract {
        state,
        consents,
        consented_at: Some(app.now()),
        version: before.version + 1,
        ..before.clone()
    };
    contracts::update(tx, &contract).await?;
    let step = Step {
        actor: &holder_actor(named),
        action: Action::Consented,
        before: Some(before),
        after: &contract,
        evidence: Evidence::of(origin),
    };
    record(app, tx, step).await?;
    Ok(contract)
}
