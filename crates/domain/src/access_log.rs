//! The log of who read, searched and exported the data of holders.

use chrono::{DateTime, Utc};

use crate::history::Actor;
use crate::holder::AccessKind;
use crate::id::{AccessId, HolderId, OrganizationId};

/// One reading, search or export. Never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRecord {
    pub id: AccessId,
    pub at: DateTime<Utc>,
    pub actor: Actor,
    /// Whose holders they were; None where an operator looked at those of all organisations.
    pub organization_id: Option<OrganizationId>,
    pub kind: AccessKind,
    /// The holder that was read; None for a search or an export.
    pub holder_id: Option<HolderId>,
    /// Names of the fields that were searched by, separated by commas.
    pub fields: String,
    /// The number of holders that were shown or exported.
    pub rows: i64,
}

text_enum! {
    /// What the log can be sorted by.
    pub enum AccessSortField {
        At = "at",
    }
}
