use serde_json::json;
use sigillo_domain::id::OrganizationId;
use sigillo_storage::{Connection, StorageError, disposals, organizations, receipt_archives};

use super::CurrentFields;
use crate::organizations::audited_fields;
use crate::preservation::archive::{HEAD_FIELD, disposal_field, head_text};

pub(super) async fn read(
    on: &mut impl Connection,
    id: OrganizationId,
) -> Result<Option<CurrentFields>, StorageError> {
    let Some(organization) = organizations::find(on, id).await? else { return Ok(None) };
    let fields = audited_fields(&organization).into_iter();
    let mut values: Vec<_> = fields.map(|(field, value)| (field.into(), value)).collect();
    // The end of its chain of packages, so that what is cut off at the end is missed.
    let head = receipt_archives::head(on, id).await?;
    let head = head.index_sha256.map(|sha256| head_text(head.sequence, &sha256));
    values.push((HEAD_FIELD.into(), json!(head)));
    for disposal in disposals::of_organization(on, id).await? {
        values.push((disposal_field(&disposal).into(), json!(disposal.state)));
    }
    Ok(Some(CurrentFields { values, initial_values: vec![] }))
}
