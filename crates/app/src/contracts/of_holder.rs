//! The contracts of a holder, as the use cases of holders need them.

use sigillo_domain::contract::ContractState;
use sigillo_domain::holder::Holder;
use sigillo_domain::{Fault, FaultCode};
use sigillo_storage::{Tx, contracts};

use crate::error::AppError;

/// Refuses to change a name or a tax code that a contract of the holder has while it can be signed, or waits for its
/// seal: the sealed document would name two people. `ContractOpen` at `PREFIX/FIELD`, for each changed field.
pub(crate) async fn check_names(
    tx: &mut Tx,
    before: &Holder,
    after: &Holder,
    prefix: &str,
) -> Result<(), AppError> {
    let changed: Vec<_> = [
        ("given_name", before.given_name != after.given_name),
        ("family_name", before.family_name != after.family_name),
        ("tax_code", before.tax_code != after.tax_code),
    ]
    .into_iter()
    .filter_map(|(field, is_changed)| is_changed.then_some(field))
    .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let contracts = contracts::of_holder(tx, before.id).await?;
    let mut states = contracts.iter().map(|named| named.contract.state);
    if !states.any(|state| state.is_open() || state == ContractState::Signed) {
        return Ok(());
    }
    let fault = |field| Fault::new(format!("{prefix}/{field}"), FaultCode::ContractOpen);
    Err(AppError::Invalid(changed.into_iter().map(fault).collect()))
}
