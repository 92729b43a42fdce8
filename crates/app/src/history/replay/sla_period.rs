use std::borrow::Cow;

use sigillo_domain::id::SlaPeriodId;
use sigillo_domain::sla::{CorrectionRecord, Maintenance};
use sigillo_storage::{Connection, StorageError, sla_periods};

use super::CurrentFields;

/// A period with the corrections and the maintenance that were entered for it.
pub(super) async fn read(
    on: &mut impl Connection,
    id: SlaPeriodId,
) -> Result<Option<CurrentFields>, StorageError> {
    let Some(record) = sla_periods::find_by_id(on, id).await? else { return Ok(None) };
    let own = record.audited_fields().into_iter().map(|(field, value)| (field.into(), value));
    let corrections = sla_periods::corrections(on, id).await?;
    let maintenance = sla_periods::maintenance_of(on, id).await?;
    let parts = corrections.iter().map(CorrectionRecord::audited_field);
    let parts = parts.chain(maintenance.iter().map(Maintenance::audited_field));
    let parts = parts.map(|(field, value)| (Cow::from(field), value));
    Ok(Some(CurrentFields { values: own.chain(parts).collect(), initial_values: vec![] }))
}
