//! The pages, with a folder for each resource.

pub mod accounts;
mod activity;
pub mod domains;
mod help;
mod home;
pub mod jobs;
mod mail_host;
pub mod mailboxes;
pub mod me;
pub mod organizations;
mod sign_in;

pub use activity::Activity;
pub use help::{Help, HelpArea, help_of_page};
pub use home::Home;
pub use mail_host::MailHost;
pub use sign_in::{SessionDialog, SignIn};
