//! The access tokens of requests that belong to a session. Only an app with token sessions
//! registers a source of tokens; the other app's requests carry only cookies.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

/// The outcome of an attempt to renew the session.
pub enum Renewal {
    Done,
    /// There is no session to renew.
    Refused,
    Unreachable,
}

/// A source of access tokens.
pub trait AccessTokens: Sync {
    fn current(&self) -> Option<String>;

    /// Gets a token newer than `expired`.
    fn renew(&self, expired: Option<String>) -> Pin<Box<dyn Future<Output = Renewal>>>;

    /// Tells the person that the session has ended. The future waits until they have signed in
    /// again (true) or given up (false).
    fn session_ended(&self) -> Pin<Box<dyn Future<Output = bool>>>;
}

static ACCESS_TOKENS: OnceLock<&'static dyn AccessTokens> = OnceLock::new();

/// Registers the source of access tokens, once, before the first request.
pub fn use_access_tokens(tokens: &'static dyn AccessTokens) {
    let _ = ACCESS_TOKENS.set(tokens);
}

pub(super) fn access_tokens() -> Option<&'static dyn AccessTokens> {
    ACCESS_TOKENS.get().copied()
}
