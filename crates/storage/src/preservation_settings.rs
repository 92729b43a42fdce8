//! How an organisation preserves its receipts.

use sigillo_domain::id::OrganizationId;
use sigillo_domain::preservation::PreservationSettings;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

type Row = (String, String, String, String, i64, i64);

/// The settings of an organisation; the defaults where it has chosen none.
pub async fn find(
    on: &mut impl Connection,
    organization_id: OrganizationId,
) -> Result<PreservationSettings, StorageError> {
    let row = fetch_optional!(
        on,
        Row,
        "SELECT producer_code, responsible_name, responsible_code, manual, retention_years, version
         FROM preservation_settings WHERE organization_id = $1",
        organization_id
    )?;
    let Some((producer_code, responsible_name, responsible_code, manual, retention_years, version)) =
        row
    else {
        return Ok(PreservationSettings::defaults(organization_id));
    };
    Ok(PreservationSettings {
        organization_id,
        producer_code,
        responsible_name,
        responsible_code,
        manual,
        retention_years,
        version,
    })
}

/// Saves settings that were at the previous version, of which the first is 0.
pub async fn save(tx: &mut Tx, settings: &PreservationSettings) -> Result<(), StorageError> {
    if settings.version == 1 {
        let added = execute!(
            tx,
            "INSERT INTO preservation_settings (organization_id, producer_code, responsible_name, responsible_code,
                manual, retention_years, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization_id) DO NOTHING",
            settings.organization_id,
            &settings.producer_code,
            &settings.responsible_name,
            &settings.responsible_code,
            &settings.manual,
            settings.retention_years,
            settings.version
        )?;
        return if added == 1 { Ok(()) } else { Err(StorageError::Stale) };
    }
    update_version!(
        tx,
        "UPDATE preservation_settings SET producer_code = $1, responsible_name = $2, responsible_code = $3,
            manual = $4, retention_years = $5, version = $6
         WHERE organization_id = $7 AND version = $8",
        &settings.producer_code,
        &settings.responsible_name,
        &settings.responsible_code,
        &settings.manual,
        settings.retention_years,
        settings.version,
        settings.organization_id,
        settings.version - 1
    )
}
