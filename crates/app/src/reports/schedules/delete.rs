//! Having a report sent no longer.

use serde_json::Value;
use sigillo_contract::operations::DeleteReportSchedule;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::ReportScheduleId;
use sigillo_storage::report_schedules;

use super::audited_fields;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, record};
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn delete(
    app: &App,
    grant: &Grant<DeleteReportSchedule>,
    id: ReportScheduleId,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let found = report_schedules::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let found = InScope::new(grant, found)?;
    report_schedules::delete(&mut tx, id).await?;
    let fields = audited_fields(&found).into_iter().filter(|(_, value)| !value.is_null());
    let changes = fields.map(|(field, value)| FieldChange::new(field, value, Value::Null));
    let changes: Vec<_> = changes.collect();
    let entry =
        HistoryEntry { subject: found.subject(), action: Action::Deleted, changes: &changes };
    record(&mut tx, grant.caller().actor(), app.now(), entry).await?;
    Ok(tx.commit().await?)
}
