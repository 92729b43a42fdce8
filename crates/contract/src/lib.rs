//! The types of the API's requests and replies, and the table of its [`operations`].
//!
//! The table holds method, path, types, permission and errors of each operation. The server's
//! routes, the OpenAPI document, the pages and the test matrix are all made from it.

pub mod access_log;
pub mod account;
pub mod activity;
pub mod canned_answer;
pub mod company;
pub mod contract;
pub mod contract_template;
pub mod dashboard;
pub mod document;
pub mod document_seal;
pub mod domain;
#[cfg(feature = "openapi")]
pub mod example;
pub mod export_record;
pub mod history;
pub mod holder;
pub mod holder_change;
pub mod holder_forms;
pub mod identification;
pub mod import;
pub mod job;
pub mod mail_host;
pub mod mail_programs;
pub mod mailbox;
pub mod mailbox_service;
pub mod message;
pub mod municipality;
pub mod operation;
pub mod operations;
pub mod organization;
pub mod own_mailbox;
pub mod own_receipts;
pub mod page;
pub mod panel_page;
pub mod plan;
pub mod preferences;
pub mod preservation;
pub mod problem;
pub mod refused_mail;
pub mod report;
pub mod reseller;
pub mod saved_view;
#[cfg(feature = "openapi")]
pub mod schema;
pub mod search;
pub mod service;
pub mod session;
pub mod signing;
pub mod sla;
pub mod ticket;
mod ticket_context;
pub mod user_page;

pub use operation::{Access, Method, Operation, Spec, Visitor};
pub use problem::Problem;
