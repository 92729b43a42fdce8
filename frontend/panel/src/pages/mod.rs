//! The pages, with a folder for each resource.

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

/// The number of rows from which a list has a search box.
const SEARCH_FROM: i64 = 8;

/// Whether a list needs its search box and filters: because it is long, or already narrowed.
fn is_searchable(view: Memo<ListView>, total: Memo<Option<i64>>) -> Memo<bool> {
    Memo::new(move |before: Option<&bool>| {
        let is_long = total.get().is_some_and(|total| total >= SEARCH_FROM);
        // Once shown they stay, so that nothing moves while the count is read again.
        before == Some(&true) || is_long || view.with(|view| view.is_narrowed(""))
    })
}
