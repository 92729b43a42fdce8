//! A stream of events that is kept open for as long as its page is there and somebody looks at it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::activity::{ActivityEventsQuery, ActivityRecord};
use sigillo_domain::Code;
use sigillo_kit::presence::Presence;
use uuid::Uuid;

use crate::api::{self, ActivityEvent, ApiError, StreamEnd};
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

/// A change of many things is many records: a page is read once for all that come in this time.
const GATHER: Duration = Duration::from_secs(2);

/// Which records are news for a page.
pub type IsNews = fn(&ActivityRecord, Option<Uuid>) -> bool;

/// Every record is news.
pub fn any_record(_: &ActivityRecord, _: Option<Uuid>) -> bool {
    true
}

/// A record about this one subject is news.
pub fn about_it(record: &ActivityRecord, id: Option<Uuid>) -> bool {
    Some(record.subject.id) == id
}

/// What a page follows.
pub struct Following {
    pub query: ActivityEventsQuery,
    pub is_news: IsNews,
    /// The subject of the page, if it is about one.
    pub about: Option<Uuid>,
    /// How often the page is read again for what no record tells.
    pub every: Duration,
}

/// Follows the activity for as long as the page is there: calls `reload` when something is recorded, and whenever the
/// stream begins, since something may have happened before.
pub fn follow(following: Following, reload: Callback<()>) -> RwSignal<Connection> {
    let Following { query, is_news, about, every } = following;
    let connection = RwSignal::new(Connection::None);
    let presence = Presence::watch();
    let end = StreamEnd::default();
    let is_due = StoredValue::new(false);
    // The page is read when it opens: the first beginning of the stream brings no news.
    let has_begun = StoredValue::new(false);
    let read_soon = move || {
        if is_due.try_get_value() != Some(false) {
            return;
        }
        is_due.set_value(true);
        spawn_local(async move {
            browser::sleep(GATHER).await;
            if is_due.try_set_value(false).is_none() {
                reload.run(());
            }
        });
    };
    let listening = end.clone();
    spawn_local(async move {
        let open = async || {
            let is_over = listening.clone();
            let each = move |event| {
                if is_over.has_ended() {
                    return;
                }
                match event {
                    ActivityEvent::Listening => {
                        connection.set(Connection::Live);
                        if has_begun.try_get_value() == Some(true) {
                            read_soon();
                        }
                        let _ = has_begun.try_set_value(true);
                    }
                    ActivityEvent::Records(records) => {
                        if records.iter().any(|record| is_news(record, about)) {
                            read_soon();
                        }
                    }
                    ActivityEvent::Reset => read_soon(),
                }
            };
            api::follow_activity(&query, &listening, Box::new(each)).await
        };
        keep_open(&listening, presence, connection, open).await;
    });
    let ticking = end.clone();
    spawn_local(async move {
        loop {
            browser::sleep(every).await;
            if ticking.has_ended() {
                return;
            }
            if !presence.is_away() {
                reload.run(());
            }
        }
    });
    let end = StoredValue::new_local(end);
    on_cleanup(move || {
        let _ = end.try_with_value(StreamEnd::end);
    });
    connection
}
