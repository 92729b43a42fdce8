//! The list of packages.

use sigillo_domain::id::OrganizationId;
use sigillo_domain::preservation::PackageSortField;
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::packages::{self, Package, Row};

/// Which packages a list shows: those of one organisation, or all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub organization_id: Option<OrganizationId>,
}

impl List for Filter {
    type SortField = PackageSortField;
    type Row = Row;
    type Item = Package;

    const COLUMNS: &'static [&'static str] = &[packages::COLUMNS];
    const FROM: &'static str = "receipt_package p";
    const ID: &'static str = "p.id";

    fn sort_column(field: PackageSortField) -> SortColumn<Row> {
        match field {
            PackageSortField::ClosedAt => {
                SortColumn::new("p.closed_at", KeyOf::Time(|row| row.closed_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        conditions.equals("p.organization_id", self.organization_id.map(Value::id));
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<Package, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<PackageSortField>,
) -> Result<ListPage<Package>, StorageError> {
    list::page(on, filter, request).await
}
