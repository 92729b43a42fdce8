//! The list of resellers.

use sigillo_domain::id::OrganizationId;
use sigillo_domain::reseller::ResellerSortField;
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::resellers::{self, NamedReseller};

/// Which resellers may be listed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Of(OrganizationId),
}

/// Which resellers a list shows. Empty filters let every reseller in scope pass.
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

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten)]
    reseller: resellers::Row,
    organization_name_key: String,
}

impl List for Filter {
    type SortField = ResellerSortField;
    type Row = Row;
    type Item = NamedReseller;

    const COLUMNS: &'static [&'static str] =
        &[resellers::COLUMNS, "o.name_key AS organization_name_key"];
    const FROM: &'static str = resellers::FROM;
    const ID: &'static str = "r.id";

    fn sort_column(field: ResellerSortField) -> SortColumn<Row> {
        match field {
            ResellerSortField::Name => {
                SortColumn::new("r.name_key", KeyOf::Text(|row| row.reseller.name_key.clone()))
            }
            ResellerSortField::OrganizationName => {
                SortColumn::new("o.name_key", KeyOf::Text(|row| row.organization_name_key.clone()))
            }
            ResellerSortField::CreatedAt => {
                SortColumn::new("r.created_at", KeyOf::Time(|row| row.reseller.created_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        if let Scope::Of(organization_id) = self.scope {
            conditions.equals("r.organization_id", Some(Value::id(organization_id)));
        }
        conditions
            .equals("r.organization_id", self.organization_id.map(Value::id))
            .contains(&["r.name_folded"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.reseller.id.uuid()
    }

    fn item(row: Row) -> Result<NamedReseller, StorageError> {
        Ok(row.reseller.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<ResellerSortField>,
) -> Result<ListPage<NamedReseller>, StorageError> {
    list::page(on, filter, request).await
}
