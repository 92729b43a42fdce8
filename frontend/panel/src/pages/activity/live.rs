//! The records that arrive while the list is shown. They wait behind a button above the list, so that nothing
//! moves under the eyes; only an empty list takes them in by itself.

use std::collections::HashSet;

use chrono::TimeDelta;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::activity::ActivityRecord;
use sigillo_contract::operations::ListActivity;
use sigillo_contract::page::Page;
use sigillo_kit::list_view::ListView;
use sigillo_kit::presence::Presence;

use super::requests::{events, query};
use crate::api::{self, ActivityEvent, StreamEnd};
use crate::browser;
use crate::components::{Connection, ConnectionState, Load, keep_open};
use crate::i18n::{integer, t, texts};

/// The stream begins after a record that is this much older than the newest: a transaction may have committed
/// with an earlier time after the list was read.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);
/// From this many new records on, the list is read again rather than prolonged.
const MANY: usize = 200;
/// The id of the line above the list.
const LINE: &str = "activity-live";

/// The records that have arrived and are not shown yet, newest first.
#[derive(Clone, Copy)]
pub struct Arrived {
    waiting: RwSignal<Vec<ActivityRecord>>,
    rows: Load<Page<ActivityRecord>>,
    /// How many were put at the top last, for whoever does not see it.
    put: RwSignal<usize>,
    connection: RwSignal<Connection>,
}

impl Arrived {
    /// Puts the waiting records at the top of the list.
    fn show(self) {
        let waiting = self.waiting.get_untracked();
        self.waiting.set(vec![]);
        if waiting.len() >= MANY {
            return self.rows.reload();
        }
        let Some(mut page) = untrack(|| self.rows.get()) else { return };
        self.put.set(waiting.len());
        page.items.splice(0..0, waiting);
        self.rows.put(page);
    }

    /// Takes in records of the stream, oldest first, of which the list may have some already.
    fn add(self, records: Vec<ActivityRecord>) {
        let shown = untrack(|| self.rows.get()).map(|page| page.items).unwrap_or_default();
        self.waiting.update(|waiting| *waiting = merged(&shown, waiting, records));
        if shown.is_empty() && !self.waiting.with_untracked(Vec::is_empty) {
            self.show();
        }
    }
}

/// The waiting records with those of a stream that are new, newest first.
fn merged(
    shown: &[ActivityRecord],
    waiting: &[ActivityRecord],
    arrived: Vec<ActivityRecord>,
) -> Vec<ActivityRecord> {
    let mut known: HashSet<_> = shown.iter().chain(waiting).map(ActivityRecord::event_id).collect();
    let mut all = waiting.to_vec();
    all.extend(arrived.into_iter().filter(|record| known.insert(record.event_id())));
    // The order of the list, which the records of a moment come in too.
    all.sort_by_key(|one| std::cmp::Reverse((one.record.at, one.subject.id, one.record.seq)));
    all.truncate(MANY);
    all
}

/// The id of the event after which the stream begins.
fn begin_after(shown: &[ActivityRecord]) -> Option<String> {
    let newest = shown.first()?.record.at;
    let older = shown.iter().find(|record| record.record.at <= newest - OVERLAP);
    older.or(shown.last()).map(ActivityRecord::event_id)
}

/// Follows the activity that the first page of `view` shows, for as long as the page is there.
pub fn follow(view: Memo<ListView>, rows: Load<Page<ActivityRecord>>) -> Arrived {
    let arrived = Arrived {
        waiting: RwSignal::new(vec![]),
        rows,
        put: RwSignal::new(0),
        connection: RwSignal::new(Connection::None),
    };
    let present = StoredValue::new_local(StreamEnd::default());
    let presence = Presence::watch();
    Effect::new(move |_| {
        let view = view.get();
        let is_waiting = rows.is_waiting();
        present.with_value(StreamEnd::end);
        arrived.waiting.set(vec![]);
        let Some(page) = untrack(|| rows.get()).filter(|_| !is_waiting) else { return };
        if view.previous().is_some() {
            return arrived.connection.set(Connection::None);
        }
        let end = StreamEnd::default();
        present.set_value(end.clone());
        spawn_local(listen(view, begin_after(&page.items), end, arrived, presence));
    });
    on_cleanup(move || {
        let _ = present.try_with_value(StreamEnd::end);
    });
    arrived
}

async fn listen(
    view: ListView,
    after: Option<String>,
    end: StreamEnd,
    arrived: Arrived,
    presence: Presence,
) {
    let last = std::rc::Rc::new(std::cell::RefCell::new(after));
    let open = async || {
        let asked = events(&view, last.borrow().clone());
        let (seen, is_over, listed) = (last.clone(), end.clone(), view.clone());
        let each = move |event| {
            if is_over.has_ended() {
                return;
            }
            match event {
                ActivityEvent::Listening => {
                    arrived.connection.set(Connection::Live);
                    if seen.borrow().is_none() {
                        spawn_local(read_again(listed.clone(), is_over.clone(), arrived));
                    }
                }
                ActivityEvent::Reset => arrived.rows.reload(),
                ActivityEvent::Records(records) => {
                    *seen.borrow_mut() = records.last().map(ActivityRecord::event_id);
                    arrived.add(records);
                }
            }
        };
        api::follow_activity(&asked, &end, Box::new(each)).await
    };
    keep_open(&end, presence, arrived.connection, open).await;
}

/// Takes in what was recorded between the reading of an empty list and the beginning of its stream, which
/// has no record to begin after.
async fn read_again(view: ListView, end: StreamEnd, arrived: Arrived) {
    let page = api::list::<ListActivity>((), &query(&view, view.page_request())).await;
    if let Some(page) = page.ok().filter(|page| !end.has_ended() && !page.items.is_empty()) {
        arrived.add(page.items);
    }
}

/// The line above the list: whether it is live, and the records that wait. It is as high with records as
/// without, so that the rows stay where they are.
#[component]
pub fn LiveLine(arrived: Arrived) -> impl IntoView {
    let words = |count: usize| match count {
        1 => texts().activity().one_new().to_owned(),
        _ => texts().activity().many_new(&integer(i64::try_from(count).unwrap_or(i64::MAX))),
    };
    let count = Memo::new(move |_| arrived.waiting.with(Vec::len));
    let has_new = move || count.get() > 0;
    let put = move || Some(arrived.put.get()).filter(|put| *put > 0).map(words);
    let show = move |_| {
        arrived.show();
        // The button goes away; the new rows come after the line.
        browser::focus(LINE);
    };
    view! {
        <div
            class="live-line"
            class:has-new=has_new
            id=LINE
            tabindex="-1"
            role="group"
            aria-label=t!(activity.updates)
            data-testid="live"
        >
            <ConnectionState connection=arrived.connection />
            <p class="live-count" role="status">
                <Show
                    when=has_new
                    fallback=move || view! { <span class="visually-hidden">{put}</span> }
                >
                    {move || words(count.get())}
                </Show>
            </p>
            <Show when=has_new>
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=show>
                    {t!(activity.show_new)}
                </button>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use sigillo_contract::activity::ActivitySubject;
    use sigillo_contract::history::{HistoryActor, HistoryRecord};
    use sigillo_domain::history::{Action, ActorKind};
    use sigillo_domain::id::MailboxId;
    use sigillo_domain::subject::SubjectKind;

    use super::*;

    fn record(seq: i64, second: i64) -> ActivityRecord {
        ActivityRecord {
            subject: ActivitySubject {
                kind: SubjectKind::Mailbox,
                id: MailboxId::NIL.uuid(),
                name: None,
                domain: None,
                href: None,
            },
            record: HistoryRecord {
                seq,
                at: DateTime::from_timestamp(second, 0).unwrap(),
                actor: HistoryActor {
                    kind: ActorKind::System,
                    name: "x".into(),
                    display_name: None,
                },
                action: Action::Updated,
                changes: vec![],
                hash: String::new(),
            },
        }
    }

    fn seqs(records: &[ActivityRecord]) -> Vec<i64> {
        records.iter().map(|record| record.record.seq).collect()
    }

    #[test]
    fn records_that_are_shown_or_wait_already_are_not_added_again() {
        let shown = [record(2, 20), record(1, 10)];
        let waiting = [record(3, 30)];
        let arrived =
            vec![record(1, 10), record(3, 30), record(4, 40), record(4, 40), record(5, 25)];
        assert_eq!(seqs(&merged(&shown, &waiting, arrived)), [4, 3, 5]);
    }

    #[test]
    fn a_stream_begins_with_some_records_that_the_list_has() {
        assert_eq!(begin_after(&[]), None);
        let newest = [record(4, 100), record(3, 90), record(2, 70), record(1, 10)];
        assert_eq!(begin_after(&newest), Some(record(2, 70).event_id()));
        assert_eq!(begin_after(&newest[..2]), Some(record(3, 90).event_id()));
    }
}
