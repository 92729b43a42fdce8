//! The entrance of the mailboxes' own users: pages apart, which know nothing of the panel.

mod area;
mod change_form;
mod change_password;
mod changes;
mod confirm_email;
mod email;
mod expired;
mod forgotten;
mod link;
mod mailbox;
mod session;
mod set_password;
mod sign_in;

use leptos::prelude::window;

pub use area::{Head, page_at};

use crate::paths;

/// Whether the address asks for this entrance, and not for the panel.
pub fn is_asked_for() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    path.strip_prefix(paths::OWN).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
