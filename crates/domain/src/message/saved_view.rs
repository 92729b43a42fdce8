//! What messages about a saved view say.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::saved_view::ViewList;

/// The content of a message about a saved view, apart from the view's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum SavedViewMessage {
    /// The view has more rows than its alert waits for.
    Alert {
        /// Names the alert in the link that ends it.
        alert_id: Uuid,
        list: ViewList,
        /// The parameters of the list's query, as a JSON object.
        query: String,
        sort: Option<String>,
        count: i64,
        above: i64,
        /// The display name of whoever set the alert.
        set_by: String,
    },
}
