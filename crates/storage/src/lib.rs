//! SQL and nothing else: one module for each aggregate, and one text for each query on both
//! engines.

#[macro_use]
mod macros;

mod bind;
mod carried_out;
mod conn;
mod cursor;
mod db;
mod engine;
mod error;
mod folded_texts;
mod leases;
mod list;
mod migrations;
mod postgres_address;
mod postgres_servers;
mod sqlite_file;
mod sqlite_permissions;
mod subject_columns;
mod timeouts;
mod tx;

pub mod account_list;
pub mod accounts;
pub mod activity;
pub mod domain_list;
pub mod domains;
pub mod export_list;
pub mod exports;
pub mod history;
pub mod history_log;
pub mod idempotency;
pub mod job_list;
pub mod job_rows;
pub mod jobs;
pub mod link_requests;
pub mod links;
pub mod mail_host;
pub mod mail_host_directory;
pub mod mail_host_effects;
pub mod mailbox_counts;
pub mod mailbox_list;
pub mod mailbox_passwords;
pub mod mailbox_reader;
pub mod mailbox_sessions;
pub mod mailbox_usage;
pub mod mailboxes;
pub mod messages;
pub mod notes;
pub mod organization_list;
pub mod organizations;
pub mod preferences;
pub mod saved_view_list;
pub mod saved_views;
pub mod schema_objects;
pub mod sessions;
pub mod throttle;
pub mod view_alerts;

pub use carried_out::carry_out;
pub use conn::{Conn, keep_connection};
pub use cursor::{Cursor, decode as decode_cursor, encode as encode_cursor};
pub use db::{Db, Place, PostgresServer};
pub use engine::{Connection, Engine};
pub use error::StorageError;
pub use list::{ListPage, PageRequest, Position};
pub use tx::Tx;
