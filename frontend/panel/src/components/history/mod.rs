//! The history of a mailbox (B12), a holder, an account, a domain or another subject: every change as a sentence,
//! with its seal, and the button that undoes it.

mod record;
mod references;
mod restore_dialog;
mod subject;

pub use references::reference_page;
pub use restore_dialog::restore_dialog;
pub use subject::{HistorySubject, Restorable, Restoring, Undoing, undoing};

use std::collections::BTreeMap;

use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_domain::history::ActorKind;

use super::{LoadMore, NothingMatches, Pick, incremental_list};
use crate::api;
use crate::i18n::{t, texts};
use record::Record;

/// The id of the filter by action.
const ACTION: &str = "history-action";

/// The history of the subject of a page.
#[component]
pub fn History<S: HistorySubject>(
    id: S::Id,
    /// The subject as the page shows it.
    subject: Signal<Option<S>>,
    /// Takes the subject after a change that was made here.
    put: Callback<S>,
    /// Changes when something was recorded, so that the history is read again.
    changed: Signal<i64>,
) -> impl IntoView {
    let restoring = RwSignal::new(None::<HistoryRecord>);
    let (action, person) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let clear = Callback::new(move |()| {
        action.set(String::new());
        person.set(String::new());
    });
    let people = RwSignal::new(BTreeMap::<String, String>::new());
    let actions = Signal::derive(|| {
        let detail = texts().detail();
        let each = S::ACTIONS.iter().map(|one| {
            let name = detail.action_name(*one);
            (one.as_str().to_owned(), name.to_owned())
        });
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
            // A memo that is tracked without ever being read does not follow its sources.
            changed.get();
            let given = |text: String| (!text.is_empty()).then_some(text);
            let (action, person) = (given(action.get()), given(person.get()));
            view! {
                <Records<S>
                    id=id
                    action=action
                    person=person
                    people=people
                    clear=clear
                    subject=subject
                    restoring=restoring
                />
            }
        }}
        {S::dialog(Restoring { record: restoring, subject, put })}
    }
}

#[component]
fn Records<S: HistorySubject>(
    id: S::Id,
    action: Option<String>,
    person: Option<String>,
    /// The people of the records that were read, by the name in the records.
    people: RwSignal<BTreeMap<String, String>>,
    /// Removes both filters.
    clear: Callback<()>,
    subject: Signal<Option<S>>,
    restoring: RwSignal<Option<HistoryRecord>>,
) -> impl IntoView {
    let is_filtered = action.is_some() || person.is_some();
    let records = incremental_list(move |page| {
        let (action, person) = (action.clone(), person.clone());
        let query = HistoryQuery { action, person, cursor: page.cursor, limit: page.limit };
        async move { api::list::<S::History>(id, &query).await }
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
                    <Record<S> record=record subject=subject restoring=restoring />
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

/// A section that can be unfolded to show the history. It is read only then.
#[component]
pub fn HistoryPanel<S: HistorySubject>(
    subject: Signal<Option<S>>,
    put: Callback<S>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let details = NodeRef::<html::Details>::new();
    let on_toggle = move |_: Event| {
        if let Some(details) = details.get_untracked() {
            is_open.set(details.open());
        }
    };
    let version = Memo::new(move |_| subject.with(|found| found.as_ref().map_or(0, S::version)));
    let history = move || {
        let found = is_open.get().then(|| subject.get_untracked()).flatten();
        found.map(|found| {
            view! {
                <History<S> id=found.id() subject=subject put=put changed=version.into() />
            }
        })
    };
    view! {
        <details class="panel tab-panel" node_ref=details on:toggle=on_toggle>
            <summary><h2>{t!(detail.history)}</h2></summary>
            {history}
        </details>
    }
}
