//! The saved views that the session knows, so that not each visit of the list reads them again.

use std::cell::RefCell;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use sigillo_contract::operations::ListViews;
use sigillo_contract::saved_view::{SavedView, SavedViewQuery};
use sigillo_domain::saved_view::ViewList;
use sigillo_kit::browser;

use crate::api::{self, ApiError};
use crate::components::{Load, load};

/// The most views that are shown before somebody asks for the others; each is counted.
pub const FIRST: usize = 12;
/// The most views that one request returns.
const PAGE: usize = 200;
/// How long the counts hold while this page changes nothing: somebody else may.
const FRESH: TimeDelta = TimeDelta::seconds(60);

/// Views in the order of their names, from the first one on.
#[derive(Clone, Default, PartialEq)]
pub struct Views {
    pub read: Vec<SavedView>,
    /// The number of all views.
    pub total: usize,
}

impl Views {
    const fn are_all_read(&self) -> bool {
        self.read.len() >= self.total
    }

    /// The number of views after the first ones.
    pub const fn other_count(&self) -> usize {
        self.total.saturating_sub(FIRST)
    }

    /// Whether the view with this id is none of the first ones, as far as is known.
    pub fn is_among_others(&self, id: &str) -> bool {
        let is_first = self.read.iter().take(FIRST).any(|view| view.id.to_string() == id);
        self.other_count() > 0 && !is_first
    }
}

struct Known {
    views: Views,
    read_at: DateTime<Utc>,
    /// The number of changes that the page had sent when it read them.
    changes: u32,
}

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// The views of the mailbox list with their counts: the first ones, or all if `wants_all`. They are read again
/// when they may have changed: with a visit of the list, when the person returns to the window, and
/// when the caller says so.
pub fn load_views(wants_all: RwSignal<bool>) -> Load<Views> {
    // A memo, because a signal notifies even when it is set to the value that it has: whoever sets it for what
    // was read would have it read again, for ever.
    let wants_all = Memo::new(move |_| wants_all.get());
    let views = load(move || fresh_views(wants_all.get()));
    // What is known stands until the newer answer.
    if let Some(known) = KNOWN.with_borrow(|known| known.as_ref().map(|known| known.views.clone()))
    {
        views.put(known);
    }
    let handle = window_event_listener(leptos::ev::focus, move |_| views.reload());
    on_cleanup(move || handle.remove());
    views
}

/// Every view of the mailbox list, perhaps without their counts.
pub async fn every_view() -> Result<Vec<SavedView>, ApiError> {
    match known_views(true) {
        Some(views) => Ok(views.read),
        None => Ok(read_views(PAGE, false).await?.read),
    }
}

async fn fresh_views(wants_all: bool) -> Result<Views, ApiError> {
    if let Some(views) = known_views(wants_all) {
        return Ok(views);
    }
    let (read_at, changes) = (browser::now(), api::changes());
    let views = read_views(if wants_all { PAGE } else { FIRST }, true).await?;
    KNOWN.set(Some(Known { views: views.clone(), read_at, changes }));
    Ok(views)
}

/// What is known, if it is fresh and enough.
fn known_views(wants_all: bool) -> Option<Views> {
    let is_enough = |known: &&Known| {
        known.changes == api::changes()
            && browser::now() - known.read_at < FRESH
            && (!wants_all || known.views.are_all_read())
    };
    KNOWN.with_borrow(|known| known.as_ref().filter(is_enough).map(|known| known.views.clone()))
}

/// Reads `limit` views, or all if that is a whole page.
async fn read_views(limit: usize, count_rows: bool) -> Result<Views, ApiError> {
    let mut query = SavedViewQuery {
        list: Some(ViewList::Mailboxes.as_str().to_owned()),
        limit: u32::try_from(limit).ok(),
        count: Some("exact".to_owned()),
        count_rows: count_rows.then_some(true),
        ..SavedViewQuery::default()
    };
    let mut read = vec![];
    loop {
        let page = api::list::<ListViews>((), &query).await?;
        let total = page.total.and_then(|total| usize::try_from(total).ok());
        read.extend(page.items);
        query.cursor = page.next_cursor;
        if limit < PAGE || query.cursor.is_none() {
            let total = total.unwrap_or(read.len());
            return Ok(Views { read, total });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sigillo_domain::id::SavedViewId;

    use super::*;

    fn views(read: usize, total: usize) -> Views {
        let view = |number: usize| {
            serde_json::from_value(json!({
                "id": id(number), "name": format!("Vista {number}"),
                "list": "mailboxes", "query": {}, "columns": null, "sort": null,
                "shared": false, "alert": null, "may_change": true, "version": 1,
                "owner": {"id": "00000000-0000-0000-0000-000000000002", "name": "Anna Verdi"},
                "created_at": "2026-01-01T00:00:00Z",
            }))
            .unwrap()
        };
        Views { read: (0..read).map(view).collect(), total }
    }

    fn id(number: usize) -> String {
        SavedViewId::from_u128(number as u128).to_string()
    }

    #[test]
    fn views_after_the_first_ones_are_the_others() {
        assert_eq!(views(FIRST, FIRST).other_count(), 0);
        assert_eq!(views(FIRST, FIRST + 3).other_count(), 3);
        assert_eq!(views(FIRST + 3, FIRST + 3).other_count(), 3);
        assert!(views(FIRST + 3, FIRST + 3).are_all_read());
        assert!(!views(FIRST, FIRST + 3).are_all_read());
    }

    #[test]
    fn a_view_that_was_not_read_is_looked_for_among_the_others() {
        for read in [FIRST, FIRST + 3] {
            assert!(!views(read, FIRST + 3).is_among_others(&id(FIRST - 1)));
            assert!(views(read, FIRST + 3).is_among_others(&id(FIRST)));
        }
        assert!(!views(FIRST, FIRST).is_among_others(&id(FIRST)), "there are no others");
    }
}
