//! Tests of the API from the outside, on both engines.

mod accounts;
mod concurrent_changes;
mod domains;
mod export;
mod forged_history;
mod history;
mod idempotency;
mod idempotency_table;
mod jobs;
mod links;
mod lists;
mod mail_host;
mod mailbox_passwords;
mod mailboxes;
mod mailboxes_list;
mod matrix;
mod messages;
mod openapi;
mod organizations;
mod own_mailbox;
mod pages;
mod requests;
mod sessions;
mod throttle;
