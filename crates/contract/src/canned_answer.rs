//! Answers that the support gives again and again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::CannedAnswerId;
use sigillo_domain::ticket::ServiceDesk;

use crate::operation::ReplyBody;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CannedAnswer {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: CannedAnswerId,
    pub title: String,
    /// The desk that it is for.
    pub desk: ServiceDesk,
    pub text_it: String,
    /// Empty if there is none: the Italian one is used.
    pub text_en: String,
    pub changed_at: DateTime<Utc>,
    /// User name.
    pub changed_by: String,
    pub version: i64,
}

impl ReplyBody for CannedAnswer {
    const VERSION: Option<fn(&Self) -> i64> = Some(|answer| answer.version);
}

/// A new answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CannedAnswerCreate {
    /// Unique, whatever its case and accents.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 120))]
    pub title: String,
    /// `technical` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<ServiceDesk>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 10_000))]
    pub text_it: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 10_000))]
    pub text_en: String,
}

/// A field that is missing or null stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CannedAnswerPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<ServiceDesk>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 10_000))]
    pub text_it: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 10_000))]
    pub text_en: Option<String>,
}
