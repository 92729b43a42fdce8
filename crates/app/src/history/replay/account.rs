use sigillo_domain::id::AccountId;
use sigillo_storage::{Connection, StorageError, accounts};

use super::CurrentFields;
use crate::accounts::{NamedGrants, audited_fields};

pub(super) async fn current_fields(
    on: &mut impl Connection,
    id: AccountId,
) -> Result<Option<CurrentFields>, StorageError> {
    let Some(named) = accounts::find(on, id).await? else { return Ok(None) };
    let grants = NamedGrants::of(on, &named.account).await?;
    let values = audited_fields(&named.account, &grants);
    Ok(Some(CurrentFields { values, initial_values: vec![] }))
}
