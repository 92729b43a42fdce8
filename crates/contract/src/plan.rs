//! Plans: how much space a mailbox has.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sigillo_domain::id::PlanId;
use sigillo_domain::plan::PlanState;
use sigillo_domain::restore::FieldEdit;

use crate::operation::ReplyBody;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: PlanId,
    /// In upper case; unique in the whole service.
    pub code: String,
    pub name: String,
    /// Space of the inbox and of all folders but the archive, in MB.
    pub inbox_mb: i64,
    /// Space of the archive, in MB; 0 where it has none of its own and counts to the inbox.
    pub archive_mb: i64,
    /// Space for preserved receipts, in MB. It is only recorded: the panel preserves nothing yet.
    pub preservation_mb: i64,
    pub state: PlanState,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl ReplyBody for Plan {
    const VERSION: Option<fn(&Self) -> i64> = Some(|plan| plan.version);
}

/// A plan as a mailbox has it, or a domain offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanSummary {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: PlanId,
    pub code: String,
    pub name: String,
    pub inbox_mb: i64,
    pub archive_mb: i64,
    pub preservation_mb: i64,
    /// A retired plan is given to no further mailbox.
    pub state: PlanState,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanCreate {
    /// Letters, digits, `-` and `_`. Raised to upper case; unique in the whole service.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 64))]
    pub code: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, minimum = 1, maximum = 1_048_576))]
    pub inbox_mb: i64,
    /// 0 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_048_576))]
    pub archive_mb: Option<i64>,
    /// 0 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_048_576))]
    pub preservation_mb: Option<i64>,
    /// `offered` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<PlanState>,
}

/// A field that is missing or null stays as it is. The sizes can change only while no mailbox has the plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64))]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub inbox_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_048_576))]
    pub archive_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_048_576))]
    pub preservation_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<PlanState>,
}

impl FieldEdit for PlanPatch {
    fn set(&mut self, field: &str, value: &Value) -> Option<()> {
        match field {
            "code" => self.code = Some(value.as_str()?.to_owned()),
            "name" => self.name = Some(value.as_str()?.to_owned()),
            "inbox_mb" => self.inbox_mb = Some(value.as_i64()?),
            "archive_mb" => self.archive_mb = Some(value.as_i64()?),
            "preservation_mb" => self.preservation_mb = Some(value.as_i64()?),
            "state" => self.state = Some(PlanState::parse(value.as_str()?)?),
            _ => return None,
        }
        Some(())
    }
}

/// Which plans, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PlanQuery {
    /// Part of the name or of the code, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// States, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<PlanState>>))]
    pub state: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(code|name|state|created_at)$", default = "code")
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

crate::page::list_query!(PlanQuery);
