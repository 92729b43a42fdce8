use std::collections::HashMap;

use sigillo_domain::id::HolderId;
use sigillo_storage::{
    Connection, StorageError, documents, holder_addresses, holder_companies, holders,
};

use super::CurrentFields;
use crate::documents::document_field;
use crate::holders::audit::{address_field, audited_fields, tie_field};
use crate::personal::PersonalKey;

pub(super) async fn read(
    on: &mut impl Connection,
    id: HolderId,
    keys: &HashMap<HolderId, PersonalKey>,
) -> Result<Option<CurrentFields>, StorageError> {
    let Some(holder) = holders::find(on, id).await? else { return Ok(None) };
    let key = keys.get(&id);
    let mut current = CurrentFields::fixed(audited_fields(&holder, key)?, vec![]);
    for address in holder_addresses::all_of(on, id).await? {
        let (field, value) = address_field(&address, key)?;
        current.values.push((field.into(), value));
    }
    for tied in holder_companies::all_of(on, id).await? {
        let (field, value) = tie_field(&tied.tie, key)?;
        current.values.push((field.into(), value));
    }
    for document in documents::of_holder(on, id, false).await? {
        let (field, value) = document_field(&document, key)?;
        current.values.push((field.into(), value));
    }
    Ok(Some(current))
}
