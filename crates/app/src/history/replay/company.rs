use sigillo_domain::id::CompanyId;
use sigillo_storage::{Connection, StorageError, companies};

use super::CurrentFields;
use crate::companies::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: CompanyId,
) -> Result<Option<CurrentFields>, StorageError> {
    let company = companies::find(on, id).await?;
    Ok(company.map(|company| CurrentFields::fixed(audited_fields(&company), vec![])))
}
