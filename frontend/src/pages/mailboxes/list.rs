//! The list of a domain's mailboxes: searched, filtered, ordered, paged and exported.

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_navigate, use_query_map};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::ListMailboxes;
use sigillo_contract::page::Page as Rows;
use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_domain::permission::Permission;

use super::export::Export;
use super::list_view::ListView;
use super::rows::Table;
use crate::components::{Icon, LinkButton, Load, Page, Pager, load, loaded};
use crate::i18n::{integer, t, texts};
use crate::{api, paths, session};

#[component]
pub fn List() -> impl IntoView {
    let params = use_query_map();
    let view = Memo::new(move |_| params.with(ListView::read));
    // A list opens only after a choice (A2).
    let chosen = Memo::new(move |_| session::domain(&view.get().domain).is_some());
    let domain = Memo::new(move |_| view.get().domain);
    Effect::new(move |_| {
        if chosen.get() {
            session::choose_domain(&domain.get());
        }
    });
    move || {
        if chosen.get() {
            view! { <DomainList view=view domain=domain /> }.into_any()
        } else {
            view! { <Redirect path=paths::HOME /> }.into_any()
        }
    }
}

#[component]
fn DomainList(view: Memo<ListView>, domain: Memo<String>) -> impl IntoView {
    let rows = load(move || {
        let query = view.get().query();
        async move { api::list::<ListMailboxes>((), &query).await }
    });
    let navigate = use_navigate();
    let go =
        Callback::new(move |next: ListView| navigate(&next.href(), NavigateOptions::default()));
    let may_create = move || session::may_on(&domain.get(), Permission::Create);
    let may_export = move || session::may_on(&domain.get(), Permission::Export);
    let actions = move || {
        view! {
            <Show when=may_export>
                <Export view=view />
            </Show>
            <Show when=may_create>
                <LinkButton
                    href=Signal::derive(move || paths::new_mailbox(&domain.get()))
                    label=t!(list.add)
                    icon="it-plus"
                />
            </Show>
        }
    };
    view! {
        <Page title=move || texts().list().title_of(&domain.get()) actions=actions>
            <Filters view=view go=go />
            <Found rows=rows />
            <div class="results" aria-busy=move || rows.is_waiting().then_some("true") class:is-waiting=move || rows.is_waiting()>
                {loaded(rows, move |page| view! { <Results page=page view=view go=go /> })}
            </div>
        </Page>
    }
}

/// How many there are; read out when it changes.
#[component]
fn Found(rows: Load<Rows<Mailbox>>) -> impl IntoView {
    let total = Memo::new(move |_| rows.get().and_then(|page| page.total));
    view! {
        <p class="found" role="status" data-testid="total">
            {move || total.get().map(|total| match total {
                1 => texts().list().found_one().to_owned(),
                _ => texts().list().found(&integer(total)),
            })}
        </p>
    }
}

#[component]
fn Filters(view: Memo<ListView>, go: Callback<ListView>) -> impl IntoView {
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
            <SortSelect view=view go=go />
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

/// The order, where the table has no headings to press: on a narrow screen.
#[component]
fn SortSelect(view: Memo<ListView>, go: Callback<ListView>) -> impl IntoView {
    let name = |field: SortField| {
        let t = texts().list();
        match field {
            SortField::Address | SortField::LocalPart => t.mailbox(),
            SortField::CreatedAt => t.creation(),
            SortField::State => t.state(),
            SortField::Quota => t.quota(),
        }
    };
    let chosen = move || view.get().order();
    // In one domain the order of addresses is that of names, told less well.
    let fields = SortField::ALL.into_iter().filter(|field| *field != SortField::Address);
    let options =
        fields.flat_map(|field| [false, true].map(|descending| Sort { field, descending }));
    let options = options.map(|sort| {
        let words = move || {
            let t = texts().list();
            if sort.descending {
                t.descending(name(sort.field))
            } else {
                t.ascending(name(sort.field))
            }
        };
        view! { <option value=sort.to_string() selected=move || chosen() == sort>{words}</option> }
    });
    let on_change = move |event| {
        go.run(ListView {
            sort: Sort::parse(&event_target_value(&event)).ok(),
            ..view.get_untracked().at_first_page()
        });
    };
    view! {
        <div class="field sort-select">
            <label class="field-label" for="sort">{t!(list.sort)}</label>
            <select class="input" id="sort" on:change=on_change>{options.collect_view()}</select>
        </div>
    }
}

#[component]
fn Results(page: Rows<Mailbox>, view: Memo<ListView>, go: Callback<ListView>) -> impl IntoView {
    let shown = view.get_untracked();
    if page.items.is_empty() {
        return view! { <Nothing view=shown /> }.into_any();
    }
    let count = i64::try_from(page.items.len()).unwrap_or(0);
    let (first, last) = (shown.first_row(), shown.first_row() + count - 1);
    let previous = shown.previous().map(|view| view.href());
    let next = page.next_cursor.as_deref().map(|cursor| shown.next(cursor).href());
    let sort = Signal::derive(move || view.get().order());
    let on_sort = Callback::new(move |sort: Sort| {
        go.run(ListView { sort: Some(sort), ..view.get_untracked().at_first_page() });
    });
    view! {
        <Table rows=page.items sort=sort on_sort=on_sort />
        <Pager
            previous=previous
            next=next
            status=move || match page.total {
                Some(total) => texts().list().rows_of(&integer(first), &integer(last), &integer(total)),
                None => texts().list().rows(&integer(first), &integer(last)),
            }
        />
    }
    .into_any()
}

/// An empty list, and what to do about it.
#[component]
fn Nothing(view: ListView) -> impl IntoView {
    let all = paths::mailboxes_of(&view.domain);
    if view.is_narrowed() {
        return view! {
            <div class="empty" data-testid="nothing-found">
                <Icon name="it-search" />
                <p class="empty-title">{t!(list.nothing_found)}</p>
                <p>{t!(list.nothing_found_hint)}</p>
                <a class="btn btn-outline-primary" href=all>{t!(list.show_all)}</a>
            </div>
        }
        .into_any();
    }
    let may_create = session::may_on(&view.domain, Permission::Create);
    let new = paths::new_mailbox(&view.domain);
    view! {
        <div class="empty" data-testid="no-mailboxes">
            <Icon name="it-inbox" />
            <p class="empty-title">{t!(list.none_yet)}</p>
            {may_create.then(|| view! {
                <p>{t!(list.none_yet_hint)}</p>
                <LinkButton href=new label=t!(list.add) icon="it-plus" />
            })}
        </div>
    }
    .into_any()
}
