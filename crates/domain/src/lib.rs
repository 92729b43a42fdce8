//! The words and rules of certified mail (PEC).
//!
//! Nothing here reads a clock, a socket or a file: the server and the browser compile this same
//! crate, so a form is judged by the same rule on both sides.

#[macro_use]
pub mod text_enum;

pub mod account;
pub mod code;
pub mod export_record;
pub mod fault;
pub mod history;
pub mod history_key;
pub mod id;
pub mod import;
pub mod invisible;
pub mod job;
pub mod link;
pub mod list;
pub mod mail_domain;
pub mod mail_host;
pub mod mailbox;
pub mod mailbox_list;
pub mod mailbox_restore;
pub mod message;
pub mod name;
pub mod organization;
pub mod password;
pub mod password_term;
pub mod permission;
pub mod preferences;
pub mod quota;
pub mod restore;
pub mod saved_view;
pub mod search;
pub mod search_text;
pub mod sign_in;
pub mod storage_key;
pub mod subject;

pub use code::Code;
pub use fault::{Fault, FaultCode, Faults};
