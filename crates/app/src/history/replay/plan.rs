use sigillo_domain::id::PlanId;
use sigillo_storage::{Connection, StorageError, plans};

use super::CurrentFields;
use crate::plans::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: PlanId,
) -> Result<Option<CurrentFields>, StorageError> {
    let plan = plans::find(on, id).await?;
    Ok(plan.map(|plan| CurrentFields::fixed(audited_fields(&plan), vec![])))
}
