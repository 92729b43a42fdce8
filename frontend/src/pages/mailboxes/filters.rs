//! What narrows and orders the list.

use leptos::html;
use leptos::prelude::*;
use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{OVER_SOFT_LIMIT, Sort, SortField};

use super::list_view::ListView;
use crate::components::Icon;
use crate::i18n::{t, texts};

#[component]
pub fn Filters(
    view: Memo<ListView>,
    go: Callback<ListView>,
    measured: Memo<bool>,
) -> impl IntoView {
    let typed = RwSignal::new(view.get_untracked().search);
    let shown = Memo::new(move |_| view.get().search);
    // Going back to another search puts its text in the box.
    Effect::new(move |_| typed.set(shown.get()));
    let input = NodeRef::<html::Input>::new();
    let search = move |text: String| {
        let next =
            ListView { search: text.trim().to_owned(), ..view.get_untracked().at_first_page() };
        go.run(next);
    };
    let clear = move |_| {
        typed.set(String::new());
        search(String::new());
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    view! {
        <form
            class="filters"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                search(typed.get_untracked());
            }
        >
            <div class="field filter-search">
                <label class="field-label" for="search">{t!(list.search)}</label>
                <div class="field-control">
                    <input
                        node_ref=input
                        class="input input-with-button"
                        type="text"
                        id="search"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby="search-hint"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <Show when=move || !typed.get().is_empty()>
                        <button type="button" class="input-button input-button-inner" aria-label=t!(list.clear_search) on:click=clear>
                            <Icon name="it-close" />
                        </button>
                    </Show>
                    <button type="submit" class="btn btn-primary search-button" aria-label=t!(list.do_search)>
                        <Icon name="it-search" />
                    </button>
                </div>
                <p class="field-hint" id="search-hint">{t!(list.search_hint)}</p>
            </div>
            <StateSelect view=view go=go />
            <PasswordSelect view=view go=go />
            <Show when=move || measured.get()>
                <FillSelect view=view go=go />
            </Show>
            <SortSelect view=view go=go measured=measured />
        </form>
    }
}

#[component]
fn StateSelect(view: Memo<ListView>, go: Callback<ListView>) -> impl IntoView {
    let filter = move |event| {
        let next =
            ListView { states: event_target_value(&event), ..view.get_untracked().at_first_page() };
        go.run(next);
    };
    view! {
            <div class="field filter-state">
                <label class="field-label" for="state">{t!(list.state)}</label>
                <select class="input" id="state" on:change=filter prop:value=move || view.get().states>
                    <option value="" selected=move || view.get().states.is_empty()>{t!(list.every_state)}</option>
                    {State::ALL.map(|state| view! {
                        <option value=state.as_str() selected=move || view.get().states == state.as_str()>
                            {move || texts().words().states(state)}
                        </option>
                    }).into_iter().collect_view()}
                </select>
            </div>
    }
}

#[component]
fn PasswordSelect(view: Memo<ListView>, go: Callback<ListView>) -> impl IntoView {
    let filter = move |event| {
        let next = ListView {
            passwords: event_target_value(&event),
            ..view.get_untracked().at_first_page()
        };
        go.run(next);
    };
    view! {
        <div class="field filter-state">
            <label class="field-label" for="password">{t!(list.password)}</label>
            <select class="input" id="password" on:change=filter prop:value=move || view.get().passwords>
                <option value="" selected=move || view.get().passwords.is_empty()>{t!(list.every_password)}</option>
                {PasswordState::ALL.map(|state| view! {
                    <option value=state.as_str() selected=move || view.get().passwords == state.as_str()>
                        {move || texts().words().password_state(state)}
                    </option>
                }).into_iter().collect_view()}
            </select>
        </div>
    }
}

#[component]
fn FillSelect(view: Memo<ListView>, go: Callback<ListView>) -> impl IntoView {
    let filter = move |event| {
        let next =
            ListView { fill: event_target_value(&event), ..view.get_untracked().at_first_page() };
        go.run(next);
    };
    view! {
        <div class="field filter-fill">
            <label class="field-label" for="fill">{t!(usage.fill)}</label>
            <select class="input" id="fill" on:change=filter prop:value=move || view.get().fill>
                <option value="" selected=move || view.get().fill.is_empty()>{t!(usage.every_fill)}</option>
                <option value=OVER_SOFT_LIMIT selected=move || view.get().fill == OVER_SOFT_LIMIT>
                    {t!(usage.filter_over_soft_limit)}
                </option>
            </select>
        </div>
    }
}

/// The order, where the table has no headings to press: on a narrow screen.
#[component]
fn SortSelect(view: Memo<ListView>, go: Callback<ListView>, measured: Memo<bool>) -> impl IntoView {
    let name = |field: SortField| {
        let t = texts().list();
        match field {
            SortField::Address | SortField::LocalPart => t.mailbox(),
            SortField::CreatedAt => t.creation(),
            SortField::State => t.state(),
            SortField::Quota => t.quota(),
            SortField::Fill => texts().usage().used(),
        }
    };
    let chosen = move || view.get().order();
    // In one domain the order of addresses is that of names, told less well.
    let offered = move |field: SortField| {
        field != SortField::Address && (field != SortField::Fill || measured.get())
    };
    let options = move || {
        let fields = SortField::ALL.into_iter().filter(|field| offered(*field));
        let sorts =
            fields.flat_map(|field| [false, true].map(|descending| Sort { field, descending }));
        let option = |sort: Sort| {
            let words = move || {
                let t = texts().list();
                if sort.descending {
                    t.descending(name(sort.field))
                } else {
                    t.ascending(name(sort.field))
                }
            };
            view! { <option value=sort.to_string() selected=move || chosen() == sort>{words}</option> }
        };
        sorts.map(option).collect_view()
    };
    let on_change = move |event| {
        go.run(ListView {
            sort: Sort::parse(&event_target_value(&event)).ok(),
            ..view.get_untracked().at_first_page()
        });
    };
    view! {
        <div class="field sort-select">
            <label class="field-label" for="sort">{t!(list.sort)}</label>
            <select class="input" id="sort" on:change=on_change>{options}</select>
        </div>
    }
}
