//! The words and rules of certified mail (PEC).
//!
//! Nothing here reads a clock, a socket or a file: the server and the browser compile this same
//! crate, so a form is judged by the same rule on both sides.

#[macro_use]
mod checked_text;
#[macro_use]
pub mod text_enum;

pub mod access_log;
pub mod account;
pub mod administrative_reference;
pub mod advance_notice;
pub mod client_servers;
pub mod code;
pub mod company;
pub mod company_tax_code;
pub mod contract;
pub mod contract_template;
pub mod contract_text;
pub mod country;
pub mod document;
pub mod document_seal;
pub mod export_record;
pub mod fault;
pub mod history;
pub mod history_key;
pub mod holder;
pub mod holder_address;
pub mod holder_change;
pub mod holder_end;
pub mod holder_search;
pub mod id;
pub mod identification;
pub mod import;
pub mod invisible;
pub mod job;
pub mod link;
pub mod list;
mod luhn;
pub mod mail_domain;
pub mod mail_host;
pub mod mailbox;
pub mod mailbox_list;
pub mod mailbox_restore;
pub mod mailbox_service;
pub mod message;
pub mod name;
pub mod number_text;
pub mod organization;
pub mod password;
pub mod password_term;
pub mod permission;
pub mod personal_secret;
pub mod phone;
pub mod plan;
pub mod plot;
pub mod postal_code;
pub mod preferences;
pub mod preservation;
pub mod province;
pub mod quota;
pub mod rea;
pub mod receipt;
pub mod recipient_code;
pub mod report;
pub mod reseller;
pub mod restore;
pub mod saved_view;
pub mod search;
pub mod search_text;
pub mod service_term;
pub mod sign_in;
pub mod signature_verdict;
pub mod signed_copy;
pub mod sla;
pub mod storage_key;
pub mod subject;
pub mod tax_code;
pub mod ticket;
pub mod vat_number;

pub use code::Code;
pub use fault::{Fault, FaultCode, Faults};
