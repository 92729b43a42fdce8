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

/// The most views that are shown; each is counted.
const SHOWN: u32 = 12;
/// How long the counts hold while this page changes nothing: somebody else may.
const FRESH: TimeDelta = TimeDelta::seconds(60);

struct Known {
    views: Vec<SavedView>,
    read_at: DateTime<Utc>,
    /// The number of changes that the page had sent when it read them.
    changes: u32,
}

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// The views of the mailbox list with their counts. They are read again when they may have changed:
/// with a visit of the list, when the person returns to the window, and when the caller says so.
pub fn load_views() -> Load<Vec<SavedView>> {
    let views = load(fresh_views);
    // What is known stands until the newer answer.
    if let Some(known) = KNOWN.with_borrow(|known| known.as_ref().map(|known| known.views.clone()))
    {
        views.put(known);
    }
    let handle = window_event_listener(leptos::ev::focus, move |_| views.reload());
    on_cleanup(move || handle.remove());
    views
}

async fn fresh_views() -> Result<Vec<SavedView>, ApiError> {
    let changes = api::changes();
    let is_fresh =
        |known: &&Known| known.changes == changes && browser::now() - known.read_at < FRESH;
    let known =
        KNOWN.with_borrow(|known| known.as_ref().filter(is_fresh).map(|known| known.views.clone()));
    if let Some(views) = known {
        return Ok(views);
    }
    let query = SavedViewQuery {
        list: Some(ViewList::Mailboxes.as_str().to_owned()),
        limit: Some(SHOWN),
        count_rows: Some(true),
        ..SavedViewQuery::default()
    };
    let read_at = browser::now();
    let views = api::list::<ListViews>((), &query).await?.items;
    KNOWN.set(Some(Known { views: views.clone(), read_at, changes }));
    Ok(views)
}
