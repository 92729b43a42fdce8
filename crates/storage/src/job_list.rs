//! The list of jobs.

use sigillo_domain::id::{AccountId, OrganizationId};
use sigillo_domain::job::{JobKind, JobSortField, JobState};
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::jobs::{self, Job, Row};
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which jobs may be listed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Organization(OrganizationId),
    /// Jobs that this account created.
    Account(AccountId),
}

/// Which jobs a list shows. Empty filters let every job in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    pub kinds: Vec<JobKind>,
    pub states: Vec<JobState>,
    /// The account that created the job.
    pub account_id: Option<AccountId>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, kinds: vec![], states: vec![], account_id: None }
    }
}

impl List for Filter {
    type SortField = JobSortField;
    type Row = Row;
    type Item = Job;

    const COLUMNS: &'static [&'static str] = &[jobs::COLUMNS];
    const FROM: &'static str = "job";
    const ID: &'static str = "id";

    fn sort_column(field: JobSortField) -> SortColumn<Row> {
        match field {
            // Ids grow with time, and every index on jobs by their owner ends with them.
            JobSortField::CreatedAt => SortColumn::unique("id", KeyOf::Id(|row| row.id.uuid())),
            JobSortField::Kind => SortColumn::new("kind", KeyOf::Text(|row| row.kind.to_string())),
            JobSortField::State => {
                SortColumn::new("state", KeyOf::Text(|row| row.state.to_string()))
            }
            JobSortField::FinishedAt => {
                SortColumn::new("finished_at", KeyOf::OptionalTime(|row| row.finished_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        match self.scope {
            Scope::All => {}
            Scope::Organization(id) => {
                conditions.equals("organization_id", Some(Value::id(id)));
            }
            Scope::Account(id) => {
                conditions.equals("account_id", Some(Value::id(id)));
            }
        }
        conditions
            .equals("account_id", self.account_id.map(Value::id))
            .one_of("kind", &self.kinds)
            .one_of("state", &self.states);
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<Job, StorageError> {
        row.try_into()
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<JobSortField>,
) -> Result<ListPage<Job>, StorageError> {
    list::page(on, filter, request).await
}
