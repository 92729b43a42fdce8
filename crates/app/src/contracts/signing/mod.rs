//! What a holder does with the link to a contract.
//!
//! The link of the message opens nothing without the holder's codice fiscale, which no message contains. With
//! both, a visit begins: its token is what the further requests carry.

pub(super) mod codes;
mod consent;
mod decline;
mod file;
mod open;
mod send_code;
mod sign;
mod upload;

pub use consent::consent;
pub use decline::decline;
pub use file::file;
pub use open::open;
pub use send_code::send_code;
pub(crate) use send_code::{DrawnCode, draw_for_message};
pub use sign::sign;
pub use upload::{CopyUpload, check_visit, progress};

use chrono::{DateTime, Utc};
use sigillo_domain::Code;
use sigillo_domain::contract::{Contract, ContractState};
use sigillo_domain::id::ContractId;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Connection, Tx, contract_visits};

use super::WRONG_STATE;
use crate::error::AppError;
use crate::{App, secret};

const NOT_VALID: AppError = AppError::Problem(Code::LinkNotValid);

/// The contract of a visit.
async fn visited(app: &App, on: &mut impl Connection, token: &str) -> Result<ContractId, AppError> {
    contract_visits::find(on, &secret::hash(token), app.now()).await?.ok_or(NOT_VALID)
}

/// The contract of a visit, locked for a change.
async fn visited_to_change(app: &App, tx: &mut Tx, token: &str) -> Result<NamedContract, AppError> {
    let id = visited(app, tx, token).await?;
    contracts::find_to_change(tx, id).await?.ok_or(NOT_VALID)
}

/// Refuses a contract whose time is up, also while nothing has recorded that yet.
pub(super) fn check_time(contract: &Contract, now: DateTime<Utc>) -> Result<(), AppError> {
    let is_late = contract.state.is_open() && contract.expires_at < now;
    if is_late { Err(WRONG_STATE) } else { Ok(()) }
}

const fn was_signed(state: ContractState) -> bool {
    matches!(state, ContractState::Signed | ContractState::Sealed)
}
