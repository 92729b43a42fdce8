//! Tests of the storage functions on both engines.

mod activity;
mod counts;
mod cursors;
mod directory;
mod history;
mod idempotency;
mod kept_connection;
mod list_model;
mod lists;
mod mailbox_fixtures;
mod migrations;
mod permissions;
mod read_only;
mod sessions;
mod subject_migration;
mod throttle;
mod unavailable;
mod writes;
