//! Service levels by component and period of four months (B18).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{MaintenanceId, SlaCorrectionId};
use sigillo_domain::sla::{MinuteState, OutageCause, Period, PeriodState, SlaComponent};

use crate::operation::{PathParams, ReplyBody};

/// The form of the name of a period.
pub const PERIOD_PATTERN: &str = "^2[01][0-9]{2}-[123]$";

impl PathParams for Period {
    const PATTERN: Option<&'static str> = Some(PERIOD_PATTERN);

    fn fill(&self, template: &str) -> String {
        template.replace("{id}", &self.to_string())
    }

    fn read(id: Option<&str>) -> Option<Self> {
        id?.parse().ok()
    }
}

/// Which component in which period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SlaQuery {
    /// A year and a third of it: `2026-1` is January to April. The present period by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^2[01][0-9]{2}-[123]$"))]
    pub period: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(value_type = SlaComponent))]
    pub component: String,
}

/// Which period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SlaPeriodQuery {
    /// A year and a third of it: `2026-1` is January to April. The present period by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^2[01][0-9]{2}-[123]$"))]
    pub period: Option<String>,
}

/// Which outages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct OutageQuery {
    /// A year and a third of it: `2026-1` is January to April. The present period by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^2[01][0-9]{2}-[123]$"))]
    pub period: Option<String>,
    /// Only of this component.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<SlaComponent>))]
    pub component: Option<String>,
}

/// Which outages, in what kind of file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct OutageExportQuery {
    /// A year and a third of it: `2026-1` is January to April. The present period by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^2[01][0-9]{2}-[123]$"))]
    pub period: Option<String>,
    /// Only of this component.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<SlaComponent>))]
    pub component: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(value_type = crate::schema::ExportFormat))]
    pub format: String,
    /// What separates the cells of a csv.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(value_type = Option<crate::schema::ExportSeparator>, default = "semicolon")
    )]
    pub separator: Option<String>,
    /// Language of the file's texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(value_type = Option<sigillo_domain::message::Language>, default = "it")
    )]
    pub lang: Option<String>,
}

/// The level of a component in a period, as far as it has passed. Minutes are whole ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sla {
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^2[01][0-9]{2}-[123]$"))]
    pub period: Period,
    pub component: SlaComponent,
    pub state: PeriodState,
    /// When it was counted.
    pub as_of: DateTime<Utc>,
    /// First day, in Rome.
    pub from: NaiveDate,
    /// Last day, in Rome.
    pub to: NaiveDate,
    /// Of the minutes that were measured, how many in a hundred it was up; null if none was.
    pub availability: Option<f64>,
    /// The same as if it was down in all the minutes that were not measured.
    pub worst: f64,
    /// The same as if it was up in all of them.
    pub best: f64,
    /// How long it may be down in the period by law: 0.2 %.
    pub allowance_minutes: f64,
    /// How long one outage may last: half of that.
    pub longest_allowed_minutes: f64,
    /// How long it was down. Announced maintenance counts.
    pub used_minutes: i64,
    /// How much of that was announced as maintenance.
    pub planned_minutes: i64,
    /// The longest outage.
    pub longest_minutes: i64,
    pub unmeasured_minutes: i64,
    /// The days that have begun, in order.
    pub days: Vec<SlaDay>,
}

impl ReplyBody for Sla {}

/// A day in Rome. One on which clocks change has 1380 or 1500 minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlaDay {
    pub day: NaiveDate,
    pub up_minutes: i64,
    pub down_minutes: i64,
    /// How much of `down_minutes` was announced as maintenance.
    pub planned_minutes: i64,
    pub unmeasured_minutes: i64,
}

/// Everything about a period. Once it is closed this is what was frozen, whatever is measured or found since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlaOverview {
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^2[01][0-9]{2}-[123]$"))]
    pub period: Period,
    pub state: PeriodState,
    /// When it was counted.
    pub as_of: DateTime<Utc>,
    pub components: Vec<Sla>,
    /// Earliest first.
    pub outages: Vec<Outage>,
    /// Also what was taken back, earliest first.
    pub maintenance: Vec<Maintenance>,
    /// In the order in which they were made.
    pub corrections: Vec<SlaCorrection>,
    /// When and by whom the figures were frozen; null until then.
    pub closure: Option<SlaClosure>,
}

impl ReplyBody for SlaOverview {}

/// A time in which a component was down without a break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outage {
    pub component: SlaComponent,
    /// The minute of the first failure.
    pub starts_at: DateTime<Utc>,
    /// The minute of the first success; null while it lasts.
    pub ends_at: Option<DateTime<Utc>>,
    pub minutes: i64,
    /// How many of them were announced as maintenance.
    pub planned_minutes: i64,
    pub cause: OutageCause,
    /// What the first failing probe saw, or the reason of the correction.
    pub evidence: String,
}

impl ReplyBody for Outage {}

/// A correction of what was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlaCorrection {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: SlaCorrectionId,
    pub component: SlaComponent,
    pub state: MinuteState,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub reason: String,
    pub created_at: DateTime<Utc>,
    /// User name.
    pub created_by: String,
}

impl ReplyBody for SlaCorrection {}

/// What a component was in some minutes, against what was measured. Nothing measured is changed: the correction counts
/// over it, and a later one over this.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlaCorrectionCreate {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = SlaComponent))]
    pub component: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = MinuteState))]
    pub state: String,
    /// A whole minute.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = DateTime<Utc>))]
    pub starts_at: Option<DateTime<Utc>>,
    /// A whole minute that has passed, in the same period.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = DateTime<Utc>))]
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Maintenance that was announced before it began. It is shown apart, and counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Maintenance {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: MaintenanceId,
    pub components: Vec<SlaComponent>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub description: String,
    pub announced_at: DateTime<Utc>,
    /// User name.
    pub announced_by: String,
    /// When it was taken back; null if it stands.
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl ReplyBody for Maintenance {
    const VERSION: Option<fn(&Self) -> i64> = Some(|maintenance| maintenance.version);
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MaintenanceCreate {
    /// What may be down.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(required, value_type = Vec<SlaComponent>, min_items = 1, max_items = 4)
    )]
    pub components: Vec<String>,
    /// A whole minute to come.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = DateTime<Utc>))]
    pub starts_at: Option<DateTime<Utc>>,
    /// A whole minute, at most a week later.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = DateTime<Utc>))]
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 500))]
    pub description: String,
}

/// How the figures of a period were frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlaClosure {
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^2[01][0-9]{2}-[123]$"))]
    pub period: Period,
    pub closed_at: DateTime<Utc>,
    /// User name.
    pub closed_by: String,
    /// SHA-256 of the frozen figures, byte for byte as `/sla/periods/{id}/figures` gives them.
    pub sha256: String,
}

impl ReplyBody for SlaClosure {}
