use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::id::AccountId;
use sigillo_storage::{Connection, StorageError, accounts};

use super::CurrentFields;
use crate::accounts::{NamedGrants, audited_fields};
use crate::history::password_digest;

pub(super) async fn read(
    on: &mut impl Connection,
    id: AccountId,
    key: &HistoryKey,
) -> Result<Option<CurrentFields>, StorageError> {
    let Some(named) = accounts::find(on, id).await? else { return Ok(None) };
    let account = &named.account;
    let grants = NamedGrants::of(on, account).await?;
    let hash = accounts::password_hash(on, id).await?;
    let mut values = audited_fields(account, &grants);
    values.push(password_digest(key, account.subject(), hash.as_deref()));
    Ok(Some(CurrentFields::fixed(values, vec![])))
}
