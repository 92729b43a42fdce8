//! Listing jobs.

use sigillo_contract::job::{Job, JobQuery};
use sigillo_contract::operations::ListJobs;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::job::JobSortField;
use sigillo_domain::list::Sort;
use sigillo_storage::ListPage;
use sigillo_storage::job_list::{self, Filter};

use super::request::{complete, view};
use super::scope;
use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Grant};

const NEWEST_FIRST: Sort<JobSortField> = Sort::descending(JobSortField::CreatedAt);

pub async fn list(
    app: &App,
    grant: &Grant<ListJobs>,
    query: &JobQuery,
) -> Result<Page<Job>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListJobs>(query, NEWEST_FIRST, &mut faults);
    let kinds = listing::one_of("kind", query.kind.as_deref(), &mut faults);
    let states = listing::one_of("state", query.state.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let Some(scope) = scope::of_list(grant.caller()) else { return Ok(request.empty_page()) };
    let filter = Filter { scope, kinds, states, account_id: query.account_id };
    let mut on = app.db.read().await?;
    let ListPage { items, end, total } = job_list::page(&mut on, &filter, &request.page).await?;
    let mut items: Vec<_> = items.into_iter().map(view).collect::<Result<_, _>>()?;
    complete(&mut on, &mut items).await?;
    Ok(request.page(ListPage { items, end, total }, |job| job))
}
