//! The list of changes of holder.

use sigillo_domain::holder_change::{HolderChangeSortField, HolderChangeState};
use sigillo_domain::id::{AccountId, DomainId, MailboxId, OrganizationId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::holder_changes::{self, NamedHolderChange, Row};
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which changes may be listed at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Of(OrganizationId),
    /// Those for the mailboxes of these domains.
    Domains(Vec<DomainId>),
}

/// Which changes a list shows. Empty filters let every change in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    pub states: Vec<HolderChangeState>,
    pub domain_id: Option<DomainId>,
    pub mailbox_id: Option<MailboxId>,
    /// Part of the mailbox's address or of a holder's name, folded.
    pub search: Option<String>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, states: vec![], domain_id: None, mailbox_id: None, search: None }
    }
}

impl List for Filter {
    type SortField = HolderChangeSortField;
    type Row = Row;
    type Item = NamedHolderChange;

    const COLUMNS: &'static [&'static str] = &[holder_changes::COLUMNS];
    const FROM: &'static str = holder_changes::FROM;
    const ID: &'static str = "x.id";

    fn sort_column(field: HolderChangeSortField) -> SortColumn<Row> {
        match field {
            HolderChangeSortField::RequestedAt => {
                SortColumn::new("x.requested_at", KeyOf::Time(|row| row.requested_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        match &self.scope {
            Scope::All => {}
            Scope::Of(organization_id) => {
                conditions.equals("x.organization_id", Some(Value::id(*organization_id)));
            }
            Scope::Domains(domains) if domains.is_empty() => {
                conditions.and().push("FALSE");
            }
            Scope::Domains(domains) => {
                conditions.and().push("m.domain_id IN ");
                conditions.statement().bind_list(domains.iter().map(|id| Value::id(*id)));
            }
        }
        conditions
            .one_of("x.state", &self.states)
            .equals("m.domain_id", self.domain_id.map(Value::id))
            .equals("x.mailbox_id", self.mailbox_id.map(Value::id))
            .contains(&["m.address", "n.name_folded", "o.name_folded"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<NamedHolderChange, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<HolderChangeSortField>,
) -> Result<ListPage<NamedHolderChange>, StorageError> {
    list::page(on, filter, request).await
}

/// How many changes wait for a decision by an account of this scope, which has not asked for them.
pub async fn count_to_decide(
    on: &mut impl Connection,
    organization_id: Option<OrganizationId>,
    account_id: AccountId,
) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM holder_change x WHERE x.state = 'pending'");
    if let Some(id) = organization_id {
        statement.push(" AND x.organization_id = ").bind(Value::id(id));
    }
    statement.push(" AND (x.requested_by_id IS NULL OR x.requested_by_id <> ");
    statement.bind(Value::id(account_id)).push(")");
    statement.number(on).await
}

/// How many changes the list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    list::count(on, filter).await
}
