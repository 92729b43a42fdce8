//! Reading accounts.

use sigillo_contract::account::{Account, AccountQuery};
use sigillo_contract::operations::{GetAccount, ListAccounts};
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::account::{AccountSortField, Role};
use sigillo_domain::id::AccountId;
use sigillo_domain::list::Sort;
use sigillo_storage::ListPage;
use sigillo_storage::account_list::{self, Filter, Scope};

use super::{find, shown};
use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Caller, Grant, Identity};

const DEFAULT_ORDER: Sort<AccountSortField> = Sort::ascending(AccountSortField::Username);

pub async fn list(
    app: &App,
    grant: &Grant<ListAccounts>,
    query: &AccountQuery,
) -> Result<Page<Account>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListAccounts>(query, DEFAULT_ORDER, &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let roles = listing::one_of("role", query.role.as_deref(), &mut faults);
    let states = listing::one_of("state", query.state.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let Some(scope) = scope(grant.caller()) else { return Ok(request.empty_page()) };
    let filter = Filter { scope, search, roles, states, organization_id: query.organization_id };
    let mut on = app.db.read().await?;
    let ListPage { items, end, total } =
        account_list::page(&mut on, &filter, &request.page).await?;
    let mut accounts = vec![];
    for account in items {
        accounts.push(shown(&mut on, account).await?);
    }
    Ok(request.page(ListPage { items: accounts, end, total }, |account| account))
}

/// An operator manages every account, a postmaster the assistants of its organisation.
pub(crate) fn scope(caller: &Caller) -> Option<Scope> {
    match caller.role() {
        Role::Operator => Some(Scope::All),
        Role::Postmaster => caller.organization_id().map(Scope::AssistantsOf),
        Role::Assistant => None,
    }
}

pub async fn get(app: &App, grant: &Grant<GetAccount>, id: AccountId) -> Result<Account, AppError> {
    let mut on = app.db.read().await?;
    let named = find(&mut on, grant, id).await?;
    shown(&mut on, named.into_row()).await
}
