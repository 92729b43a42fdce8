use sigillo_domain::id::ContractTemplateId;
use sigillo_storage::{Connection, StorageError, contract_templates};

use super::CurrentFields;
use crate::contract_templates::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: ContractTemplateId,
) -> Result<Option<CurrentFields>, StorageError> {
    let found = contract_templates::find(on, id).await?;
    Ok(found.map(|named| CurrentFields::fixed(audited_fields(&named.template), vec![])))
}
