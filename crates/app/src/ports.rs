//! What lies outside, as the use cases see it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// The time. Implementations truncate to microseconds, which is what PostgreSQL keeps.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// Unpredictable bytes.
pub trait Entropy: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// Slow, salted hashing of passwords, off the threads that serve requests.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// A PHC string. None when the machine could not do it (no memory).
    async fn hash(&self, password: &str) -> Option<String>;
    /// Takes as long when there is no hash to compare with as when there is, so that the time of an
    /// answer does not tell which accounts exist.
    async fn verify(&self, password: &str, hash: Option<&str>) -> bool;
}
