use async_trait::async_trait;
use thiserror::Error;

/// Why a short message was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the gateway of short messages did not accept the message: {0}")]
pub struct SmsError(pub String);

/// A gateway of short messages.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Hands a message to the gateway, which answers within its time limit. `to` is a number in
    /// international form, such as `+393200000000`.
    async fn send(&self, to: &str, text: &str) -> Result<(), SmsError>;
}
