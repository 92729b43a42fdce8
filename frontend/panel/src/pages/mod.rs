//! The pages, a folder for each resource.

pub mod accounts;
pub mod domains;
mod home;
pub mod jobs;
mod mail_host;
pub mod mailboxes;
pub mod me;
pub mod organizations;
pub mod own;
mod sign_in;

pub use home::Home;
pub use mail_host::MailHost;
pub use sign_in::{SessionDialog, SignIn};

use uuid::Uuid;

use crate::router;

/// The id in the page's address. What is no id names nothing: the server says so as well.
pub fn id_of_page() -> Uuid {
    router::step(1).parse().unwrap_or_default()
}
