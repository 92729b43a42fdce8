//! The record of exports.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::export_record::ExportOutcome;
use uuid::Uuid;

use crate::history::HistoryActor;

/// An export: who exported which list, and the outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportRecord {
    pub id: Uuid,
    /// When it was requested.
    pub at: DateTime<Utc>,
    pub account_id: Uuid,
    pub actor: HistoryActor,
    /// Null for an operator.
    pub organization_id: Option<Uuid>,
    #[cfg_attr(feature = "openapi", schema(value_type = crate::schema::ExportFormat))]
    pub format: String,
    pub list: ExportedList,
    /// How many rows the list had when the export was requested.
    pub rows_announced: i64,
    /// It stays `running` if the server ended during the export.
    pub outcome: ExportOutcome,
    /// Null while it runs.
    pub finished_at: Option<DateTime<Utc>>,
    /// How many rows were written in the end; null while it runs.
    pub rows_written: Option<i64>,
}

/// The exported list, as the parameters of the export; null where a parameter was not given.
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
