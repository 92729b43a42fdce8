//! Tests of the API from the outside, on both engines.

mod accounts;
mod concurrent_changes;
mod domains;
mod export;
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
mod methods;
mod names;
mod openapi;
mod organizations;
mod own_mailbox;
mod pages;
mod people;
mod requests;
mod sessions;
mod throttle;
