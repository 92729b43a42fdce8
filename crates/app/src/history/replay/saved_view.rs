use sigillo_domain::id::SavedViewId;
use sigillo_storage::{Connection, StorageError, saved_views};

use super::CurrentFields;
use crate::views::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: SavedViewId,
) -> Result<Option<CurrentFields>, StorageError> {
    let found = saved_views::find(on, id).await?;
    Ok(found.map(|owned| CurrentFields::fixed(audited_fields(&owned.view), vec![])))
}
