//! Who owns domains: a region, a chamber of commerce, a company.

use chrono::{DateTime, Utc};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: Uuid,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

text_enum! {
    /// What a list of organisations can be sorted by.
    pub enum OrganizationSortField {
        Name = "name",
        CreatedAt = "created_at",
    }
}
