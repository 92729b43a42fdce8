use sigillo_domain::id::ContractId;
use sigillo_storage::{Connection, StorageError, contracts};

use super::CurrentFields;
use crate::contracts::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: ContractId,
) -> Result<Option<CurrentFields>, StorageError> {
    let found = contracts::find(on, id).await?;
    Ok(found.map(|named| CurrentFields::fixed(audited_fields(&named.contract), vec![])))
}
