//! The pages, with a folder for each resource.

pub mod access_log;
pub mod accounts;
mod activity;
pub mod companies;
pub mod contract_templates;
pub mod contracts;
pub mod documents;
pub mod domains;
mod help;
pub mod holder_changes;
pub mod holders;
mod home;
pub mod jobs;
mod mail_host;
pub mod mailboxes;
pub mod me;
pub mod organizations;
pub mod plans;
pub mod resellers;
mod sign_in;

pub use access_log::AccessLog;
pub use activity::Activity;
pub use help::{Help, HelpArea, help_of_page};
pub use home::Home;
pub use mail_host::MailHost;
pub use sign_in::{SessionDialog, SignIn};
