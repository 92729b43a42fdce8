//! Saved views: searches of a list under a name.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sigillo_domain::id::{AccountId, SavedViewId};
use sigillo_domain::saved_view::ViewList;
use sigillo_domain::{Fault, FaultCode};

use crate::operation::ReplyBody;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: SavedViewId,
    pub name: String,
    pub list: ViewList,
    /// The parameters of the list's query that select its rows.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub query: Map<String, Value>,
    /// The names of the columns, in their order; null for those of the list.
    pub columns: Option<Vec<String>>,
    /// The order, as in the list's query; null for that of the list.
    pub sort: Option<String>,
    /// Whether the accounts of the owner's organisation see it (those of operators: the operators).
    pub shared: bool,
    /// Only the owner sees it.
    pub alert: Option<ViewAlert>,
    pub owner: ViewOwner,
    /// Whether the caller may change and delete it: its owner may, and for a shared one the
    /// postmasters of the organisation.
    pub may_change: bool,
    /// The number of rows that the caller finds with it; only with `count_rows`, and missing where
    /// counting all would take too long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_count: Option<i64>,
    pub created_at: DateTime<Utc>,
    /// Increases by one with each change; also the `ETag`.
    pub version: i64,
}

impl ReplyBody for SavedView {
    const VERSION: Option<fn(&Self) -> i64> = Some(|view| view.version);
}

/// The account that saved a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ViewOwner {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: AccountId,
    /// The display name.
    pub name: String,
}

/// Writes to an address when the view has more than `above` rows: when that becomes so, and at most
/// once in 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ViewAlert {
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000))]
    pub above: i64,
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedViewCreate {
    /// Unique among the views of the account, 1 to 80 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 80))]
    pub name: String,
    pub list: ViewList,
    /// Parameters of the list's query, without `cursor`, `limit`, `count`, `include` and `sort`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub query: Map<String, Value>,
    /// Names of columns of the list, in their order; the columns of the list by default. A mailbox list
    /// has `created_at`, `state`, `communication_email`, `quota_mb`, `used_bytes`, `domain`,
    /// `soft_limit_mb`, `preservation`, `created_by`, `activated_at` and `expires_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 40))]
    pub columns: Option<Vec<String>>,
    /// The order of the list by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Kept to oneself by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<ViewAlert>,
}

/// A field that is missing or null stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedViewPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub name: Option<String>,
    /// Replaces all parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub query: Option<Map<String, Value>>,
    /// An empty list: the columns of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub columns: Option<Vec<String>>,
    /// An empty text: the order of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
    /// For the owner alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<ViewAlertPatch>,
}

/// A change of an alert; both fields are required where there is none yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ViewAlertPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000))]
    pub above: Option<i64>,
    /// An empty text removes the alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
}

/// Which saved views, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SavedViewQuery {
    /// Lists, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ViewList>>))]
    pub list: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^-?(name|created_at)$", default = "name"))]
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
    /// Whether to count the rows of each view (`row_count`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count_rows: Option<bool>,
}

crate::page::list_query!(SavedViewQuery);

/// The token of a link that removes an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlertStop {
    pub token: String,
}

/// The parameters of a list's query that are no part of what a view selects.
const NOT_IN_A_VIEW: [&str; 5] = ["cursor", "limit", "count", "sort", "include"];

/// Reads the parameters of a view as the query of its list. A fault names the parameter.
pub fn parse_query<Q: DeserializeOwned>(parameters: &Map<String, Value>) -> Result<Q, Vec<Fault>> {
    // Each parameter is optional, so that one alone is a query too, and null is no parameter.
    let is_query = |name: &str, value: &Value| {
        let alone = Map::from_iter([(name.to_owned(), value.clone())]);
        serde_json::from_value::<Q>(Value::Object(alone)).is_ok()
    };
    let mut faults = vec![];
    for (name, value) in parameters {
        let at = format!("/query/{}", name.replace('~', "~0").replace('/', "~1"));
        if NOT_IN_A_VIEW.contains(&name.as_str()) || !is_query(name, &Value::Null) {
            faults.push(Fault::new(at, FaultCode::NotExpected));
        } else if !is_query(name, value) {
            faults.push(Fault::new(at, FaultCode::InvalidType));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    serde_json::from_value(Value::Object(parameters.clone()))
        .map_err(|_| vec![Fault::new("/query", FaultCode::InvalidType)])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::mailbox::MailboxQuery;

    fn parse(parameters: &Value) -> Result<MailboxQuery, Vec<(String, FaultCode)>> {
        let faults = |faults: Vec<Fault>| {
            faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
        };
        parse_query(parameters.as_object().unwrap()).map_err(faults)
    }

    #[test]
    fn the_parameters_of_a_view_are_those_of_its_list() {
        let query = parse(&json!({"state": "active", "q": "a", "domain": null})).unwrap();
        assert_eq!(query.state.as_deref(), Some("active"));
        assert_eq!(parse(&json!({})), Ok(MailboxQuery::default()));
        for (parameters, pointer, code) in [
            (json!({"colour": "red"}), "/query/colour", FaultCode::NotExpected),
            (json!({"a/b": null}), "/query/a~1b", FaultCode::NotExpected),
            (json!({"limit": 50}), "/query/limit", FaultCode::NotExpected),
            (json!({"include": "mail_host"}), "/query/include", FaultCode::NotExpected),
            (json!({"sort": "address"}), "/query/sort", FaultCode::NotExpected),
            (json!({"state": ["active"]}), "/query/state", FaultCode::InvalidType),
        ] {
            assert_eq!(parse(&parameters), Err(vec![(pointer.to_owned(), code)]));
        }
    }
}
