//! The choice of a list's columns, and their order.

use leptos::prelude::*;

use super::record_list::Parts;
use crate::components::{Icon, Popover, PopoverButton};
use crate::i18n::{t, texts};

/// A column that a person may show, hide and move.
#[derive(Clone, PartialEq)]
struct Entry {
    key: &'static str,
    name: String,
    shown: bool,
}

#[component]
pub(super) fn ColumnChooser<T: Send + Sync + 'static>(parts: Parts<T>) -> impl IntoView {
    let has_choice = parts.spec.with_value(|spec| spec.columns.has_choice());
    has_choice.then(|| {
        view! {
            <PopoverButton
                popover=Popover::default()
                id="columns-panel"
                label=t!(lists.columns)
                icon="it-settings"
                class="btn btn-outline-primary btn-sm"
                around="menu column-chooser"
            >
                <Entries parts=parts />
            </PopoverButton>
        }
    })
}

#[component]
fn Entries<T: Send + Sync + 'static>(parts: Parts<T>) -> impl IntoView {
    let choose = parts.column_choice.choose;
    let entries = Memo::new(move |_| entries(parts));
    let save = move |next: Vec<Entry>| {
        let shown = next.into_iter().filter(|entry| entry.shown);
        choose.run(Some(shown.map(|e| e.key.to_owned()).collect()));
    };
    let turn = move |key: &'static str, on: bool| {
        let mut next = entries.get_untracked();
        if let Some(entry) = next.iter_mut().find(|entry| entry.key == key) {
            entry.shown = on;
        }
        save(next);
    };
    let shift = move |key: &'static str, down: bool| {
        let mut next = entries.get_untracked();
        let Some(place) = next.iter().position(|entry| entry.key == key) else { return };
        let other = if down { place + 1 } else { place.wrapping_sub(1) };
        if other < next.len() {
            next.swap(place, other);
            save(next);
        }
    };
    let line = move |entry: Entry| {
        let Entry { key, name, shown } = entry;
        let (up, down) = (texts().lists().move_up(&name), texts().lists().move_down(&name));
        let shown_count = move || entries.with(|all| all.iter().filter(|e| e.shown).count());
        let first = move || entries.with(|all| all.first().is_some_and(|e| e.key == key));
        let last = move || {
            let place = entries.with(|all| all.iter().position(|e| e.key == key));
            place.is_none_or(|place| place + 1 >= shown_count())
        };
        view! {
            <li>
                <label>
                    <input
                        type="checkbox"
                        // A list without any chosen column would be the default one.
                        disabled=move || shown && shown_count() == 1
                        prop:checked=shown
                        on:change=move |event| turn(key, event_target_checked(&event))
                    />
                    <span>{name}</span>
                </label>
                {shown.then(|| view! {
                    <button type="button" class="icon-button" aria-label=up disabled=first on:click=move |_| shift(key, false)>
                        <Icon name="it-arrow-up" class="icon-sm" />
                    </button>
                    <button type="button" class="icon-button" aria-label=down disabled=last on:click=move |_| shift(key, true)>
                        <Icon name="it-arrow-down" class="icon-sm" />
                    </button>
                })}
            </li>
        }
    };
    view! {
        <ul class="column-entries">
            <For
                each=move || entries.get()
                key=|entry| (entry.key, entry.shown, entry.name.clone())
                children=line
            />
        </ul>
        <button type="button" class="link" on:click=move |_| choose.run(None)>
            {t!(lists.default_columns)}
        </button>
    }
}

/// The shown columns in their order, then the others.
fn entries<T: Send + Sync + 'static>(parts: Parts<T>) -> Vec<Entry> {
    let shown: Vec<_> = parts.shown_columns().iter().filter_map(|column| column.key()).collect();
    parts.spec.with_value(|spec| {
        let columns = spec.columns.existing();
        let mut entries: Vec<Entry> = columns
            .filter_map(|column| {
                let (key, name) = (column.key()?, column.heading()?.get().into_owned());
                Some(Entry { key, name, shown: shown.contains(&key) })
            })
            .collect();
        let place = |entry: &Entry| shown.iter().position(|key| *key == entry.key);
        // The sort is stable, so columns that are not shown keep their own order.
        entries.sort_by_key(|entry| place(entry).unwrap_or(usize::MAX));
        entries
    })
}
