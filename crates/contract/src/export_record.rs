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
    #[cfg_attr(feature = "openapi", schema(value_type = crate::schema::ExportFormat))]
    pub format: String,
    pub list: ExportedList,
    /// How many rows the list had when it was asked for.
    pub rows_announced: i64,
    /// `running` also of an export that a server took with it when it ended.
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
