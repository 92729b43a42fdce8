//! A stream of events that is kept open for as long as its page is there and somebody looks at it.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_domain::Code;
use sigillo_kit::presence::Presence;

use crate::api::{ApiError, StreamEnd};
use crate::browser;
use crate::i18n::texts;

/// The wait before a stream that has ended is opened again.
const RECONNECT: Duration = Duration::from_secs(1);
/// The wait after the server was not reached, or had too many streams.
const RETRY: Duration = Duration::from_secs(15);
/// How often a page that nobody looks at looks whether somebody is back. Until then it does not connect
/// again: that would renew a session that nobody uses.
const LOOK: Duration = Duration::from_secs(2);

/// Whether news arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// The page shows nothing that can be followed.
    None,
    Connecting,
    Live,
    /// It is not tried again.
    Ended,
}

/// Opens a stream again whenever it has ended, until `end`. `open` says by itself when the stream is live.
pub async fn keep_open(
    end: &StreamEnd,
    presence: Presence,
    connection: RwSignal<Connection>,
    open: impl AsyncFn() -> Result<(), ApiError>,
) {
    while !end.has_ended() {
        connection.set(Connection::Connecting);
        let outcome = open().await;
        if end.has_ended() {
            return;
        }
        let rest = match outcome {
            Ok(()) => RECONNECT,
            Err(ApiError::Unreachable | ApiError::SessionEnded) => RETRY,
            Err(error) if error.is(Code::TooManyRequests) || error.is(Code::Unavailable) => RETRY,
            // The permission is gone: the page says so when it is read again.
            Err(_) => return connection.set(Connection::Ended),
        };
        connection.set(Connection::Connecting);
        browser::sleep(rest).await;
        while !end.has_ended() && presence.is_away() {
            browser::sleep(LOOK).await;
        }
    }
}

/// The state of the connection in words.
#[component]
pub fn ConnectionState(connection: RwSignal<Connection>) -> impl IntoView {
    move || {
        let words = texts().activity();
        let (class, words) = match connection.get() {
            Connection::None => return None,
            Connection::Connecting => ("live-state", words.connecting()),
            Connection::Live => ("live-state is-live", words.live()),
            Connection::Ended => ("live-state", words.ended()),
        };
        Some(view! { <span class=class>{words}</span> })
    }
}
