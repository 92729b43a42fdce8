//! The history of a mailbox (B12): every change as a sentence, with its seal.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::GetMailboxHistory;
use sigillo_domain::history::{Action, ActorKind, KEYED_SEAL};
use sigillo_domain::id::MailboxId;

use super::restore::{RestoreDialog, may_restore};
use crate::api;
use crate::components::{Load, LoadMore, NothingMatches, Pick, TimelineEntry, incremental_list};
use crate::i18n::{t, texts};

/// The number of characters of a seal that are shown until it is unfolded.
const SEAL_SHOWN: usize = 12;

/// What can be done to a mailbox, as the filter offers it.
const ACTIONS: [Action; 11] = [
    Action::Created,
    Action::Updated,
    Action::Disabled,
    Action::Enabled,
    Action::Cancelled,
    Action::NoteAdded,
    Action::PasswordLinkSent,
    Action::PasswordResetStopped,
    Action::PasswordSet,
    Action::PasswordExpired,
    Action::EmailChangeRequested,
];

/// The id of the filter by action.
const ACTION: &str = "history-action";

/// `changed` says that something was recorded, so that the history is read again.
#[component]
pub fn History(id: MailboxId, mailbox: Load<Mailbox>, changed: RwSignal<u32>) -> impl IntoView {
    let restoring = RwSignal::new(None::<HistoryRecord>);
    let (action, person) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let clear = Callback::new(move |()| {
        action.set(String::new());
        person.set(String::new());
    });
    let people = RwSignal::new(BTreeMap::<String, String>::new());
    let actions = Signal::derive(|| {
        let detail = texts().detail();
        let each = ACTIONS.map(|a| (a.as_str().to_owned(), detail.action_name(a).to_owned()));
        std::iter::once((String::new(), detail.every_action().to_owned())).chain(each).collect()
    });
    let persons = Signal::derive(move || {
        let every = (String::new(), texts().detail().every_person().to_owned());
        std::iter::once(every).chain(people.get()).collect::<Vec<_>>()
    });
    view! {
        <div class="picks">
            <Pick id=ACTION label=t!(detail.action) options=actions value=action />
            <Pick id="history-person" label=t!(detail.person) options=persons value=person />
        </div>
        {move || {
            changed.track();
            let given = |text: String| (!text.is_empty()).then_some(text);
            let (action, person) = (given(action.get()), given(person.get()));
            view! { <Records id=id action=action person=person people=people clear=clear mailbox=mailbox restoring=restoring /> }
        }}
        <RestoreDialog restoring=restoring mailbox=mailbox />
    }
}

#[component]
fn Records(
    id: MailboxId,
    action: Option<String>,
    person: Option<String>,
    /// The people of the records that were read, by the name in the records.
    people: RwSignal<BTreeMap<String, String>>,
    clear: Callback<()>,
    mailbox: Load<Mailbox>,
    restoring: RwSignal<Option<HistoryRecord>>,
) -> impl IntoView {
    let is_filtered = action.is_some() || person.is_some();
    let records = incremental_list(move |page| {
        let (action, person) = (action.clone(), person.clone());
        let query = HistoryQuery { action, person, cursor: page.cursor, limit: page.limit };
        async move { api::list::<GetMailboxHistory>(id, &query).await }
    });
    Effect::new(move |_| {
        for HistoryRecord { actor, .. } in records.items().unwrap_or_default() {
            let name = match actor.kind {
                ActorKind::System => texts().words().system().to_owned(),
                _ => actor.display_name.unwrap_or_else(|| actor.name.clone()),
            };
            if people.with_untracked(|people| people.get(&actor.name) != Some(&name)) {
                people.update(|people| drop(people.insert(actor.name, name)));
            }
        }
    });
    let list = move || match records.items() {
        None => records.placeholder(),
        Some(items) if items.is_empty() && is_filtered => view! {
            <NothingMatches text=t!(detail.nothing_matches) clear=clear filter=ACTION />
        }
        .into_any(),
        Some(items) if items.is_empty() => {
            view! { <p class="fact-note">{t!(detail.nothing_recorded)}</p> }.into_any()
        }
        Some(items) => view! {
            <ol class="timeline" data-testid="history">
                {items.into_iter().map(|record| view! {
                    <Record record=record mailbox=mailbox restoring=restoring />
                }).collect_view()}
            </ol>
        }
        .into_any(),
    };
    view! {
        {list}
        <LoadMore list=records />
    }
}

#[component]
fn Record(
    record: HistoryRecord,
    mailbox: Load<Mailbox>,
    /// The record whose change is to be undone.
    restoring: RwSignal<Option<HistoryRecord>>,
) -> impl IntoView {
    let offered = {
        let record = record.clone();
        Memo::new(move |_| mailbox.get().is_some_and(|mailbox| may_restore(&mailbox, &record)))
    };
    let undone = record.clone();
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
            <Show when=move || offered.get()>
                <button
                    type="button"
                    class="link record-restore"
                    aria-haspopup="dialog"
                    on:click={
                        let undone = undone.clone();
                        move |_| restoring.set(Some(undone.clone()))
                    }
                >
                    {t!(detail.restore)}
                </button>
            </Show>
            <details class="seal">
                <summary>{t!(detail.seal)}" "<code>{short}"…"</code></summary>
                <p>{move || texts().detail().seal_whole(seq)}</p>
                <code>{record.hash}</code>
            </details>
        </TimelineEntry>
    }
}
