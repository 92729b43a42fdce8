//! The list of a domain's mailboxes: searched, filtered, ordered, paged and exported.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::{GetMailHost, ListMailboxes};
use sigillo_contract::page::Page as Rows;
use sigillo_domain::mailbox_list::Sort;
use sigillo_domain::permission::Permission;

use super::bulk::{Bar, Selection, may_select};
use super::export::Export;
use super::filters::Filters;
use super::list_view::ListView;
use super::rows::Table;
use crate::components::{Icon, LinkButton, MeasuredAt, Page, Pager, load, loaded};
use crate::i18n::{integer, t, texts};
use crate::route::Route;
use crate::{api, router, session};

#[component]
pub fn List() -> impl IntoView {
    let params = router::query();
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
            router::redirect(Route::Home)
        }
    }
}

#[component]
fn DomainList(view: Memo<ListView>, domain: Memo<String>) -> impl IntoView {
    let rows = load(move || {
        let query = view.get().query();
        async move { api::list::<ListMailboxes>((), &query).await }
    });
    // Read with the rows: it says of when their figures are.
    let host = load(move || {
        view.track();
        api::get::<GetMailHost>(())
    });
    let measured = Memo::new(move |_| host.get().is_some_and(|host| host.configured));
    let filters = Memo::new(move |_| view.get().filters());
    let counted = load(move || {
        filters.with(|_| ());
        let query = view.get_untracked().counting();
        async move { api::list::<ListMailboxes>((), &query).await }
    });
    // That of another search is not shown for this one's.
    let total = Memo::new(move |_| {
        if counted.is_waiting() { None } else { counted.get().and_then(|page| page.total) }
    });
    let selection = Selection::new();
    // Read, not only tracked: a memo that nobody reads never looks at what it depends on.
    Effect::new(move |_| filters.with(|_| selection.clear()));
    let go = Callback::new(move |next: ListView| router::go(next.href()));
    let may_create = move || session::may_on(&domain.get(), Permission::Create);
    let may_export = move || session::may_on(&domain.get(), Permission::Export);
    let actions = move || {
        view! {
            <Show when=may_export>
                <Export view=view />
            </Show>
            <Show when=may_create>
                <LinkButton
                    href=Signal::derive(move || Route::ImportMailboxes.for_domain(&domain.get()))
                    label=t!(jobs.import)
                    icon="it-upload"
                    class="btn btn-outline-primary"
                />
                <LinkButton
                    href=Signal::derive(move || Route::NewMailbox.for_domain(&domain.get()))
                    label=t!(list.add)
                    icon="it-plus"
                />
            </Show>
        }
    };
    view! {
        <Page title=move || texts().list().title_of(&domain.get()) actions=actions>
            <Filters view=view go=go measured=measured />
            <div class="found-line">
                <Found total=total />
                <MeasuredAt status=Signal::derive(move || host.get()) />
            </div>
            <div class="results" aria-busy=move || rows.is_waiting().then_some("true") class:is-waiting=move || rows.is_waiting()>
                {loaded(rows, move |page| view! { <Results page=page view=view go=go measured=measured selection=selection total=total /> })}
            </div>
            <Bar selection=selection view=view total=total />
        </Page>
    }
}

/// How many there are; read out when it changes.
#[component]
fn Found(total: Memo<Option<i64>>) -> impl IntoView {
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
fn Results(
    page: Rows<Mailbox>,
    view: Memo<ListView>,
    go: Callback<ListView>,
    measured: Memo<bool>,
    selection: Selection,
    total: Memo<Option<i64>>,
) -> impl IntoView {
    let shown = view.get_untracked();
    if page.items.is_empty() {
        return view! { <Nothing view=shown /> }.into_any();
    }
    selection.turn_to(&page.items);
    let selection = may_select(&shown.domain).then_some(selection);
    let count = i64::try_from(page.items.len()).unwrap_or(0);
    let (first, last) = (shown.first_row(), shown.first_row() + count - 1);
    let previous = shown.previous().map(|view| view.href());
    let next = page.next_cursor.as_deref().map(|cursor| shown.next(cursor).href());
    let sort = Signal::derive(move || view.get().order());
    let on_sort = Callback::new(move |sort: Sort| {
        go.run(ListView { sort: Some(sort), ..view.get_untracked().at_first_page() });
    });
    view! {
        <Table rows=page.items sort=sort on_sort=on_sort measured=measured selection=selection />
        <Pager
            previous=previous
            next=next
            status=move || match total.get() {
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
    let all = Route::Mailboxes.for_domain(&view.domain);
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
    let new = Route::NewMailbox.for_domain(&view.domain);
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
