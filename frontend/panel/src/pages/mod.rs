//! The pages, in a folder for each resource.

pub mod accounts;
pub mod domains;
mod home;
pub mod jobs;
mod mail_host;
pub mod mailboxes;
pub mod me;
pub mod organizations;
mod sign_in;

pub use home::Home;
pub use mail_host::MailHost;
pub use sign_in::{SessionDialog, SignIn};

use leptos::prelude::*;
use sigillo_kit::list_view::ListView;

/// A list of so few rows has no search box.
const SEARCH_FROM: i64 = 8;

/// Whether a list needs its search box or filters: it is long, or narrowed already.
fn is_searchable(view: Memo<ListView>, total: Memo<Option<i64>>) -> Memo<bool> {
    Memo::new(move |before: Option<&bool>| {
        let is_long = total.get().is_some_and(|total| total >= SEARCH_FROM);
        // It stays once it is there, so that nothing moves while the count is read again.
        before == Some(&true) || is_long || view.with(|view| view.is_narrowed(""))
    })
}
