//! The list of a domain's mailboxes, with search, filters, order, pages and export.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::ListMailboxes;
use sigillo_domain::permission::Permission;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::ListView;

use super::bulk::{Bar, PageCheckbox, Selection, may_select};
use super::columns::{columns, row_class};
use super::empty::{NoMailboxes, cancelled_of};
use super::export::Export;
use super::filters::filters;
use super::requests::{
    EVERY_DOMAIN, FILTERS, count_selectable, domain_of, href, of_cancelled, order_of,
    query_with_host,
};
use super::views::{SavedViews, ViewBar};
use super::{list_title, may_in};
use crate::components::{
    LinkButton, ListSpec, MeasuredAt, Page, RecordList, SearchBox, Toolbar, load,
    load_list_by_state, view_of_page,
};
use crate::i18n::{integer, t, texts};
use crate::route::Route;
use crate::{router, session};

/// The list's name in the preferences.
const NAME: ListName = ListName::Mailboxes;

#[component]
pub fn List() -> impl IntoView {
    let view = view_of_page(NAME, FILTERS);
    let domain = Memo::new(move |_| view.with(domain_of));
    // The list opens only for a chosen domain (A2).
    let of_all = move || domain.with(|domain| domain == EVERY_DOMAIN);
    let is_chosen = Memo::new(move |_| of_all() || session::domain(&domain.get()).is_some());
    Effect::new(move |_| {
        if is_chosen.get() && !of_all() {
            session::choose_domain(&domain.get());
        }
    });
    move || {
        if is_chosen.get() {
            view! { <DomainList view=view domain=domain /> }.into_any()
        } else {
            router::redirect(Route::ChooseDomain)
        }
    }
}

#[component]
fn DomainList(view: Memo<ListView>, domain: Memo<String>) -> impl IntoView {
    let data = load_list_by_state::<ListMailboxes, Mailbox>(view, query_with_host);
    // It comes with the rows, since it says when their figures were measured.
    let host = Memo::new(move |_| data.rows.get().and_then(|page| page.mail_host));
    let measured = Memo::new(move |_| host.get().is_some_and(|host| host.configured));
    let selection = Selection::new();
    let found = Memo::new(move |_| view.get().found());
    // The memo has to be read and not only tracked: a memo that nobody reads is never computed
    // again.
    Effect::new(move |_| found.with(|_| selection.clear()));
    let order = Memo::new(move |_| view.with(order_of));
    Effect::new(move |_| order.with(|_| selection.reorder()));
    let is_selecting = Memo::new(move |_| selection.count() > 0);
    let counted = load(move || {
        let view = is_selecting.get().then(|| found.get());
        async move {
            match view {
                Some(view) => count_selectable(view).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let selectable =
        Memo::new(move |_| if counted.is_waiting() { None } else { counted.get().flatten() });
    let go = Callback::new(move |next: ListView| router::go(href(&next)));
    let of_all = Memo::new(move |_| domain.with(|domain| domain == EVERY_DOMAIN));
    let selectable_rows = may_select(&domain.get_untracked()).then_some(selection);
    let spec = ListSpec {
        name: NAME,
        caption: t!(list.title).into(),
        columns: columns(measured, of_all, selectable_rows).into(),
        path: Route::Mailboxes.to_string(),
        order: order_of,
        search: Some(SearchBox { label: t!(list.search), hint: Some(t!(list.search_hint)) }),
        filters: filters(measured, view),
        toolbar: Toolbar::Always,
        row_class: Some(row_class),
    };
    let saved = SavedViews::of(view);
    let empty = move || view! { <NoMailboxes view=view.get_untracked() counts=data.counts /> };
    let summary = move || {
        view! {
            <Found total=data.total />
            <CancelledChip view=view counts=data.counts />
            <ViewBar view=view saved=saved />
            <MeasuredAt status=Signal::derive(move || host.get()) />
        }
    };
    let above = move || {
        selectable_rows.map(|selection| view! {
            <div class="select-cards"><PageCheckbox selection=selection id="select-cards" /></div>
        })
    };
    view! {
        <Page title=move || list_title(&domain.get()) actions=move || view! { <Actions view=view domain=domain /> }>
            <RecordList
                spec=spec
                data=data
                view=view
                go=go
                empty=empty
                summary=summary
                above=above
                column_choice=saved.column_choice
                on_rows=Callback::new(move |rows: Vec<Mailbox>| {
                    selection.show_page(&rows, view.with_untracked(ListView::first_row));
                })
            />
            <Bar selection=selection view=view total=selectable />
        </Page>
    }
}

#[component]
fn Actions(view: Memo<ListView>, domain: Memo<String>) -> impl IntoView {
    // A new mailbox belongs to one domain, which is chosen first.
    let may_create = move || session::may_on(&domain.get(), Permission::Create);
    // Whoever may not create mailboxes may import the identities of their holders.
    let may_import = move || may_create() || session::may_on(&domain.get(), Permission::Edit);
    let may_export = move || may_in(&domain.get(), Permission::Export);
    view! {
        <Show when=may_export>
            <Export view=view />
        </Show>
        <Show when=may_import>
            <LinkButton
                href=Signal::derive(move || Route::ImportMailboxes.for_domain(&domain.get()))
                label=t!(jobs.import)
                icon="it-upload"
                class="btn btn-outline-primary"
            />
        </Show>
        <Show when=may_create>
            <LinkButton
                href=Signal::derive(move || Route::NewMailbox.for_domain(&domain.get()))
                label=t!(list.add)
                icon="it-plus"
                key="n"
            />
        </Show>
    }
}

/// The number of mailboxes found; screen readers announce a change.
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

/// The number of cancelled mailboxes that the search finds besides, as a link to them.
#[component]
fn CancelledChip(
    view: Memo<ListView>,
    counts: Memo<Option<BTreeMap<String, i64>>>,
) -> impl IntoView {
    let cancelled = Memo::new(move |_| of_cancelled(&view.get().found()));
    move || {
        let count = counts.with(|counts| cancelled_of(counts.as_ref()))?;
        let href = href(&cancelled.get()?);
        let words = move || match count {
            1 => texts().list().cancelled_one().to_owned(),
            _ => texts().list().cancelled(&integer(count)),
        };
        Some(view! { <a class="filter-chip" href=href data-testid="cancelled-count">{words}</a> })
    }
}
