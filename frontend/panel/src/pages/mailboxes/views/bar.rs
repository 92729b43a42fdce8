//! The chips of the saved views, and the button that saves the present one.

use leptos::prelude::*;
use sigillo_contract::saved_view::SavedView;
use sigillo_kit::browser;
use sigillo_kit::list_view::ListView;

use super::super::requests::{href, list_of_ending};
use super::address::{is_chosen, list_view};
use super::columns::column_choice;
use super::dialog::{Editing, ViewDialog};
use super::known::{FIRST, Views, load_views};
use crate::components::{ColumnChoice, Icon, Load};
use crate::i18n::{integer, t, texts};
use crate::router;

/// The saved views of the list, and the one that is chosen.
#[derive(Clone, Copy)]
pub struct SavedViews {
    load: Load<Views>,
    chosen: Memo<Option<SavedView>>,
    /// Whether the views after the first ones are shown too.
    shows_all: RwSignal<bool>,
    pub column_choice: ColumnChoice,
}

impl SavedViews {
    pub fn of(view: Memo<ListView>) -> Self {
        let shows_all = RwSignal::new(false);
        let load = load_views(shows_all);
        let chosen = Memo::new(move |_| {
            let (views, view) = (load.get()?, view.get());
            views.read.into_iter().find(|saved| is_chosen(saved, &view))
        });
        // The chosen one can be among the others, after a reload for example.
        Effect::new(move |_| {
            let id = view.with(|view| view.saved_view().to_owned());
            if !id.is_empty() && load.get().is_some_and(|views| views.is_among_others(&id)) {
                shows_all.set(true);
            }
        });
        Self { load, chosen, shows_all, column_choice: column_choice(chosen) }
    }
}

#[component]
pub fn ViewBar(view: Memo<ListView>, saved: SavedViews) -> impl IntoView {
    let SavedViews { load, chosen, shows_all, column_choice } = saved;
    let editing = RwSignal::new(None::<Editing>);
    let views = Memo::new(move |_| load.get().unwrap_or_default());
    let chips = move || {
        let most = if shows_all.get() { usize::MAX } else { FIRST };
        let shown = views.get().read.into_iter().take(most);
        shown.map(|saved| view! { <Chip saved=saved view=view /> }).collect_view()
    };
    let others = Memo::new(move |_| {
        let count = views.with(Views::other_count);
        let is_waiting = shows_all.get() && views.with(|views| views.read.len() <= FIRST);
        (count > 0 && (is_waiting || !shows_all.get())).then_some(count)
    });
    let others = move || {
        others.get().map(|count| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            view! {
                <button type="button" class="filter-chip view-others" disabled=move || shows_all.get() on:click=move |_| shows_all.set(true)>
                    {move || texts().views().others(&integer(count))}
                </button>
            }
        })
    };
    let on_done = Callback::new(move |saved: Option<SavedView>| {
        if let Some(saved) = saved {
            let shown = view.get_untracked().with_saved_view(saved.id.to_string());
            router::restate(&href(&shown));
        }
        load.reload();
    });
    // Whoever may not change the chosen one can save it as a view of their own, with other columns.
    let button = move || {
        match chosen.get() {
        Some(saved) if saved.may_change => {
            let name = texts().views().edit_it(&saved.name);
            view! {
                <button type="button" class="view-save" aria-label=name on:click=move |_| editing.set(Some(Editing::Present(Box::new(saved.clone()))))>
                    <Icon name="it-pencil" class="icon-sm" />
                    <span>{t!(views.edit)}</span>
                </button>
            }.into_any()
        }
        _ => view! {
            <button type="button" class="view-save" aria-haspopup="dialog" on:click=move |_| editing.set(Some(Editing::New))>
                <Icon name="it-bookmark" class="icon-sm" />
                <span>{t!(views.save)}</span>
            </button>
        }.into_any(),
    }
    };
    view! {
        <div class="views" role="group" aria-label=t!(views.title) data-testid="views">
            <EndingChip view=view />
            {chips}
            {others}
            {button}
        </div>
        <ViewDialog editing=editing view=view column_choice=column_choice on_done=on_done />
    }
}

/// The view that everybody has: the mailboxes that end soon.
#[component]
fn EndingChip(view: Memo<ListView>) -> impl IntoView {
    let address = list_of_ending(browser::now().date_naive());
    let shown = address.clone();
    view! {
        <a
            class="filter-chip view-chip"
            href=address
            title=t!(service.ending_hint)
            aria-current=move || (href(&view.get()) == shown).then_some("true")
        >
            <Icon name="it-clock" class="icon-sm" />
            <span>{t!(service.ending)}</span>
        </a>
    }
}

#[component]
fn Chip(saved: SavedView, view: Memo<ListView>) -> impl IntoView {
    let address = href(&list_view(&saved));
    let count = saved.row_count;
    let count = move || count.map(integer);
    let (name, shared, owner) = (saved.name.clone(), saved.shared, saved.owner.name.clone());
    let title = move || shared.then(|| texts().views().shared_by(&owner));
    let has_alert = saved.alert.is_some();
    view! {
        <a
            class="filter-chip view-chip"
            href=address
            title=title
            aria-current=move || is_chosen(&saved, &view.get()).then_some("true")
        >
            {shared.then(|| view! { <Icon name="it-share" class="icon-sm" /> })}
            {has_alert.then(|| view! { <Icon name="it-horn" class="icon-sm" /> })}
            <span>{name}</span>
            <span class="chip-count">{count}</span>
        </a>
    }
}
