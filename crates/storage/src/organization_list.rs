//! The list of organisations.

use sigillo_domain::organization::{Organization, OrganizationSortField};
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::organizations;

/// Which organisations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of the name, folded.
    pub search: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten)]
    organization: organizations::Row,
    name_key: String,
}

impl List for Filter {
    type SortField = OrganizationSortField;
    type Row = Row;
    type Item = Organization;

    const COLUMNS: &'static [&'static str] = &[organizations::COLUMNS, "name_key"];
    const FROM: &'static str = "organization";
    const ID: &'static str = "id";

    fn sort_column(field: OrganizationSortField) -> SortColumn<Row> {
        match field {
            OrganizationSortField::Name => {
                SortColumn::unique("name_key", KeyOf::Text(|row| row.name_key.clone()))
            }
            OrganizationSortField::CreatedAt => {
                SortColumn::new("created_at", KeyOf::Time(|row| row.organization.created_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        conditions.contains(&["name_folded"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.organization.id.uuid()
    }

    fn item(row: Row) -> Result<Organization, StorageError> {
        Ok(row.organization.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<OrganizationSortField>,
) -> Result<ListPage<Organization>, StorageError> {
    list::page(on, filter, request).await
}

/// Up to `limit` of the list's rows, those first that fit its search best.
pub async fn best_matches(
    on: &mut impl Connection,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<Organization>, StorageError> {
    let Some(text) = filter.search.as_deref() else { return Ok(vec![]) };
    list::best_matches(on, filter, text, &["name_folded"], limit).await
}
