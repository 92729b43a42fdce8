//! Who owns domains: a region, a chamber of commerce, a company.

use chrono::{DateTime, Utc};

use crate::id::OrganizationId;
use crate::subject::SubjectRef;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: OrganizationId,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Organization {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

text_enum! {
    /// What a list of organisations can be sorted by.
    pub enum OrganizationSortField {
        Name = "name",
        CreatedAt = "created_at",
    }
}
