//! The log of who read, searched and exported the data of holders.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::holder::AccessKind;
use sigillo_domain::id::{AccessId, HolderId};

use crate::history::HistoryActor;
use crate::operation::ReplyBody;

/// One reading, search or export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessRecord {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: AccessId,
    pub at: DateTime<Utc>,
    pub actor: HistoryActor,
    pub kind: AccessKind,
    /// The holder that was read; null for a search or an export.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub holder_id: Option<HolderId>,
    /// Present name of that holder; null for a search or an export, and once the holder is erased.
    pub holder_name: Option<String>,
    /// Names of the fields that were searched by, separated by commas; empty for a reading.
    pub fields: String,
    /// The number of holders that were shown or exported.
    pub rows: i64,
}

impl ReplyBody for AccessRecord {}

/// Which records, newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AccessLogQuery {
    /// Only what this person did: a user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub person: Option<String>,
    /// Only readings of this holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub holder: Option<HolderId>,
    /// Kinds, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<AccessKind>>))]
    pub kind: Option<String>,
    /// First day, in Rome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day, in Rome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^-?(at)$", default = "-at"))]
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

crate::page::list_query!(AccessLogQuery);
