//! Lists that were taken away as files.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::export_record::ExportOutcome;
use uuid::Uuid;

use crate::history::HistoryActor;

/// Who took which list away, and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportRecord {
    pub id: Uuid,
    /// When it was asked for.
    pub at: DateTime<Utc>,
    pub account_id: Uuid,
    pub actor: HistoryActor,
    /// Null for an operator.
    pub organization_id: Option<Uuid>,
    #[cfg_attr(feature = "openapi", schema(pattern = "^(csv|xlsx|pdf)$"))]
    pub format: String,
    pub list: ExportedList,
    /// How many rows the list had when it was asked for.
    pub rows_announced: i64,
    /// `running` also of an export that a server took with it when it ended.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^(running|complete|broken_off)$"))]
    pub outcome: ExportOutcome,
    /// Null while it runs.
    pub finished_at: Option<DateTime<Utc>>,
    /// How many rows went into the file until its end; null while it runs.
    pub rows_written: Option<i64>,
}

/// Which list, in the parameters of the export; null where nothing was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedList {
    pub domain: Option<String>,
    pub q: Option<String>,
    pub state: Option<String>,
    pub password_state: Option<String>,
    pub fill: Option<String>,
    pub sort: String,
}

/// Which exports, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ExportRecordQuery {
    /// Name of a domain: only the exports of this domain's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Only the exports that this account asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<Uuid>,
    /// Comma list of formats (`csv`, `xlsx`, `pdf`); every format when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Comma list of outcomes (`running`, `complete`, `broken_off`); every outcome when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Only the exports asked for at this time or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only the exports asked for before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// `at`, `actor`, `rows_announced` or `finished_at`; `-` in front for descending.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(default = "-at"))]
    pub sort: Option<String>,
    /// `next_cursor` of the page before; good only with the same filters and order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 200; 50 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// `exact` adds `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^exact$"))]
    pub count: Option<String>,
}

crate::page::list_query!(ExportRecordQuery);
