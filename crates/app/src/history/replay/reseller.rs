use sigillo_domain::id::ResellerId;
use sigillo_storage::{Connection, StorageError, resellers};

use super::CurrentFields;
use crate::resellers::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: ResellerId,
) -> Result<Option<CurrentFields>, StorageError> {
    let found = resellers::find(on, id).await?;
    Ok(found.map(|named| CurrentFields::fixed(audited_fields(&named.reseller), vec![])))
}
