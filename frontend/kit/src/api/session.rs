//! The access tokens of requests that belong to a session. Only an app with token sessions
//! registers a source of tokens; the other app's requests carry only cookies.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

use super::ApiError;

/// The outcome of an attempt to renew the session.
pub enum Renewal {
    Done,
    /// There is no session to renew.
    Refused,
    /// The session is now that of somebody else, for whom this page may do nothing.
    AnotherPerson,
    /// The session may still be valid, but there was no answer, or none that says so.
    Failed(ApiError),
}

/// A source of access tokens.
pub trait AccessTokens: Sync {
    /// Whether the page may send requests: no longer once the session is somebody else's.
    fn may_send(&self) -> bool;

    fn current(&self) -> Option<String>;

    /// Gets a token newer than `expired`.
    fn renew(&self, expired: Option<String>) -> Pin<Box<dyn Future<Output = Renewal>>>;

    /// Tells the person that the session has ended. The future waits until they have signed in
    /// again (true) or given up (false).
    fn session_ended(&self) -> Pin<Box<dyn Future<Output = bool>>>;
}

/// Whether the cookie of the mailbox's session may be used: it belongs to the browser, where somebody else
/// may have signed in meanwhile.
static MAILBOX_GUARD: OnceLock<fn() -> bool> = OnceLock::new();

/// Registers the guard of requests in a mailbox's session, once, before the first request.
pub fn guard_mailbox_session(may_send: fn() -> bool) {
    let _ = MAILBOX_GUARD.set(may_send);
}

pub(super) fn may_use_mailbox_session() -> bool {
    MAILBOX_GUARD.get().is_none_or(|may_send| may_send())
}

static ACCESS_TOKENS: OnceLock<&'static dyn AccessTokens> = OnceLock::new();

/// Registers the source of access tokens, once, before the first request.
pub fn use_access_tokens(tokens: &'static dyn AccessTokens) {
    let _ = ACCESS_TOKENS.set(tokens);
}

pub(super) fn access_tokens() -> Option<&'static dyn AccessTokens> {
    ACCESS_TOKENS.get().copied()
}
