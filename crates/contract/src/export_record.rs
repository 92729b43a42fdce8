//! The record of exports.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::export_record::{ExportOutcome, ExportedListKind};
use sigillo_domain::id::{AccountId, ExportId, OrganizationId};

use crate::history::HistoryActor;

/// An export: who exported which list, and the outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportRecord {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: ExportId,
    /// When it was requested.
    pub at: DateTime<Utc>,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub account_id: AccountId,
    pub actor: HistoryActor,
    /// Null for an operator.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
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

/// The exported list, as the parameters of the export; null where a parameter was not given. Of a
/// selection there are only the domains of its mailboxes and `selected`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedList {
    #[serde(default)]
    pub list: ExportedListKind,
    pub domain: Option<String>,
    pub q: Option<String>,
    /// The parameter `in`.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub search_in: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub state: Option<String>,
    pub password_state: Option<String>,
    pub fill: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reseller: Option<String>,
    /// The id of a holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Empty for a selection, which is in the order in which the mailboxes were named.
    pub sort: String,
    /// How many mailboxes were named one by one; left out for a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The further filters by name. `searched_by` names those that were texts about a person, which are not
    /// kept.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filters: BTreeMap<String, String>,
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
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub account_id: Option<AccountId>,
    /// Formats, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<crate::schema::ExportFormat>>))]
    pub format: Option<String>,
    /// Outcomes, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ExportOutcome>>))]
    pub outcome: Option<String>,
    /// Only the exports asked for at this time or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only the exports asked for before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(at|actor|rows_announced|finished_at)$", default = "-at")
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

crate::page::list_query!(ExportRecordQuery);
