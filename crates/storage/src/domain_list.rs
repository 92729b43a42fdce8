//! The list of domains.

use sigillo_domain::id::OrganizationId;
use sigillo_domain::mail_domain::{DomainSortField, Onboarding};
use sigillo_domain::permission::{Permission, Reach};
use uuid::Uuid;

use crate::bind::Value;
use crate::domains::{self, OwnedDomain};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which domains a list shows. Empty filters let every domain within reach pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub reach: Reach,
    /// Part of the domain's name or of its organisation's, folded.
    pub search: Option<String>,
    pub organization_id: Option<OrganizationId>,
    pub onboarding: Vec<Onboarding>,
}

impl Filter {
    pub const fn new(reach: Reach) -> Self {
        Self { reach, search: None, organization_id: None, onboarding: vec![] }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten)]
    domain: domains::Row,
    organization_name_key: String,
}

impl List for Filter {
    type SortField = DomainSortField;
    type Row = Row;
    type Item = OwnedDomain;

    const COLUMNS: &'static [&'static str] =
        &[domains::COLUMNS, "o.name_key AS organization_name_key"];
    const FROM: &'static str = domains::FROM;
    const ID: &'static str = "d.id";

    fn sort_column(field: DomainSortField) -> SortColumn<Row> {
        match field {
            DomainSortField::Name => {
                SortColumn::unique("d.name", KeyOf::Text(|row| row.domain.name.clone()))
            }
            DomainSortField::OrganizationName => {
                SortColumn::new("o.name_key", KeyOf::Text(|row| row.organization_name_key.clone()))
            }
            DomainSortField::CreatedAt => {
                SortColumn::new("d.created_at", KeyOf::Time(|row| row.domain.created_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        within_reach(conditions, &self.reach);
        conditions
            .equals("d.organization_id", self.organization_id.map(Value::id))
            .one_of("d.onboarding", &self.onboarding)
            .contains(&["d.name", "o.name_folded"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.domain.id.uuid()
    }

    fn item(row: Row) -> Result<OwnedDomain, StorageError> {
        Ok(row.domain.into())
    }
}

/// Limits a list to the domains that an account may see, by the same rule as [`Reach::on`].
pub(crate) fn within_reach(conditions: &mut Conditions<'_>, reach: &Reach) {
    match reach {
        Reach::Everything => {}
        Reach::Organization(id) => {
            conditions.equals("d.organization_id", Some(Value::id(*id)));
        }
        Reach::Granted(grants) => {
            let seen = grants.iter().filter(|(_, set)| set.has(Permission::View));
            conditions.within("d.id", seen.map(|(id, _)| *id));
        }
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<DomainSortField>,
) -> Result<ListPage<OwnedDomain>, StorageError> {
    list::page(on, filter, request).await
}

/// Up to `limit` of the list's rows, those first that fit its search best.
pub async fn best_matches(
    on: &mut impl Connection,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<OwnedDomain>, StorageError> {
    let Some(text) = filter.search.as_deref() else { return Ok(vec![]) };
    list::best_matches(on, filter, text, &["d.name", "o.name_folded"], limit).await
}
