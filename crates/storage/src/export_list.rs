//! The list of exports.

use chrono::{DateTime, Utc};
use sigillo_domain::export_record::{ExportFormat, ExportOutcome, ExportRecord, ExportSortField};
use sigillo_domain::id::{AccountId, OrganizationId};
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::exports::{self, Row};
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which exports may be listed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    /// Exports made by the accounts of an organisation.
    Organization(OrganizationId),
}

/// Which exports a list shows. Empty filters let every export in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    /// Name of the one domain that was exported.
    pub domain: Option<String>,
    pub account_id: Option<AccountId>,
    pub formats: Vec<ExportFormat>,
    pub outcomes: Vec<ExportOutcome>,
    /// Requested at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Requested before this moment.
    pub to: Option<DateTime<Utc>>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            domain: None,
            account_id: None,
            formats: vec![],
            outcomes: vec![],
            from: None,
            to: None,
        }
    }
}

impl List for Filter {
    type SortField = ExportSortField;
    type Row = Row;
    type Item = ExportRecord;

    const COLUMNS: &'static [&'static str] = &[exports::COLUMNS];
    const FROM: &'static str = "export_record";
    const ID: &'static str = "id";

    fn sort_column(field: ExportSortField) -> SortColumn<Row> {
        match field {
            // Ids grow with time, and every index on exports ends with them.
            ExportSortField::At => SortColumn::unique("id", KeyOf::Id(|row| row.id.uuid())),
            ExportSortField::Actor => {
                SortColumn::new("actor_name", KeyOf::Text(|row| row.actor_name.clone()))
            }
            ExportSortField::RowsAnnounced => {
                SortColumn::new("rows_announced", KeyOf::Int(|row| row.rows_announced))
            }
            ExportSortField::FinishedAt => {
                SortColumn::new("finished_at", KeyOf::OptionalTime(|row| row.finished_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        if let Scope::Organization(id) = self.scope {
            conditions.equals("organization_id", Some(Value::id(id)));
        }
        conditions
            .equals("domain", self.domain.as_deref().map(Value::text))
            .equals("account_id", self.account_id.map(Value::id))
            .one_of("format", &self.formats)
            .one_of("outcome", &self.outcomes)
            .between("at", self.from, self.to);
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<ExportRecord, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<ExportSortField>,
) -> Result<ListPage<ExportRecord>, StorageError> {
    list::page(on, filter, request).await
}
