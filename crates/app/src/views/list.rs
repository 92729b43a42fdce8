//! Reading saved views.

use sigillo_contract::operations::{GetView, ListViews};
use sigillo_contract::page::Page;
use sigillo_contract::saved_view::{SavedView as Shown, SavedViewQuery};
use sigillo_domain::Faults;
use sigillo_domain::id::SavedViewId;
use sigillo_domain::list::Sort;
use sigillo_domain::saved_view::SavedViewSortField;
use sigillo_storage::saved_view_list::{self, Filter};
use sigillo_storage::{ListPage, saved_views};

use super::shown;
use crate::error::{AppError, NOT_FOUND};
use crate::listing::{self, ListRequest};
use crate::scope::InScope;
use crate::{App, Grant};

const DEFAULT_ORDER: Sort<SavedViewSortField> = Sort::ascending(SavedViewSortField::Name);

pub async fn list(
    app: &App,
    grant: &Grant<ListViews>,
    query: &SavedViewQuery,
) -> Result<Page<Shown>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListViews>(query, DEFAULT_ORDER, &mut faults);
    let lists = listing::one_of("list", query.list.as_deref(), &mut faults);
    let request = faults.result(request)?;
    // The system has no views.
    let Some(account) = grant.caller().account() else { return Ok(request.empty_page()) };
    let filter = Filter { owner_id: account.id, organization_id: account.organization_id, lists };
    let mut on = app.db.read().await?;
    let ListPage { items, end, total } =
        saved_view_list::page(&mut on, &filter, &request.page).await?;
    let items = items.into_iter().map(|view| shown(grant.caller(), view));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Ok(request.page(ListPage { items, end, total }, |view| view))
}

pub async fn get(app: &App, grant: &Grant<GetView>, id: SavedViewId) -> Result<Shown, AppError> {
    let mut on = app.db.read().await?;
    let found = saved_views::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    Ok(shown(grant.caller(), InScope::new(grant, found)?.into_row())?)
}
