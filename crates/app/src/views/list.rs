//! Reading saved views.

use chrono::TimeDelta;
use sigillo_contract::mailbox::MailboxQuery;
use sigillo_contract::operations::{GetView, ListMailboxes, ListViews};
use sigillo_contract::page::Page;
use sigillo_contract::saved_view::{SavedView as Shown, SavedViewQuery, parse_query};
use sigillo_domain::Faults;
use sigillo_domain::id::SavedViewId;
use sigillo_domain::list::Sort;
use sigillo_domain::saved_view::{SavedViewSortField, ViewList};
use sigillo_storage::saved_view_list::{self, Filter};
use sigillo_storage::{Connection, ListPage, saved_views};

use super::shown;
use crate::error::{AppError, NOT_FOUND};
use crate::listing::{self, ListRequest};
use crate::scope::InScope;
use crate::{App, Grant, mailboxes};

/// How long the rows of a page of views are counted: a frequent term among a million mailboxes takes
/// a tenth of a second, and a person waits for the page.
const COUNTING_TIME: TimeDelta = TimeDelta::milliseconds(500);

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
    let mut items = items.collect::<Result<Vec<_>, _>>()?;
    if query.count_rows == Some(true) {
        count_rows(app, &mut on, grant, &mut items).await?;
    }
    Ok(request.page(ListPage { items, end, total }, |view| view))
}

/// Counts the rows of views in the caller's scope, as their list does. No count is begun once
/// `COUNTING_TIME` has passed.
async fn count_rows(
    app: &App,
    on: &mut impl Connection,
    grant: &Grant<ListViews>,
    views: &mut [Shown],
) -> Result<(), AppError> {
    // A caller that may not list mailboxes anywhere finds none.
    let Ok(grant) = Grant::<ListMailboxes>::to(grant.caller().clone()) else { return Ok(()) };
    let begun = app.now();
    for view in views {
        if app.now() - begun > COUNTING_TIME {
            break;
        }
        view.row_count = match view.list {
            ViewList::Mailboxes => match parse_query::<MailboxQuery>(&view.query) {
                Ok(query) => mailboxes::count_in_scope(on, &grant, &query).await?,
                // The view was saved by another release.
                Err(_) => None,
            },
        };
    }
    Ok(())
}

pub async fn get(app: &App, grant: &Grant<GetView>, id: SavedViewId) -> Result<Shown, AppError> {
    let mut on = app.db.read().await?;
    let found = saved_views::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    Ok(shown(grant.caller(), InScope::new(grant, found)?.into_row())?)
}
