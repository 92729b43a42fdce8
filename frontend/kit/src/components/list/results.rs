//! The rows of a list that is shown one page at a time, with links to the previous and the next
//! page.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sigillo_contract::Operation;
use sigillo_contract::operation::Nothing;
use sigillo_contract::page::Page;
use sigillo_domain::preferences::ListName;

use super::pager::Pager;
use super::record_list::Parts;
use crate::api;
use crate::components::{Load, load, loaded};
use crate::i18n::{integer, texts};
use crate::list_view::{ListView, PageRequest};
use crate::{preferences, router};

/// The shown page of a list, and the number of rows of all its pages.
pub struct ListData<T: Send + Sync + 'static> {
    pub rows: Load<Page<T>>,
    pub total: Memo<Option<i64>>,
    /// The number of rows of each state, in a list that counts them.
    pub counts: Memo<Option<BTreeMap<String, i64>>>,
}

impl<T: Send + Sync> Clone for ListData<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for ListData<T> {}

/// The view of the list of a page, as its address describes it. `name` is the list's name in the
/// preferences.
pub fn view_of_page(name: ListName, filters: &'static [&'static str]) -> Memo<ListView> {
    let address = router::query();
    Memo::new(move |_| {
        let view = address.with(|query| ListView::read(query, filters));
        view.or_rows(preferences::rows(name))
    })
}

/// Reads the rows of `view` with their count, again whenever it changes.
pub fn load_list<O, T>(
    view: Memo<ListView>,
    query: fn(&ListView, PageRequest) -> O::Query,
) -> ListData<T>
where
    O: Operation<Path = (), Body = Nothing, Reply = Page<T>>,
    O::Query: 'static,
    T: Clone + Send + Sync + 'static,
{
    load_counted::<O, T>(view, query, ListView::count_request, |_| true)
}

/// Like [`load_list`], with the number of rows of each state too, in a list that can be so long that a
/// search is counted by a request of its own: the page does not wait for it, and the next page does not
/// count again. Without a search the server knows the numbers.
pub fn load_list_by_state<O, T>(
    view: Memo<ListView>,
    query: fn(&ListView, PageRequest) -> O::Query,
) -> ListData<T>
where
    O: Operation<Path = (), Body = Nothing, Reply = Page<T>>,
    O::Query: 'static,
    T: Clone + Send + Sync + 'static,
{
    load_counted::<O, T>(view, query, ListView::states_request, |view| view.search.is_empty())
}

fn load_counted<O, T>(
    view: Memo<ListView>,
    query: fn(&ListView, PageRequest) -> O::Query,
    count: fn(&ListView) -> PageRequest,
    is_counted_with_rows: fn(&ListView) -> bool,
) -> ListData<T>
where
    O: Operation<Path = (), Body = Nothing, Reply = Page<T>>,
    O::Query: 'static,
    T: Clone + Send + Sync + 'static,
{
    let found = Memo::new(move |_| view.get().found());
    // The search that the rows are of.
    let rows_of = RwSignal::new(None::<ListView>);
    let rows = load(move || {
        let view = view.get();
        let counted = count(&view).count.filter(|_| is_counted_with_rows(&view));
        let request = PageRequest { count: counted, ..view.page_request() };
        let reading = api::list::<O>((), &query(&view, request));
        let view = view.found();
        async move {
            let page = reading.await?;
            if found.try_get_untracked().as_ref() == Some(&view) {
                rows_of.try_set(Some(view));
            }
            Ok(page)
        }
    });
    let counted = load(move || {
        let view = Some(found.get()).filter(|view| !is_counted_with_rows(view));
        let reading = view.map(|view| api::list::<O>((), &query(&view, count(&view))));
        async move {
            match reading {
                Some(reading) => reading.await.map(Some),
                None => Ok(None),
            }
        }
    });
    // The count of an earlier search is not shown for the present one.
    let present = move || {
        let found = found.get();
        if is_counted_with_rows(&found) {
            rows.get().filter(|_| rows_of.with(|view| view.as_ref() == Some(&found)))
        } else if counted.is_waiting() {
            None
        } else {
            counted.get().flatten()
        }
    };
    let total = Memo::new(move |_| present().and_then(|page| page.total));
    let counts = Memo::new(move |_| present().and_then(|page| page.counts));
    ListData { rows, total, counts }
}

/// Shows `table` with the rows, or `empty` if there are none.
#[component]
pub(super) fn Results<T>(
    data: ListData<T>,
    parts: Parts<T>,
    table: Callback<Vec<T>, AnyView>,
    empty: ViewFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let view = parts.view;
    let results = move |page: Page<T>| {
        if page.items.is_empty() {
            return empty.run();
        }
        let shown = view.get_untracked();
        let count = i64::try_from(page.items.len()).unwrap_or(0);
        let (first, last) = (integer(shown.first_row()), integer(shown.first_row() + count - 1));
        let href = |view: &ListView| parts.spec.with_value(|spec| spec.href(view));
        let previous = shown.previous().map(|view| href(&view));
        let next = page.next_cursor.as_deref().map(|cursor| href(&shown.next(cursor)));
        let status = move || match data.total.get() {
            Some(total) => texts().common().rows_of(&first, &last, &integer(total)),
            None => texts().common().rows(&first, &last),
        };
        view! {
            {table.run(page.items)}
            <Pager parts=parts previous=previous next=next status=status />
        }
        .into_any()
    };
    view! {
        <div
            class="results"
            class:is-waiting=move || data.rows.is_waiting()
            aria-busy=move || data.rows.is_waiting().then_some("true")
        >
            {loaded(data.rows, results)}
        </div>
    }
}
