//! Deleting a saved view.

use serde_json::Value;
use sigillo_contract::operations::DeleteView;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::SavedViewId;
use sigillo_storage::{history, saved_views, view_alerts};

use super::{audited_fields, find_to_change};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

pub async fn delete(
    app: &App,
    grant: &Grant<DeleteView>,
    id: SavedViewId,
    expected_version: Option<ExpectedVersions>,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, found.view.version)?;
    view_alerts::remove(&mut tx, id).await?;
    saved_views::delete(&mut tx, id).await?;
    // A view has a history if it was ever shared; its end is the last record.
    if !history::chains_of(&mut tx, [id.uuid()]).await?.is_empty() {
        let fields = audited_fields(&found.view).into_iter().filter(|(_, value)| !value.is_null());
        let changes = fields.map(|(field, value)| FieldChange::new(field, value, Value::Null));
        let changes: Vec<_> = changes.collect();
        let subject = found.view.subject();
        let entry = HistoryEntry { subject, action: Action::Deleted, changes: &changes };
        record(&mut tx, grant.caller().actor(), app.now(), entry).await?;
    }
    Ok(tx.commit().await?)
}
