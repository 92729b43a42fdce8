//! Tests of the storage functions on both engines.

mod activity;
mod contracts;
mod counts;
mod cursors;
mod directory;
mod documents;
mod history;
mod holder_changes;
mod idempotency;
mod job_rows;
mod kept_connection;
mod list_model;
mod lists;
mod mailbox_fixtures;
mod mailboxes_of_people;
mod migrations;
mod permissions;
mod read_only;
mod reference_names;
mod registry_fixtures;
mod sessions;
mod subject_migration;
mod tax_code_variants;
mod throttle;
mod unavailable;
mod writes;
