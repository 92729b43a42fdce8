//! Long work on many mailboxes: a dry run, a person's word, then the work itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::Code;
use sigillo_domain::job::{BulkAction, Kind, Outcome, State};
use sigillo_domain::mailbox::Warning;
use uuid::Uuid;

use crate::import::ImportFile;
use crate::operation::ReplyBody;
use crate::problem::FieldProblem;

/// A job, and how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Job {
    pub id: Uuid,
    pub kind: Kind,
    /// `mapping` until the columns of an import are named; `checking` during the dry run; `ready`
    /// until it is told to run; then `running`, and in the end `finished`, `cancelled` or `failed`.
    pub state: State,
    /// Rows in all.
    pub total: i64,
    /// How many rows stand where.
    pub counts: JobCounts,
    /// What a bulk change does; null for an import.
    pub change: Option<BulkChange>,
    /// The file of an import; null for a bulk change.
    pub import: Option<ImportFile>,
    /// User name of who asked for it.
    pub created_by: String,
    /// User name of who told it to run: it is done on their behalf.
    pub run_by: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When it was told to run.
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it failed: the code of a problem.
    pub problem: Option<Code>,
    /// Whether the rows were forgotten, 30 days after they were brought: the counts stay.
    pub rows_forgotten: bool,
    /// Grows with each change of state; also the `ETag`. Progress alone does not count.
    pub version: i64,
}

impl ReplyBody for Job {
    const VERSION: Option<fn(&Self) -> i64> = Some(|job| job.version);
}

/// How many rows stand where. They add up to the job's `total`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobCounts {
    /// Not looked at yet.
    pub pending: i64,
    /// The dry run found nothing against it.
    pub to_do: i64,
    /// It is so already.
    pub unchanged: i64,
    pub failed: i64,
    pub done: i64,
}

/// What is done to each mailbox of a bulk change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkChange {
    /// `update` takes the values below, at least one; the others take none.
    pub action: BulkAction,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub communication_email: Option<String>,
    /// Takes the soft limit with it (80 %), unless one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub quota_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub soft_limit_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation: Option<bool>,
}

/// A change to many mailboxes, named one by one or by the filters of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkChangeCreate {
    pub change: BulkChange,
    /// These mailboxes, at most 1,000. Either this or `matching`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub ids: Option<Vec<Uuid>>,
    /// All that a list with these filters shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<MailboxSelection>,
    /// How many mailboxes are meant: refused (`count_differs`) when there are more or fewer.
    /// Demanded with `matching`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 200_000))]
    pub count: Option<i64>,
}

/// The filters of the list of mailboxes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxSelection {
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_state: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^(over_soft_limit)?$"))]
    pub fill: Option<String>,
}

/// A person's word that a job may run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRun {
    /// `counts.to_do` as the person has seen it: refused (`count_differs`) when it is another.
    /// Demanded where mailboxes are cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// A row of a job, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRow {
    /// Its place in the job, from 1.
    pub seq: i64,
    /// Where it stands in the file, counted as an editor does; null for a bulk change.
    pub line: Option<i64>,
    /// Address of the mailbox; null where the row does not tell one.
    pub address: Option<String>,
    /// The mailbox, where there is one.
    pub mailbox_id: Option<Uuid>,
    pub outcome: Outcome,
    /// Why it failed: the code of a problem.
    pub code: Option<Code>,
    /// The fields at fault.
    pub errors: Vec<FieldProblem>,
    /// What would be done, or was, but is advised against.
    pub warnings: Vec<Warning>,
}

/// Which rows of a job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct JobRowQuery {
    /// `pending`, `to_do`, `unchanged`, `failed` or `done`; every row when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Outcome>))]
    pub outcome: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 200; 50 unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
}

/// As what the rows that failed are taken away.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct FailuresQuery {
    /// `csv` unless `xlsx` is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::TableFormat>, default = "csv"))]
    pub format: Option<String>,
    /// Language of the reasons: `it` unless `en` is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<sigillo_domain::message::Language>, default = "it"))]
    pub lang: Option<String>,
}
