//! Records of the history, and notes on mailboxes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::NoteId;
use uuid::Uuid;

use crate::operation::ReplyBody;

/// One record of the chain, newest first in lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryRecord {
    /// Position in its subject's chain, from 1.
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: HistoryActor,
    pub action: Action,
    pub changes: Vec<Change>,
    /// The seal: `v2:` and the lowercase hex HMAC-SHA256, under a key kept outside the database, over the
    /// previous record's seal and this record. Records from before there was a key have a bare SHA-256.
    pub hash: String,
}

/// Which records of a history.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct HistoryQuery {
    /// Only records of these actions, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only what this actor did: the user name or address that the records show.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub person: Option<String>,
    /// `next_cursor` of the previous page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryActor {
    pub kind: ActorKind,
    /// User name or address, as it was then.
    pub name: String,
    /// The present name of the person; null where the actor is no account.
    #[serde(default)]
    pub display_name: Option<String>,
}

/// The value of a field before and after: text, number, boolean or null, for the grants of an account an
/// object, and for the plans of a domain a list. A record that undoes another names it as the field `restored_seq`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    pub field: String,
    pub before: serde_json::Value,
    pub after: serde_json::Value,
    /// True if a value was personal and its holder has been erased: it is null in the place of that value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// The present names of what the ids in `before` and `after` stand for, by id: codes of plans, names of
    /// resellers, holders, companies, organisations, mailboxes and templates, lines of addresses. What is there no
    /// more has none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Uuid, String>,
}

/// Which recorded change to undo.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordRestore {
    /// The `seq` of the record in the history of its subject.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub seq: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: NoteId,
    pub at: DateTime<Utc>,
    /// User name of the author.
    pub author: String,
    /// Name of the author.
    #[serde(default)]
    pub author_display_name: Option<String>,
    pub text: String,
}

impl ReplyBody for Note {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteCreate {
    /// 1 to 4000 characters. A note cannot be changed or removed.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 4000))]
    pub text: String,
}
