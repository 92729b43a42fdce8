//! The mail host: effects of changes, measurements, and the findings of its check.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{EffectId, MailboxId};
use sigillo_domain::mail_host::{Effect, EffectState, MailLogKind, Trouble};

use crate::operation::ReplyBody;

/// Whether the mail host answers, and when it last measured the use of space.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHostStatus {
    /// If false, nothing is measured and the other fields are null.
    pub configured: bool,
    /// Time of the last measurement, from which every `used_bytes` is.
    pub measured_at: Option<DateTime<Utc>>,
    /// Whether that was more than five minutes ago, or never.
    pub is_stale: bool,
    /// Since when measurements fail; null if the last one succeeded.
    pub failing_since: Option<DateTime<Utc>>,
    /// Why the last measurement failed.
    pub trouble: Option<Trouble>,
    /// The error message of the mail host, or of the connection to it.
    pub detail: Option<String>,
    /// The logs that messages and sign-ins are counted from; what has no log here is not counted. Null in lists.
    pub logs: Option<Vec<MailLogStatus>>,
    /// How receipts are taken from mailboxes with preservation. Null in lists.
    pub preservation: Option<ReceiptIntakeStatus>,
}

impl ReplyBody for MailHostStatus {}

/// How receipts are taken from the mailboxes whose receipts are preserved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptIntakeStatus {
    /// If false, no server reads mailboxes, and nothing is preserved.
    pub configured: bool,
    /// Number of mailboxes with preservation on.
    pub mailboxes: i64,
    /// Number of receipts stored within the last 24 hours.
    pub stored_last_day: i64,
    /// Since when something was delivered that has not been looked at yet; null if everything was.
    pub behind_since: Option<DateTime<Utc>>,
    /// When everything in every mailbox had last been looked at again; null if that has not happened yet.
    pub reconciled_at: Option<DateTime<Utc>>,
    /// Number of receipts that were found only then.
    pub missed: i64,
    /// When the last of them was found.
    pub missed_at: Option<DateTime<Utc>>,
    /// When the first of those that were found last had arrived.
    pub missed_since: Option<DateTime<Utc>>,
    /// Number of mailboxes that could not be read the last time.
    pub failing: i64,
    /// Up to 20 of them, those that fail for the longest time first.
    pub failures: Vec<PreservationFailure>,
}

/// A mailbox that could not be read the last time. It is tried again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservationFailure {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub mailbox_id: MailboxId,
    pub address: String,
    pub failing_since: DateTime<Utc>,
    /// What was answered, for a person who knows the mail host.
    pub detail: String,
}

/// A log of the mail host, and how well it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailLogStatus {
    pub log: MailLogKind,
    /// From when on what it tells is counted.
    pub counted_since: DateTime<Utc>,
    /// When it was last read.
    pub read_at: DateTime<Utc>,
    /// Whether that was more than five minutes ago.
    pub is_stale: bool,
    /// Number of lines that should have been counted and could not be understood.
    pub unreadable_lines: i64,
    /// When the last of them was read.
    pub unreadable_at: Option<DateTime<Utc>>,
    /// How many times a part of the log was gone before it was read.
    pub gaps: i64,
    pub gap_at: Option<DateTime<Utc>>,
}

/// The newest effects of a mailbox's changes on the mail host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewestEffects {
    pub items: Vec<MailHostEffect>,
    /// The `cursor` with which the list of effects continues; null if these are all.
    pub next_cursor: Option<String>,
}

/// What a change requires on the mail host, and its progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHostEffect {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: EffectId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub mailbox_id: MailboxId,
    /// The change that requires it.
    pub effect: Effect,
    pub requested_at: DateTime<Utc>,
    /// `applied` once the mail host confirms it; `superseded` if a later change came first.
    pub state: EffectState,
    /// Number of attempts.
    pub attempts: i64,
    /// Time of the next attempt; null when there is none. A destroyed store is checked again for some
    /// minutes after it was found empty.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub failing_since: Option<DateTime<Utc>>,
    /// Why the last attempt failed. `not_yet`: the mail host does not confirm the change yet. `not_preserved`: the
    /// receipts in a cancelled mailbox could not be preserved yet, so that nothing of it is destroyed.
    pub trouble: Option<Trouble>,
    pub detail: Option<String>,
    /// When it was applied or superseded.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The length of a series.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct UsageQuery {
    /// Number of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 3650, default = 30))]
    pub days: Option<u32>,
}

/// The use of space of a mailbox, measured by the mail host.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxUsage {
    /// Time of the last measurement of all mailboxes; null if no mail host is configured.
    pub measured_at: Option<DateTime<Utc>>,
    /// Null if the mailbox was never measured, or its messages were destroyed.
    pub present: Option<UsageFigures>,
    /// By hour, oldest first: an entry where the figures differ from the previous one, and at least one
    /// a day; only the last of each day after 90 days. The first entry may be older than the requested
    /// days: it is the value that the series starts from.
    pub series: Vec<UsagePoint>,
    pub traffic: MailboxTraffic,
}

impl ReplyBody for MailboxUsage {}

/// The messages of a mailbox over the requested days, as the mail host has written them down.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxTraffic {
    /// The first of the days, in Rome; the last one is today.
    pub from: NaiveDate,
    /// Messages that were stored in the mailbox; null if these are not counted.
    pub received: Option<i64>,
    /// Since when they are counted, and sign-ins with them.
    pub received_since: Option<DateTime<Utc>>,
    /// Messages that the mailbox's user has sent, each once for all of its recipients; null if these are not counted.
    pub sent: Option<i64>,
    /// Since when they are counted.
    pub sent_since: Option<DateTime<Utc>>,
    /// When the mailbox's user last signed in over IMAP or POP3; null if never in the time that is known of.
    pub last_opened_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsageFigures {
    pub inbox_bytes: i64,
    pub archive_bytes: i64,
    /// In all folders.
    pub used_bytes: i64,
    pub messages: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsagePoint {
    /// Beginning of the hour at the end of which the figures were measured.
    pub hour: DateTime<Utc>,
    #[serde(flatten)]
    pub figures: UsageFigures,
}

/// The result of comparing the mail host with the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHostReport {
    pub checked_at: DateTime<Utc>,
    /// Number of mailboxes that must have a store.
    pub mailboxes: i64,
    /// Number of stores.
    pub stores: i64,
    /// Number of findings, of which at most 500 are listed.
    pub total: i64,
    pub findings: Vec<Finding>,
}

impl ReplyBody for MailHostReport {}

/// The kind of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FindingKind {
    /// A mailbox has no store. The repair creates an empty one: its messages are lost.
    NoStore,
    /// A store belongs to no mailbox, or to a cancelled one. The repair destroys it.
    OrphanStore,
    /// The mail host and the panel differ about a mailbox. The repair makes the mail host reopen the
    /// database.
    Differs,
    /// An effect is not applied. The repair retries it at once.
    UnfinishedEffect,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    pub kind: FindingKind,
    /// Identifies the finding for a repair: the id of a mailbox or of an effect, or the name of a store.
    pub subject: String,
    /// Null for a store without a mailbox.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub mailbox_id: Option<MailboxId>,
    pub address: Option<String>,
    /// Number of messages at the last measurement; null if there was none.
    pub messages: Option<i64>,
    /// Where the mail host differs from the panel.
    pub differences: Vec<Difference>,
    /// The effect that is not applied.
    pub effect: Option<MailHostEffect>,
}

/// A difference between the mail host and the panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// `known`, `delivery`, `sign_in`, `quota_bytes`, `password` or `store`.
    pub field: String,
    pub expected: Option<String>,
    pub found: Option<String>,
}

/// The finding to repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepairRequest {
    pub kind: FindingKind,
    /// As in the finding.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub subject: String,
}
