//! What an account has chosen for its start page and the display of its lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sigillo_domain::preferences::{ListName, StartPage};

use crate::operation::ReplyBody;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preferences {
    /// What was chosen, by list. A list that is missing has its defaults.
    pub lists: BTreeMap<ListName, ListPreferences>,
    #[serde(default)]
    pub start_page: StartPage,
    /// 0 until something is chosen; increases by one with each change; also the `ETag`.
    pub version: i64,
}

impl ReplyBody for Preferences {
    const VERSION: Option<fn(&Self) -> i64> = Some(|preferences| preferences.version);
}

/// The display of a list. What is missing or null has its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListPreferences {
    /// The names of the columns, in their order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 40))]
    pub columns: Option<Vec<String>>,
    /// Rows of a page: 50, 100 or 200.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 50, maximum = 200))]
    pub limit: Option<u32>,
}

/// The lists that are named get the display that is given; what is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreferencesPatch {
    #[serde(default)]
    pub lists: BTreeMap<ListName, ListPreferences>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_page: Option<StartPage>,
}
