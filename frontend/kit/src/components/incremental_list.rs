//! A timeline that is read page by page; each page is added at the end.
//!
//! This is the one paging of what is read from top to bottom and belongs to one record: its history,
//! messages, notes and works on the mail host, or the domains of an organisation. These have one order
//! and no columns. Whatever a person searches, sorts or selects is a [`RecordList`](super::RecordList),
//! whose pages have addresses.

use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::page::{Page, PageQuery};

use super::{Failure, Waiting};
use crate::api::{ApiError, Pending};
use crate::connection;
use crate::i18n::t;

/// The number of rows of a page.
const ROWS: u32 = 20;

type Fetch<T> = Rc<dyn Fn(PageQuery) -> Pending<Page<T>>>;

pub struct IncrementalList<T: Send + Sync + 'static> {
    items: RwSignal<Option<Vec<T>>>,
    next: RwSignal<Option<String>>,
    error: RwSignal<Option<ApiError>>,
    waiting: RwSignal<bool>,
    fetch: StoredValue<Fetch<T>, LocalStorage>,
}

impl<T: Send + Sync + 'static> Clone for IncrementalList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for IncrementalList<T> {}

/// Reads the first page now, and each further page when the person asks for it.
pub fn incremental_list<T, F>(fetch: impl Fn(PageQuery) -> F + 'static) -> IncrementalList<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Page<T>, ApiError>> + 'static,
{
    incremental_list_from(None, fetch)
}

/// Like [`incremental_list`], with the first page that the caller has already.
pub fn incremental_list_from<T, F>(
    first: Option<Page<T>>,
    fetch: impl Fn(PageQuery) -> F + 'static,
) -> IncrementalList<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Page<T>, ApiError>> + 'static,
{
    let fetch: Fetch<T> = Rc::new(move |query| Box::pin(fetch(query)));
    let incremental_list = IncrementalList {
        items: RwSignal::new(None),
        next: RwSignal::new(None),
        error: RwSignal::new(None),
        waiting: RwSignal::new(false),
        fetch: StoredValue::new_local(fetch),
    };
    match first {
        Some(page) => incremental_list.show(page, true),
        None => incremental_list.read(None),
    }
    // A read that failed because the server was unreachable is repeated as soon as it answers.
    Effect::new(move |_| {
        let lost =
            || incremental_list.error.with(|error| matches!(error, Some(ApiError::Unreachable)));
        if connection::is_reachable() && lost() {
            incremental_list.retry();
        }
    });
    incremental_list
}

impl<T: Clone + Send + Sync + 'static> IncrementalList<T> {
    /// The rows read so far; None until the first page has arrived.
    pub fn items(self) -> Option<Vec<T>> {
        self.items.get()
    }

    /// What stands in the place of the rows until the first page has arrived. [`LoadMore`] shows why it
    /// could not be read.
    pub fn placeholder(self) -> AnyView {
        let has_failed = self.error.with(Option::is_some);
        if has_failed { ().into_any() } else { view! { <Waiting /> }.into_any() }
    }

    /// Whether more than the first page has been read. A restart would remove the other pages.
    pub fn has_more_than_first_page(self) -> bool {
        self.items.with(|items| {
            items.as_ref().is_some_and(|items| items.len() > usize::try_from(ROWS).unwrap_or(0))
        })
    }

    /// Reads the list again from the start, after something was added to it.
    pub fn restart(self) {
        self.read(None);
    }

    /// Reads the list again after each `interval`, up to `times` times, while a row of its first page `is_awaited`.
    pub fn follow(self, is_awaited: impl Fn(&T) -> bool + 'static, interval: Duration, times: u32) {
        let left = StoredValue::new(times);
        Effect::new(move |_| {
            let is_any = self.items().is_some_and(|items| items.iter().any(&is_awaited));
            let now_left = left.get_value();
            if !is_any || now_left == 0 || self.has_more_than_first_page() {
                return;
            }
            left.set_value(now_left - 1);
            let again = move || {
                // The person may have left the page meanwhile.
                if left.try_get_value().is_some() {
                    self.restart();
                }
            };
            set_timeout(again, interval);
        });
    }

    /// Reads again what could not be read.
    fn retry(self) {
        if self.items.with_untracked(Option::is_some) { self.more() } else { self.restart() }
    }

    fn more(self) {
        self.read(self.next.get_untracked());
    }

    fn read(self, cursor: Option<String>) {
        if self.waiting.get_untracked() {
            return;
        }
        self.waiting.set(true);
        let from_start = cursor.is_none();
        let query = PageQuery { cursor, limit: Some(ROWS) };
        let reading = self.fetch.with_value(|fetch| fetch(query));
        spawn_local(async move {
            let outcome = reading.await;
            // The person may have left the page meanwhile.
            if self.waiting.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(page) => {
                    self.error.set(None);
                    self.show(page, from_start);
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn show(self, page: Page<T>, from_start: bool) {
        self.next.set(page.next_cursor);
        self.items.update(|items| match items {
            Some(items) if !from_start => items.extend(page.items),
            _ => *items = Some(page.items),
        });
    }
}

/// The button below the rows that reads the next page, or the error if that failed.
#[component]
pub fn LoadMore<T: Clone + Send + Sync + 'static>(list: IncrementalList<T>) -> impl IntoView {
    move || {
        if let Some(error) = list.error.get() {
            let retry = Callback::new(move |()| list.retry());
            return view! { <Failure error=error retry=retry /> }.into_any();
        }
        if list.next.get().is_none() {
            return ().into_any();
        }
        view! {
            <button
                type="button"
                class="btn btn-outline-primary btn-sm more"
                aria-busy=move || list.waiting.get().then_some("true")
                on:click=move |_| list.more()
            >
                {t!(common.more)}
            </button>
        }
        .into_any()
    }
}
