//! Ending an alert by the link in its messages.

use sigillo_contract::saved_view::AlertStop;
use sigillo_domain::Code;
use sigillo_domain::saved_view::SavedView;
use sigillo_storage::{saved_views, view_alerts};

use crate::App;
use crate::error::AppError;

/// Removes the alert that a link names. One that is gone, or is sent to another address by now, is no
/// error: whoever opened the link gets no more messages.
pub async fn stop_alert(app: &App, request: &AlertStop) -> Result<(), AppError> {
    let named = app.alert_links.read(&request.token);
    let named = named.ok_or(AppError::Problem(Code::LinkNotValid))?;
    let mut tx = app.db.begin().await?;
    let Some(found) = saved_views::find_to_change(&mut tx, named.view_id).await? else {
        return Ok(());
    };
    let stored = view_alerts::find(&mut tx, named.view_id).await?;
    if stored.is_none_or(|stored| stored.alert_id != named.alert_id) {
        return Ok(());
    }
    view_alerts::remove(&mut tx, named.view_id).await?;
    // The history knows nothing of alerts (see `audited_fields`), but the view has another version.
    let version = found.view.version + 1;
    saved_views::update(&mut tx, &SavedView { version, ..found.view }).await?;
    Ok(tx.commit().await?)
}
