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
            {select(states(), view, go)}
            {select(passwords(), view, go)}
            <Show when=move || measured.get()>
                {select(fills(), view, go)}
            </Show>
            {select(sorts(measured), view, go)}
        </form>
    }
}

/// One of the lists that open: where it stands in the page, and in the view.
struct Choice {
    id: &'static str,
    class: &'static str,
    label: fn() -> &'static str,
    /// What is chosen, as it stands in the address.
    read: fn(&ListView) -> String,
    write: fn(&mut ListView, String),
    /// Each value, and its words.
    options: Box<dyn Fn() -> Vec<(String, String)> + Send>,
}

fn select(choice: Choice, view: Memo<ListView>, go: Callback<ListView>) -> AnyView {
    let Choice { id, class, label, read, write, options } = choice;
    let chosen = move || view.with(read);
    let choose = move |event| {
        let mut next = view.get_untracked().at_first_page();
        write(&mut next, event_target_value(&event));
        go.run(next);
    };
    let options = move || {
        let chosen = chosen();
        let option = |(value, words): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        };
        options().into_iter().map(option).collect_view()
    };
    view! {
        <div class=class>
            <label class="field-label" for=id>{label}</label>
            <select class="input" id=id on:change=choose prop:value=chosen>{options}</select>
        </div>
    }
    .into_any()
}

/// Whatever the value, and then each of those that narrow the list.
fn with_all(
    all: &str,
    each: impl Iterator<Item = (&'static str, String)>,
) -> Vec<(String, String)> {
    let each = each.map(|(value, words)| (value.to_owned(), words));
    std::iter::once((String::new(), all.to_owned())).chain(each).collect()
}

fn states() -> Choice {
    Choice {
        id: "state",
        class: "field filter-state",
        label: t!(list.state),
        read: |view| view.states.clone(),
        write: |view, states| view.states = states,
        options: Box::new(|| {
            let each = State::ALL.into_iter();
            let each = each.map(|state| (state.as_str(), texts().words().states(state).to_owned()));
            with_all(texts().list().every_state(), each)
        }),
    }
}

fn passwords() -> Choice {
    Choice {
        id: "password",
        class: "field filter-state",
        label: t!(list.password),
        read: |view| view.passwords.clone(),
        write: |view, passwords| view.passwords = passwords,
        options: Box::new(|| {
            let words = texts().words();
            let each = PasswordState::ALL.into_iter();
            let each = each.map(|state| (state.as_str(), words.password_state(state).to_owned()));
            with_all(texts().list().every_password(), each)
        }),
    }
}

fn fills() -> Choice {
    Choice {
        id: "fill",
        class: "field filter-fill",
        label: t!(usage.fill),
        read: |view| view.fill.clone(),
        write: |view, fill| view.fill = fill,
        options: Box::new(|| {
            let usage = texts().usage();
            let over = (OVER_SOFT_LIMIT, usage.filter_over_soft_limit().to_owned());
            with_all(usage.every_fill(), std::iter::once(over))
        }),
    }
}

/// The order, where the table has no headings to press: on a narrow screen.
fn sorts(measured: Memo<bool>) -> Choice {
    // In one domain the order of addresses is that of names, told less well.
    let offered = move |field: &SortField| {
        *field != SortField::Address && (*field != SortField::Fill || measured.get())
    };
    Choice {
        id: "sort",
        class: "field sort-select",
        label: t!(list.sort),
        read: |view| view.order().to_string(),
        write: |view, sort| view.sort = Sort::parse(&sort).ok(),
        options: Box::new(move || {
            let fields = SortField::ALL.into_iter().filter(offered);
            let sorts =
                fields.flat_map(|field| [false, true].map(|descending| Sort { field, descending }));
            sorts.map(|sort| (sort.to_string(), sort_words(sort))).collect()
        }),
    }
}

fn sort_words(sort: Sort) -> String {
    let t = texts().list();
    let field = match sort.field {
        SortField::Address | SortField::LocalPart => t.mailbox(),
        SortField::CreatedAt => t.creation(),
        SortField::State => t.state(),
        SortField::Quota => t.quota(),
        SortField::Fill => texts().usage().used(),
    };
    if sort.descending { t.descending(field) } else { t.ascending(field) }
}
