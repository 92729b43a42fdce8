//! The chips of the saved views, and the button that saves the present one.

use leptos::prelude::*;
use sigillo_contract::saved_view::SavedView;
use sigillo_kit::list_view::ListView;

use super::super::requests::href;
use super::address::{is_shown, list_view};
use super::dialog::{Editing, ViewDialog};
use super::known::load_views;
use crate::components::Icon;
use crate::i18n::{integer, t, texts};

#[component]
pub fn ViewBar(view: Memo<ListView>) -> impl IntoView {
    let saved = load_views();
    let editing = RwSignal::new(None::<Editing>);
    let views = Memo::new(move |_| saved.get().unwrap_or_default());
    let shown = Memo::new(move |_| {
        let view = view.get();
        views.with(|views| views.iter().find(|saved| is_shown(saved, &view)).cloned())
    });
    let chips = move || {
        views.get().into_iter().map(|saved| view! { <Chip saved=saved view=view /> }).collect_view()
    };
    let button = move || {
        match shown.get() {
        Some(saved) if saved.may_change => {
            let name = texts().views().edit_it(&saved.name);
            Some(view! {
                <button type="button" class="view-save" aria-label=name on:click=move |_| editing.set(Some(Editing::Present(Box::new(saved.clone()))))>
                    <Icon name="it-pencil" class="icon-sm" />
                    <span>{t!(views.edit)}</span>
                </button>
            }.into_any())
        }
        Some(_) => None,
        None => Some(view! {
            <button type="button" class="view-save" aria-haspopup="dialog" on:click=move |_| editing.set(Some(Editing::New))>
                <Icon name="it-bookmark" class="icon-sm" />
                <span>{t!(views.save)}</span>
            </button>
        }.into_any()),
    }
    };
    view! {
        <div class="views" role="group" aria-label=t!(views.title) data-testid="views">
            {chips}
            {button}
        </div>
        <ViewDialog editing=editing view=view on_saved=Callback::new(move |()| saved.reload()) />
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
            aria-current=move || is_shown(&saved, &view.get()).then_some("true")
        >
            {shared.then(|| view! { <Icon name="it-share" class="icon-sm" /> })}
            {has_alert.then(|| view! { <Icon name="it-horn" class="icon-sm" /> })}
            <span>{name}</span>
            <span class="chip-count">{count}</span>
        </a>
    }
}
