//! The adapters. Each implements a port of the use cases for something outside of the program.

pub mod clamd;
pub mod clock;
pub mod contract_document;
mod document_pages;
pub mod doveadm;
pub mod entropy;
pub mod fact_sheet;
pub mod mail;
pub mod mail_log;
pub mod objects;
pub mod passwords;
pub mod preserved_mail;
pub mod probe;
pub mod receipt_reader;
pub mod report_document;
mod root_cause;
pub mod seal;
pub mod signing_key;
pub mod sms;
pub mod table;
pub mod ticket_mail;
mod titillium;
mod tls;
pub mod trust;
pub mod zip_archive;
