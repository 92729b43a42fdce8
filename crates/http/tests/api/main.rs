//! The API as an integrator meets it, on both engines.

mod accounts;
mod domains;
mod export;
mod history;
mod mailboxes;
mod mailboxes_list;
mod matrix;
mod openapi;
mod organizations;
mod pages;
mod requests;
mod sessions;
mod throttle;
