//! The pages, with a folder for each resource.

pub mod access_log;
pub mod accounts;
mod activity;
pub mod companies;
pub mod contract_templates;
pub mod contracts;
mod dashboard;
pub mod documents;
pub mod domains;
mod help;
pub mod holder_changes;
pub mod holders;
pub mod home;
pub mod jobs;
mod mail_host;
pub mod mailboxes;
pub mod me;
pub mod organizations;
pub mod plans;
pub mod preservation;
mod reports;
pub mod resellers;
mod sign_in;
mod sla;
pub mod tickets;

pub use access_log::AccessLog;
pub use activity::Activity;
pub use dashboard::Dashboard;
pub use help::{Help, HelpArea, help_of_page};
pub use home::ChooseDomain;
pub use mail_host::MailHost;
pub use preservation::Preservation;
pub use reports::Reports;
pub use sign_in::{SessionDialog, SignIn};
pub use sla::ServiceLevels;
