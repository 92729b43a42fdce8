//! Keeps the figures up to date: they are read again when something is recorded, and every minute for what no record
//! tells, such as a message that was not delivered.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::activity::ActivityEventsQuery;
use sigillo_contract::dashboard::Dashboard;
use sigillo_kit::presence::Presence;

use crate::api::{self, ActivityEvent, StreamEnd};
use crate::browser;
use crate::components::{Connection, Load, keep_open};

/// A change of many mailboxes is many records: the figures are read once for all that come in this time.
const GATHER: Duration = Duration::from_secs(2);
const EVERY: Duration = Duration::from_mins(1);

/// Follows the activity for as long as the page is there.
pub fn follow(figures: Load<Dashboard>) -> RwSignal<Connection> {
    let connection = RwSignal::new(Connection::None);
    let presence = Presence::watch();
    let end = StreamEnd::default();
    let is_due = StoredValue::new(false);
    let read_soon = move || {
        if is_due.try_get_value() != Some(false) {
            return;
        }
        is_due.set_value(true);
        spawn_local(async move {
            browser::sleep(GATHER).await;
            if is_due.try_set_value(false).is_none() {
                figures.reload();
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
                if matches!(event, ActivityEvent::Listening) {
                    connection.set(Connection::Live);
                }
                // Something may have happened before the stream began, too.
                read_soon();
            };
            api::follow_activity(&ActivityEventsQuery::default(), &listening, Box::new(each)).await
        };
        keep_open(&listening, presence, connection, open).await;
    });
    let ticking = end.clone();
    spawn_local(async move {
        loop {
            browser::sleep(EVERY).await;
            if ticking.has_ended() {
                return;
            }
            if !presence.is_away() {
                figures.reload();
            }
        }
    });
    let end = StoredValue::new_local(end);
    on_cleanup(move || {
        let _ = end.try_with_value(StreamEnd::end);
    });
    connection
}
