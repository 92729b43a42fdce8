//! The list of saved views.

use sigillo_domain::id::{AccountId, OrganizationId};
use sigillo_domain::saved_view::{SavedViewSortField, ViewList};
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::saved_views::{self, OwnedView, Row};

/// Which views a list shows: those of an account, and those that are shared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub owner_id: AccountId,
    /// Whose shared views are shown; None for those of operators.
    pub organization_id: Option<OrganizationId>,
    /// If empty, the views of every list pass.
    pub lists: Vec<ViewList>,
}

impl List for Filter {
    type SortField = SavedViewSortField;
    type Row = Row;
    type Item = OwnedView;

    const COLUMNS: &'static [&'static str] = &[saved_views::COLUMNS];
    const FROM: &'static str = saved_views::FROM;
    const ID: &'static str = "v.id";

    fn sort_column(field: SavedViewSortField) -> SortColumn<Row> {
        match field {
            SavedViewSortField::Name => {
                SortColumn::new("v.name_key", KeyOf::Text(|row| row.name_key.clone()))
            }
            SavedViewSortField::CreatedAt => {
                SortColumn::new("v.created_at", KeyOf::Time(|row| row.created_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        // Two indexes find the rows, which are few enough to be sorted: an account has at most a
        // hundred.
        let scope = conditions.and().push("(v.owner_id = ").bind(Value::id(self.owner_id));
        scope.push(" OR (v.shared AND v.organization_id ");
        match self.organization_id {
            Some(id) => scope.push("= ").bind(Value::id(id)),
            None => scope.push("IS NULL"),
        };
        scope.push("))");
        conditions.one_of("v.list", &self.lists);
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<OwnedView, StorageError> {
        row.try_into()
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<SavedViewSortField>,
) -> Result<ListPage<OwnedView>, StorageError> {
    list::page(on, filter, request).await
}
