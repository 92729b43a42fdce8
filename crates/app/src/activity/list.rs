//! Listing the activity.

use sigillo_contract::activity::{ActivityQuery, ActivityRecord};
use sigillo_contract::operations::ListActivity;
use sigillo_contract::page::Page;
use sigillo_domain::list::check_time;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::activity::{self, ActivityKey};

use super::select::ActivityListRequest;
use super::view;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant};

pub async fn list(
    app: &App,
    grant: &Grant<ListActivity>,
    query: &ActivityQuery,
) -> Result<Page<ActivityRecord>, AppError> {
    let mut faults = Faults::default();
    let window = Window::<ActivityKey>::read(query.cursor.as_deref(), query.limit, &mut faults);
    if window.after.as_ref().is_some_and(|after| check_time(after.at).is_err()) {
        faults.add("cursor", FaultCode::InvalidCursor);
    }
    let selection = ActivityListRequest::from(query).read(&mut faults);
    let selection = faults.result(Some(selection))?;
    let mut on = app.db.read().await?;
    let filter = selection.scoped(&mut on, grant).await?.filter;
    let found = activity::list(&mut on, &filter, window.after.as_ref(), window.fetch()).await?;
    let page = window.page(found, activity::ActivityRecord::key, |record| record);
    let items = view::records(&app.db, &mut on, page.items, grant.caller()).await?;
    Ok(Page::new(items, page.next_cursor))
}
