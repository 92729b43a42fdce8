//! Municipalities, for addresses and places of birth.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::operation::ReplyBody;

/// Default number of municipalities.
pub const DEFAULT_MUNICIPALITIES: u32 = 20;
/// Largest number of municipalities.
pub const MAX_MUNICIPALITIES: u32 = 50;

/// Which municipalities to find.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MunicipalityQuery {
    /// The beginning of a name, whatever its case and accents, or a code. Without it nothing is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub q: Option<String>,
    /// Largest number of municipalities.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 50, default = 20))]
    pub limit: Option<u32>,
}

/// The municipalities that were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Municipalities {
    pub items: Vec<Municipality>,
}

impl ReplyBody for Municipalities {}

/// A municipality, or a country in which somebody may be born.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Municipality {
    /// The four characters that stand for it in a codice fiscale.
    pub code: String,
    pub name: String,
    /// The letters of its province, which may no longer exist; null for a country.
    pub province: Option<String>,
    /// The two letters of the country (ISO 3166-1); null for one that no longer exists.
    pub country: Option<String>,
    /// The last day on which it existed; absent while it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<NaiveDate>,
}
