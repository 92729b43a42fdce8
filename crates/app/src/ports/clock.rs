use chrono::{DateTime, Utc};

/// The time. Implementations truncate to microseconds, which is what PostgreSQL keeps.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}
