//! The mail host: what it was asked to bring about, what it measured, and what is not as it should.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::mail_host::{Effect, EffectState, Trouble};
use uuid::Uuid;

use crate::operation::ReplyBody;

/// Whether the mail host answers, and of when its figures are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHostStatus {
    /// False: nothing is measured, and all the rest is null.
    pub configured: bool,
    /// When use was measured last: every `used_bytes` is of then.
    pub measured_at: Option<DateTime<Utc>>,
    /// Whether that was more than five minutes ago, or never.
    pub is_stale: bool,
    /// Since when it could not be measured; null when it could the last time.
    pub failing_since: Option<DateTime<Utc>>,
    /// Why it could not: `unreachable`, `unauthorized`, `nonsense` or `failed`.
    pub trouble: Option<Trouble>,
    /// In the words of the mail host, or of the connection to it.
    pub detail: Option<String>,
}

impl ReplyBody for MailHostStatus {}

/// What a change brings about on the mail host, and how far that has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHostEffect {
    pub id: Uuid,
    pub mailbox_id: Uuid,
    /// The change that asks for it.
    pub effect: Effect,
    pub requested_at: DateTime<Utc>,
    /// `applied` once the mail host itself says so; `superseded` when a later change came first.
    pub state: EffectState,
    /// Times it was tried.
    pub attempts: i64,
    /// When it is tried next; null when it is not. A destroyed store is looked after for some
    /// minutes after it was found empty.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub failing_since: Option<DateTime<Utc>>,
    /// Why it failed last: `unreachable`, `unauthorized`, `nonsense`, `failed`, or `not_yet` when the
    /// mail host does not yet say what it should.
    pub trouble: Option<Trouble>,
    pub detail: Option<String>,
    /// When it was applied or superseded.
    pub finished_at: Option<DateTime<Utc>>,
}

/// How far back a series goes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct UsageQuery {
    /// Days, 1 to 3650; 30 unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 3650, default = 30))]
    pub days: Option<u32>,
}

/// What a mailbox holds, measured by the mail host.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxUsage {
    /// When use was measured last, of all mailboxes; null where no mail host is configured.
    pub measured_at: Option<DateTime<Utc>>,
    /// Null where the mailbox was never measured, or its messages were destroyed.
    pub present: Option<UsageFigures>,
    /// By hour, oldest first: a row where the figures differ from the row before, and at least one a
    /// day; only the last of each day after 90 days. The first row may be older than what was asked
    /// for: it tells what the series starts from.
    pub series: Vec<UsagePoint>,
}

impl ReplyBody for MailboxUsage {}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsageFigures {
    pub inbox_bytes: i64,
    pub archive_bytes: i64,
    /// Of every folder.
    pub used_bytes: i64,
    pub messages: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsagePoint {
    /// Beginning of the hour at whose end it was so.
    pub hour: DateTime<Utc>,
    #[serde(flatten)]
    pub figures: UsageFigures,
}

/// What was found by holding the mail host against the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHostReport {
    pub checked_at: DateTime<Utc>,
    /// Mailboxes that must have a store.
    pub mailboxes: i64,
    /// Stores that there are.
    pub stores: i64,
    /// How many findings there are; of very many only the first 500 are listed.
    pub total: i64,
    pub findings: Vec<Finding>,
}

impl ReplyBody for MailHostReport {}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FindingKind {
    /// A mailbox has no store. Put in order by making an empty one: what it held is lost.
    NoStore,
    /// A store belongs to no mailbox, or to a cancelled one. Put in order by destroying it.
    OrphanStore,
    /// The mail host says something else of a mailbox than the panel. Put in order by having it open
    /// the database anew.
    Differs,
    /// What was asked for is not brought about. Put in order by trying at once.
    UnfinishedEffect,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    pub kind: FindingKind,
    /// What a repair names it by: the id of a mailbox or of an effect, or the name of a store.
    pub subject: String,
    /// Null for a store of no mailbox.
    pub mailbox_id: Option<Uuid>,
    pub address: Option<String>,
    /// Messages that the mailbox held when it was measured last, where it was.
    pub messages: Option<i64>,
    /// Where the mail host says something else.
    pub differences: Vec<Difference>,
    /// What is not brought about.
    pub effect: Option<MailHostEffect>,
}

/// Something that the mail host says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// `known`, `delivery`, `sign_in`, `quota_bytes`, `password` or `store`.
    pub field: String,
    pub expected: Option<String>,
    pub found: Option<String>,
}

/// Which finding to put in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepairRequest {
    pub kind: FindingKind,
    /// As in the finding.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub subject: String,
}
