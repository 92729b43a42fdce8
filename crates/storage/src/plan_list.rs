//! The list of plans.

use sigillo_domain::plan::{Plan, PlanSortField, PlanState};
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::plans::{self, Row};

/// Which plans a list shows. Empty filters let every plan pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of the name or of the code, folded.
    pub search: Option<String>,
    pub states: Vec<PlanState>,
}

impl List for Filter {
    type SortField = PlanSortField;
    type Row = Row;
    type Item = Plan;

    const COLUMNS: &'static [&'static str] = &[plans::COLUMNS];
    const FROM: &'static str = "plan";
    const ID: &'static str = "id";

    fn sort_column(field: PlanSortField) -> SortColumn<Row> {
        match field {
            PlanSortField::Code => SortColumn::unique("code", KeyOf::Text(|row| row.code.clone())),
            PlanSortField::Name => {
                SortColumn::new("name_folded", KeyOf::Text(|row| row.name_folded.clone()))
            }
            PlanSortField::State => {
                SortColumn::new("state", KeyOf::Text(|row| row.state.to_string()))
            }
            PlanSortField::CreatedAt => {
                SortColumn::new("created_at", KeyOf::Time(|row| row.created_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        conditions
            .one_of("state", &self.states)
            .contains(&["name_folded", "lower(code)"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<Plan, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<PlanSortField>,
) -> Result<ListPage<Plan>, StorageError> {
    list::page(on, filter, request).await
}
