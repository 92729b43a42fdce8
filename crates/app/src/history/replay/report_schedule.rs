use sigillo_domain::id::ReportScheduleId;
use sigillo_storage::{Connection, StorageError, report_schedules};

use super::CurrentFields;
use crate::reports::schedules::audited_fields;

pub(super) async fn read(
    on: &mut impl Connection,
    id: ReportScheduleId,
) -> Result<Option<CurrentFields>, StorageError> {
    let found = report_schedules::find(on, id).await?;
    Ok(found.map(|schedule| CurrentFields::fixed(audited_fields(&schedule), vec![])))
}
