//! One record of the history.

use leptos::prelude::*;
use sigillo_contract::history::HistoryRecord;
use sigillo_domain::history::{ActorKind, KEYED_SEAL};
use sigillo_domain::restore::Irreversible;

use super::{HistorySubject, Undoing};
use crate::components::TimelineEntry;
use crate::i18n::{t, texts};

/// The number of characters of a seal that are shown until it is unfolded.
const SEAL_SHOWN: usize = 12;

#[component]
pub fn Record<S: HistorySubject>(
    record: HistoryRecord,
    subject: Signal<Option<S>>,
    /// The record whose change is to be undone.
    restoring: RwSignal<Option<HistoryRecord>>,
) -> impl IntoView {
    let undone = StoredValue::new(record.clone());
    let undoing = Memo::new(move |_| {
        let undoing = |found: &S| undone.with_value(|record| found.undoing(record));
        subject.with(|found| found.as_ref().map_or(Undoing::NotOffered, undoing))
    });
    let (at, action, seq) = (record.at, record.action, record.seq);
    let by = record.actor.kind;
    let name = record.actor.display_name.unwrap_or(record.actor.name);
    let sentence = move || {
        let who = match by {
            ActorKind::System => texts().words().system().to_owned(),
            kind => format!("{name} ({})", texts().words().actor(kind)),
        };
        S::sentence(action, by, &who)
    };
    let undo = move || match undoing.get() {
        Undoing::Offered => view! {
            <button
                type="button"
                class="link record-restore"
                aria-haspopup="dialog"
                on:click=move |_| restoring.set(Some(undone.get_value()))
            >
                {t!(undo.restore)}
            </button>
        }
        .into_any(),
        Undoing::Irreversible(reason) => {
            let is_password = reason == Irreversible::Password;
            texts()
                .undo()
                .reason(reason)
                .map(|text| view! { <p class="fact-note record-note" class:record-note-password=is_password>{text}</p> })
                .into_any()
        }
        Undoing::NotOffered => ().into_any(),
    };
    let short =
        record.hash.trim_start_matches(KEYED_SEAL).chars().take(SEAL_SHOWN).collect::<String>();
    let changes = S::shown(action, record.changes);
    view! {
        <TimelineEntry at=at action=action sentence=sentence changes=changes words=S::FIELDS>
            {undo}
            <details class="seal">
                <summary>{t!(detail.seal)}" "<code>{short}"…"</code></summary>
                <p>{move || texts().detail().seal_whole(seq)}</p>
                <code>{record.hash}</code>
            </details>
        </TimelineEntry>
    }
}
