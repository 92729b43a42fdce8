use async_trait::async_trait;

/// Slow, salted hashing of passwords, off the threads that serve requests.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// Returns a PHC string, or None when the machine could not compute it (no memory).
    async fn hash(&self, password: &str) -> Option<String>;
    /// Verifies a password. It takes equally long without a hash to compare with, so that the
    /// response time does not reveal which accounts exist.
    async fn verify(&self, password: &str, hash: Option<&str>) -> bool;
}
