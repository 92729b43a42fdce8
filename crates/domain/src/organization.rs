//! Who owns domains: a region, a chamber of commerce, a company.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::subject::{SubjectKind, SubjectRef};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: Uuid,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Organization {
    pub const fn subject(&self) -> SubjectRef {
        SubjectKind::Organization.with_id(self.id)
    }
}

text_enum! {
    /// What a list of organisations can be sorted by.
    pub enum OrganizationSortField {
        Name = "name",
        CreatedAt = "created_at",
    }
}
