//! Long work on many mailboxes or holders: a dry run, a confirmation, then the work itself.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::Code;
use sigillo_domain::id::{AccountId, HolderId, JobId, MailboxId, PlanId};
use sigillo_domain::job::{BulkAction, JobKind, JobState, Outcome, Values};
use sigillo_domain::mailbox::Warning;

use crate::history::Change;
use crate::import::{ImportFile, ImportValues, RowHolder};
use crate::operation::ReplyBody;
use crate::problem::FieldProblem;

/// A job and its progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Job {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: JobId,
    pub kind: JobKind,
    /// `mapping` until the columns of an import are named; `checking` during the dry run; `ready`
    /// until it is run; then `running`, and finally `finished`, `cancelled` or `failed`.
    pub state: JobState,
    /// Number of rows.
    pub total: i64,
    /// Rows by outcome.
    pub counts: JobCounts,
    /// What a bulk change does; null for an import.
    pub change: Option<BulkChange>,
    /// The file of an import; null for a bulk change.
    pub import: Option<ImportFile>,
    /// The job that this one undoes; null for every other kind.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub undoes: Option<JobId>,
    /// The job that undoes this one: it waits, is running, or has changed something. Null where there is
    /// none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub undone_by: Option<JobId>,
    /// The filters by which the mailboxes of a bulk change were chosen; null where they were named one
    /// by one, and for an import.
    #[serde(default)]
    pub matching: Option<MailboxSelection>,
    /// User name of the account that created the job.
    pub created_by: String,
    /// Name of that account.
    #[serde(default)]
    pub created_by_display_name: Option<String>,
    /// User name of the account that ran the job, which acts on its behalf.
    pub run_by: Option<String>,
    /// Name of that account.
    #[serde(default)]
    pub run_by_display_name: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When the job was run.
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it failed.
    pub problem: Option<Code>,
    /// Whether the rows were deleted, 30 days after the job was created. The counts stay.
    pub rows_forgotten: bool,
    /// Grows with each change of state; also the `ETag`. Progress alone does not count.
    pub version: i64,
}

impl ReplyBody for Job {
    const VERSION: Option<fn(&Self) -> i64> = Some(|job| job.version);
}

/// Rows by outcome. They add up to the job's `total`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobCounts {
    /// Not checked yet.
    pub pending: i64,
    /// The dry run found no problem.
    pub to_do: i64,
    /// The mailbox is in the requested state already, or the holder is registered with all of it.
    pub unchanged: i64,
    pub failed: i64,
    pub done: i64,
}

/// The change to each mailbox of a bulk change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkChange {
    /// `update` needs at least one of the values below, but for `until`; `renew` and `terminate` take `until`; the
    /// other actions take none.
    pub action: BulkAction,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub communication_email: Option<String>,
    /// Sets the soft limit to 80 % of it, unless one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub quota_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub soft_limit_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation: Option<bool>,
    /// Sets the quotas of inbox and archive, unless the quota is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub plan: Option<PlanId>,
    /// User name of who manages the mailboxes from then on; an empty text gives each back to its creator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub managed_by: Option<String>,
    /// The last day of the service, in Rome: required by `terminate`; for `renew` the domain's term by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl BulkChange {
    /// The values of the change, which the domain judges.
    pub fn values(&self) -> Values<'_> {
        Values {
            communication_email: self.communication_email.as_deref(),
            quota_mb: self.quota_mb,
            soft_limit_mb: self.soft_limit_mb,
            preservation: self.preservation,
            plan: self.plan,
            managed_by: self.managed_by.as_deref(),
            until: self.until,
        }
    }
}

/// A change to many mailboxes, given by id or by the filters of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkChangeCreate {
    pub change: BulkChange,
    /// Ids of at most 1,000 mailboxes. Either this or `matching`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Uuid>>, min_items = 1, max_items = 1000))]
    pub ids: Option<Vec<MailboxId>>,
    /// All mailboxes of a list with these filters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<MailboxSelection>,
    /// The expected number of mailboxes: the request is refused (`count_differs`) if it is another.
    /// Required with `matching`.
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
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub search_in: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub communication_email: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub note: Option<String>,
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
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub holder: Option<HolderId>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reseller: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub given_name: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub family_name: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub tax_code: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub company_name: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_from: Option<NaiveDate>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_to: Option<NaiveDate>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub created_by: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub managed_by: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated: Option<bool>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_before: Option<NaiveDate>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_opened_since: Option<NaiveDate>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// As in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rem_readiness: Option<String>,
}

/// The confirmation that a job may run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRun {
    /// `counts.to_do` as the person has seen it: the request is refused (`count_differs`) if it is
    /// another. Required where mailboxes are cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// A row of a job, and its outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRow {
    /// Position in the job, from 1.
    pub seq: i64,
    /// Line of the file, counted as in an editor; null for a bulk change.
    pub line: Option<i64>,
    /// Address of the mailbox; null where the row has none.
    pub address: Option<String>,
    /// The mailbox, where there is one.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub mailbox_id: Option<MailboxId>,
    pub outcome: Outcome,
    /// Why it failed.
    pub code: Option<Code>,
    /// The fields at fault.
    pub errors: Vec<FieldProblem>,
    /// What is done but advised against.
    pub warnings: Vec<Warning>,
    /// The values that an import of mailboxes would write; null unless the outcome is `to_do`.
    pub values: Option<ImportValues>,
    /// The holder of a row of an import of holders; null where the row failed or was not checked yet.
    #[serde(default)]
    pub holder: Option<RowHolder>,
    /// The row's own text: its cells in the file of an import, shortened to 200 characters each.
    /// Passwords are empty. Null for a bulk change.
    pub cells: Option<Vec<String>>,
    /// The fields that a bulk change changes, or has changed.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// The filters of the rows of a job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct JobRowQuery {
    /// Every row by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Outcome>))]
    pub outcome: Option<String>,
    /// `next_cursor` of the previous page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
}

/// The format of the rows that failed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct FailuresQuery {
    /// `csv` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::TableFormat>, default = "csv"))]
    pub format: Option<String>,
    /// Language of the reasons; `it` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<sigillo_domain::message::Language>, default = "it"))]
    pub lang: Option<String>,
}

/// Which jobs, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct JobQuery {
    /// Kinds, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<JobKind>>))]
    pub kind: Option<String>,
    /// States, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<JobState>>))]
    pub state: Option<String>,
    /// Only the jobs that this account asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub account_id: Option<AccountId>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(created_at|kind|state|finished_at)$", default = "-created_at")
    )]
    pub sort: Option<String>,
    /// `next_cursor` of the previous page. Valid only with the same filters and order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// `exact` adds `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::Count>))]
    pub count: Option<String>,
}

crate::page::list_query!(JobQuery);
