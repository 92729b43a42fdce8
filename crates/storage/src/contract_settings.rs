//! How an organisation handles its contracts.

use sigillo_domain::contract::ContractSettings;
use sigillo_domain::id::OrganizationId;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
struct Row {
    term_days: i64,
    notice_email: String,
    version: i64,
}

/// The settings of an organisation; the defaults where it has chosen none.
pub async fn find(
    on: &mut impl Connection,
    organization_id: OrganizationId,
) -> Result<ContractSettings, StorageError> {
    let row = fetch_optional!(
        on,
        Row,
        "SELECT term_days, notice_email, version FROM contract_settings WHERE organization_id = $1",
        organization_id
    )?;
    Ok(row.map_or_else(
        || ContractSettings::defaults(organization_id),
        |row| ContractSettings {
            organization_id,
            term_days: row.term_days,
            notice_email: row.notice_email,
            version: row.version,
        },
    ))
}

/// Saves settings that were at the previous version, of which the first is 0.
pub async fn save(tx: &mut Tx, settings: &ContractSettings) -> Result<(), StorageError> {
    if settings.version == 1 {
        let added = execute!(
            tx,
            "INSERT INTO contract_settings (organization_id, term_days, notice_email, version)
             VALUES ($1, $2, $3, $4) ON CONFLICT (organization_id) DO NOTHING",
            settings.organization_id,
            settings.term_days,
            &settings.notice_email,
            settings.version
        )?;
        return if added == 1 { Ok(()) } else { Err(StorageError::Stale) };
    }
    update_version!(
        tx,
        "UPDATE contract_settings SET term_days = $1, notice_email = $2, version = $3
         WHERE organization_id = $4 AND version = $5",
        settings.term_days,
        &settings.notice_email,
        settings.version,
        settings.organization_id,
        settings.version - 1
    )
}
