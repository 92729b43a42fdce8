use async_trait::async_trait;
use sigillo_domain::sla::{Failure, SlaComponent};
use uuid::Uuid;

/// Uses a part of the service as its users do, to see whether it is there.
#[async_trait]
pub trait ServiceProbe: Send + Sync {
    fn component(&self) -> SlaComponent;

    /// Uses it once. `mark` is another one each time, and may name what this probe leaves behind. Whoever calls this
    /// sets the time limit: the future may be dropped at any point.
    async fn probe(&self, mark: Uuid) -> Result<(), Failure>;
}
