use sigillo_domain::id::OrganizationId;
use sigillo_storage::{Connection, StorageError, organizations};

use super::CurrentFields;
use crate::organizations::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: OrganizationId,
) -> Result<Option<CurrentFields>, StorageError> {
    let organization = organizations::find(on, id).await?;
    Ok(organization.map(|organization| CurrentFields::fixed(audited_fields(&organization), vec![])))
}
