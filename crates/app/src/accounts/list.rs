//! Reading accounts.

use sigillo_contract::account::{Account, AccountQuery};
use sigillo_contract::operations::{GetAccount, ListAccounts};
use sigillo_contract::page::Page;
use sigillo_domain::account::Role;
use sigillo_storage::accounts::{self, Filter};
use uuid::Uuid;

use super::{find, shown};
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Caller, Grant, Identity};

pub async fn list(
    app: &App,
    grant: &Grant<ListAccounts>,
    query: &AccountQuery,
) -> Result<Page<Account>, AppError> {
    let window: Window<String> = Window::new(query.cursor.as_deref(), query.limit)?;
    let caller = grant.caller();
    let asked = Filter { role: query.role, organization_id: query.organization_id };
    let asked = if caller.role() == Role::Operator { Some(asked) } else { own(caller, asked) };
    let Some(filter) = asked else {
        return Ok(Page { items: vec![], next_cursor: None, total: None });
    };
    let mut on = app.db.read().await?;
    let rows = accounts::list(&mut on, filter, window.after.as_deref(), window.fetch()).await?;
    let mut shown_rows = vec![];
    for row in rows {
        shown_rows.push(shown(&mut on, row).await?);
    }
    Ok(window.page(shown_rows, |account| account.username.clone(), |account| account))
}

/// A postmaster sees only the assistants of its organisation: any other filter finds nothing.
fn own(caller: &Caller, asked: Filter) -> Option<Filter> {
    let organization_id = caller.organization_id();
    let elsewhere = asked.organization_id.is_some_and(|id| Some(id) != organization_id);
    let others = asked.role.is_some_and(|role| role != Role::Assistant);
    (!elsewhere && !others).then_some(Filter { role: Some(Role::Assistant), organization_id })
}

pub async fn get(app: &App, grant: &Grant<GetAccount>, id: Uuid) -> Result<Account, AppError> {
    let mut on = app.db.read().await?;
    let named = find(&mut on, grant, id).await?;
    shown(&mut on, named.into_row()).await
}
