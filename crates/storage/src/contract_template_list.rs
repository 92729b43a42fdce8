//! The list of templates of contracts.

use sigillo_domain::contract_template::ContractTemplateSortField;
use sigillo_domain::id::OrganizationId;
use uuid::Uuid;

use crate::bind::Value;
use crate::contract_templates::{self, NamedTemplate, Row};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which templates may be listed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Of(OrganizationId),
}

/// Which templates a list shows. Empty filters let every template in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    /// Part of the name, folded.
    pub search: Option<String>,
    pub organization_id: Option<OrganizationId>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, search: None, organization_id: None }
    }
}

impl List for Filter {
    type SortField = ContractTemplateSortField;
    type Row = Row;
    type Item = NamedTemplate;

    const COLUMNS: &'static [&'static str] = &[contract_templates::COLUMNS_WITHOUT_TEXT];
    const FROM: &'static str = contract_templates::FROM;
    const ID: &'static str = "t.id";

    fn sort_column(field: ContractTemplateSortField) -> SortColumn<Row> {
        match field {
            ContractTemplateSortField::CreatedAt => {
                SortColumn::new("t.created_at", KeyOf::Time(|row| row.created_at))
            }
            ContractTemplateSortField::Name => {
                SortColumn::new("t.name_folded", KeyOf::Text(|row| row.name_folded.clone()))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        if let Scope::Of(organization_id) = self.scope {
            conditions.equals("t.organization_id", Some(Value::id(organization_id)));
        }
        conditions
            .equals("t.organization_id", self.organization_id.map(Value::id))
            .contains(&["t.name_searched"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<NamedTemplate, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<ContractTemplateSortField>,
) -> Result<ListPage<NamedTemplate>, StorageError> {
    list::page(on, filter, request).await
}
