//! The list of contracts.

use sigillo_domain::contract::{ContractSortField, ContractState, TAX_CODE_TRIES};
use sigillo_domain::id::{DomainId, HolderId, MailboxId, OrganizationId};
use uuid::Uuid;

use crate::bind::Value;
use crate::contracts::{self, NamedContract, Row};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which contracts may be listed at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Of(OrganizationId),
    /// Those of the mailboxes of these domains.
    Domains(Vec<DomainId>),
}

/// Which contracts a list shows. Empty filters let every contract in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    pub states: Vec<ContractState>,
    /// Only contracts whose link was ended by wrong tax codes.
    pub link_is_blocked: bool,
    pub organization_id: Option<OrganizationId>,
    pub domain_id: Option<DomainId>,
    pub mailbox_id: Option<MailboxId>,
    pub holder_id: Option<HolderId>,
    /// Part of the mailbox's address or of the holder's name, folded.
    pub search: Option<String>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            states: vec![],
            link_is_blocked: false,
            organization_id: None,
            domain_id: None,
            mailbox_id: None,
            holder_id: None,
            search: None,
        }
    }
}

impl List for Filter {
    type SortField = ContractSortField;
    type Row = Row;
    type Item = NamedContract;

    const COLUMNS: &'static [&'static str] = &[contracts::COLUMNS_WITHOUT_TEXT];
    const FROM: &'static str = contracts::FROM;
    const ID: &'static str = "c.id";

    fn sort_column(field: ContractSortField) -> SortColumn<Row> {
        match field {
            ContractSortField::SentAt => {
                SortColumn::new("c.sent_at", KeyOf::Time(|row| row.sent_at))
            }
            ContractSortField::ExpiresAt => {
                SortColumn::new("c.expires_at", KeyOf::Time(|row| row.expires_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        match &self.scope {
            Scope::All => {}
            Scope::Of(organization_id) => {
                conditions.equals("c.organization_id", Some(Value::id(*organization_id)));
            }
            Scope::Domains(domains) if domains.is_empty() => {
                conditions.and().push("FALSE");
            }
            Scope::Domains(domains) => {
                conditions.and().push("m.domain_id IN ");
                conditions.statement().bind_list(domains.iter().map(|id| Value::id(*id)));
            }
        }
        if self.link_is_blocked {
            // As `Contract::link_is_blocked`.
            conditions
                .one_of("c.state", &ContractState::open())
                .and()
                .push("c.tax_code_failures >= ");
            conditions.statement().bind(Value::Int(TAX_CODE_TRIES));
        }
        conditions
            .one_of("c.state", &self.states)
            .equals("c.organization_id", self.organization_id.map(Value::id))
            .equals("m.domain_id", self.domain_id.map(Value::id))
            .equals("c.mailbox_id", self.mailbox_id.map(Value::id))
            .equals("c.holder_id", self.holder_id.map(Value::id))
            .contains(&["m.address", "h.name_folded"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<NamedContract, StorageError> {
        row.try_into()
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<ContractSortField>,
) -> Result<ListPage<NamedContract>, StorageError> {
    list::page(on, filter, request).await
}

/// How many contracts the list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    list::count(on, filter).await
}
