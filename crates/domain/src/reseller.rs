//! The resellers by whom an organisation's mailboxes were sold (B11).

use chrono::{DateTime, Utc};

use crate::id::{OrganizationId, ResellerId};
use crate::subject::SubjectRef;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reseller {
    pub id: ResellerId,
    pub organization_id: OrganizationId,
    /// Unique within the organisation, whatever its case and accents.
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Reseller {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

text_enum! {
    /// What a list of resellers can be sorted by.
    pub enum ResellerSortField {
        Name = "name",
        OrganizationName = "organization_name",
        CreatedAt = "created_at",
    }
}
