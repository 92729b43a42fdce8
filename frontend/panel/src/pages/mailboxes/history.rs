//! The history of a mailbox (B12): every change as a sentence, with its seal.

use leptos::prelude::*;
use sigillo_contract::history::HistoryRecord;
use sigillo_contract::operations::GetMailboxHistory;
use sigillo_domain::history::{ActorKind, KEYED_SEAL};
use sigillo_domain::id::MailboxId;

use crate::api;
use crate::components::{IncrementalList, LoadMore, TimelineEntry, incremental_list};
use crate::i18n::{t, texts};

/// The number of characters of a seal that are shown until it is unfolded.
const SEAL_SHOWN: usize = 12;

pub fn history_of(id: MailboxId) -> IncrementalList<HistoryRecord> {
    incremental_list(move |query| async move { api::list::<GetMailboxHistory>(id, &query).await })
}

#[component]
pub fn History(records: IncrementalList<HistoryRecord>) -> impl IntoView {
    let list = move || match records.items() {
        None => records.placeholder(),
        Some(items) => view! {
            <ol class="timeline" data-testid="history">
                {items.into_iter().map(|record| view! { <Record record=record /> }).collect_view()}
            </ol>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="history">
            <h2 id="history">{t!(detail.history)}</h2>
            {list}
            <LoadMore list=records />
        </section>
    }
}

#[component]
fn Record(record: HistoryRecord) -> impl IntoView {
    let (at, action, seq) = (record.at, record.action, record.seq);
    let by = record.actor.kind;
    let name = record.actor.display_name.unwrap_or(record.actor.name);
    let sentence = move || {
        let who = match by {
            ActorKind::System => texts().words().system().to_owned(),
            kind => format!("{name} ({})", texts().words().actor(kind)),
        };
        texts().detail().sentence(action, by, &who)
    };
    let short =
        record.hash.trim_start_matches(KEYED_SEAL).chars().take(SEAL_SHOWN).collect::<String>();
    view! {
        <TimelineEntry at=at action=action sentence=sentence changes=record.changes>
            <details class="seal">
                <summary>{t!(detail.seal)}" "<code>{short}"…"</code></summary>
                <p>{move || texts().detail().seal_whole(seq)}</p>
                <code>{record.hash}</code>
            </details>
        </TimelineEntry>
    }
}
