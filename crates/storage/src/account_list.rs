//! The list of accounts.

use sigillo_domain::account::{AccountSortField, AccountState, Role};
use sigillo_domain::id::OrganizationId;
use uuid::Uuid;

use crate::accounts::{self, NamedAccount};
use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which accounts may be listed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    AssistantsOf(OrganizationId),
}

/// Which accounts a list shows. Empty filters let every account in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    /// Part of the user name or of the display name, folded.
    pub search: Option<String>,
    pub roles: Vec<Role>,
    pub states: Vec<AccountState>,
    pub organization_id: Option<OrganizationId>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, search: None, roles: vec![], states: vec![], organization_id: None }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten)]
    account: accounts::Row,
    display_name_folded: Option<String>,
}

impl List for Filter {
    type SortField = AccountSortField;
    type Row = Row;
    type Item = NamedAccount;

    const COLUMNS: &'static [&'static str] = &[accounts::COLUMNS, "a.display_name_folded"];
    const FROM: &'static str = accounts::FROM;
    const ID: &'static str = "a.id";

    fn sort_column(field: AccountSortField) -> SortColumn<Row> {
        match field {
            AccountSortField::Username => {
                SortColumn::unique("a.username", KeyOf::Text(|row| row.account.username.clone()))
            }
            AccountSortField::DisplayName => SortColumn::new(
                "a.display_name_folded",
                KeyOf::OptionalText(|row| row.display_name_folded.clone()),
            ),
            AccountSortField::Role => {
                SortColumn::new("a.role", KeyOf::Text(|row| row.account.role.to_string()))
            }
            AccountSortField::State => {
                SortColumn::new("a.state", KeyOf::Text(|row| row.account.state.to_string()))
            }
            AccountSortField::CreatedAt => {
                SortColumn::new("a.created_at", KeyOf::Time(|row| row.account.created_at))
            }
            AccountSortField::LastSignInAt => SortColumn::new(
                "a.last_sign_in_at",
                KeyOf::OptionalTime(|row| row.account.last_sign_in_at),
            ),
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        if let Scope::AssistantsOf(organization_id) = self.scope {
            conditions.one_of("a.role", &[Role::Assistant]);
            conditions.equals("a.organization_id", Some(Value::id(organization_id)));
        }
        conditions
            .one_of("a.role", &self.roles)
            .one_of("a.state", &self.states)
            .equals("a.organization_id", self.organization_id.map(Value::id))
            .contains(&["a.username", "a.display_name_folded"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.account.id.uuid()
    }

    fn item(row: Row) -> Result<NamedAccount, StorageError> {
        Ok(row.account.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<AccountSortField>,
) -> Result<ListPage<NamedAccount>, StorageError> {
    list::page(on, filter, request).await
}

/// Up to `limit` of the list's rows, those first that fit its search best.
pub async fn best_matches(
    on: &mut impl Connection,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<NamedAccount>, StorageError> {
    let Some(text) = filter.search.as_deref() else { return Ok(vec![]) };
    list::best_matches(on, filter, text, &["a.username", "a.display_name_folded"], limit).await
}

/// How many accounts the list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    list::count(on, filter).await
}
