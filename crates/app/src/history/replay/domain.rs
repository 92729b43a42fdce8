use serde_json::json;
use sigillo_domain::client_servers::ClientServers;
use sigillo_domain::id::DomainId;
use sigillo_domain::message::Language;
use sigillo_storage::{Connection, StorageError, domains};

use super::CurrentFields;
use crate::domains::audited_fields;

/// The password lifetime that the migration gave to existing domains.
const FIRST_PASSWORD_LIFETIME_DAYS: i64 = 90;

pub(super) async fn read(
    on: &mut impl Connection,
    id: DomainId,
) -> Result<Option<CurrentFields>, StorageError> {
    let owned = domains::find(on, id).await?;
    Ok(owned.map(|owned| {
        let initial_values = vec![
            ("password_lifetime_days", json!(FIRST_PASSWORD_LIFETIME_DAYS)),
            ("language", json!(Language::It)),
            ("plans", json!([])),
            ("client_servers", json!(ClientServers::default())),
        ];
        CurrentFields::fixed(audited_fields(&owned.domain), initial_values)
    }))
}
