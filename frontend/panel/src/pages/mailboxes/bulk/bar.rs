//! The bar with the number of selected mailboxes and the actions on them. It is at the bottom of
//! the window, so that the list does not move when it appears.

use leptos::prelude::*;
use sigillo_kit::list_view::ListView;

use super::super::requests::{EVERY_DOMAIN, domain_of};
use super::action::{Action, offered};
use super::dialog::ActionDialog;
use super::export::ExportSelection;
use super::selection::Selection;
use crate::browser;
use crate::components::{Menu, MenuButton};
use crate::i18n::{integer, t, texts};
use crate::route::key;

/// The ids of the buttons of the menus, which the menus make from their own.
const ACTIONS_BUTTON: &str = "bulk-actions-button";
const EXPORT_BUTTON: &str = "export-selection-button";

#[component]
pub fn Bar(selection: Selection, view: Memo<ListView>, total: Memo<Option<i64>>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Action>);
    let offered = Memo::new(move |_| offered(&view.with(domain_of)));
    let actions = move || {
        let offered = offered.get().into_iter();
        let button = |action: Action| {
            let (name, _) = action.words();
            let on_click = Callback::new(move |()| chosen.set(Some(action)));
            view! { <MenuButton label=name on_click=on_click is_destructive=action == Action::Cancel /> }
        };
        offered.map(button).collect_view()
    };
    let acts = move || offered.with(|offered| !offered.is_empty());
    // Whoever works with the keyboard gets from any row to the actions without a walk through the rest.
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let is_shortcut = event.alt_key() && !event.ctrl_key() && event.code() == "KeyA";
        if is_shortcut && selection.count_now() != 0 {
            event.prevent_default();
            browser::focus(if untrack(acts) { ACTIONS_BUTTON } else { EXPORT_BUTTON });
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        // This element is always there, because screen readers announce only what is added to an
        // existing one.
        <p class="visually-hidden" role="status">{move || count_words(selection)}</p>
        <Show when=move || selection.count() != 0>
            <div class="selection-bar" role="region" aria-label=t!(bulk.region) data-testid="selection">
                <p class="selection-count">{move || count_words(selection)}</p>
                {move || all_button(selection, &view.get(), total.get())}
                <button type="button" class="link" on:click=move |_| clear_selection(selection)>{t!(bulk.clear)}</button>
                <p class="selection-keys"><kbd>"Alt"</kbd>" + "<kbd>"A"</kbd></p>
                <ExportSelection selection=selection view=view />
                <Show when=acts>
                    <Menu id="bulk-actions" label=t!(list.actions) class="btn btn-primary">{actions}</Menu>
                </Show>
            </div>
        </Show>
        <ActionDialog chosen=chosen selection=selection view=view />
    }
}

/// The number of selected mailboxes as text; empty if there are none.
fn count_words(selection: Selection) -> String {
    let t = texts().bulk();
    match selection.count() {
        0 => String::new(),
        1 => t.one().to_owned(),
        count if selection.is_of_all() => t.all(&integer(count)),
        count if selection.is_full() => format!("{}. {}", t.many(&integer(count)), t.full()),
        count => t.many(&integer(count)),
    }
}

/// The button that selects everything the list finds, if that is more than what is selected.
fn all_button(
    selection: Selection,
    view: &ListView,
    total: Option<i64>,
) -> Option<impl IntoView + use<>> {
    let total = total.filter(|total| !selection.is_of_all() && *total > selection.count())?;
    let (count, t) = (integer(total), texts().bulk());
    let words = if view.is_narrowed(key::DOMAIN) {
        t.match_all(&count)
    } else if domain_of(view) == EVERY_DOMAIN {
        t.every_domain(&count)
    } else {
        t.whole_domain(&count)
    };
    Some(view! {
        <button type="button" class="link" on:click=move |_| selection.match_all(total)>{words}</button>
    })
}

fn clear_selection(selection: Selection) {
    selection.clear();
    // The pressed button disappears with the bar. Of these two checkboxes, the visible one takes
    // the focus.
    browser::focus("select-cards");
    browser::focus("select-page");
}
