//! The access token of requests that are made in a session. Only an app whose people have such a
//! session registers one; the others send their cookies alone.

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

/// Where access tokens come from.
pub trait AccessTokens: Sync {
    fn current(&self) -> Option<String>;

    /// Gets a token newer than `expired`.
    fn renew(&self, expired: Option<String>) -> Pin<Box<dyn Future<Output = Renewal>>>;

    /// Shows the person that the session has ended. What comes back waits until they have signed in
    /// again: true then, false when they gave up.
    fn session_ended(&self) -> Pin<Box<dyn Future<Output = bool>>>;
}

static ACCESS_TOKENS: OnceLock<&'static dyn AccessTokens> = OnceLock::new();

/// Registers where access tokens come from, once, before the first request.
pub fn use_access_tokens(tokens: &'static dyn AccessTokens) {
    let _ = ACCESS_TOKENS.set(tokens);
}

pub(super) fn access_tokens() -> Option<&'static dyn AccessTokens> {
    ACCESS_TOKENS.get().copied()
}
