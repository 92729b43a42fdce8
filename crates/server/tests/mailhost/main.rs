//! A real Dovecot, configured by the binary, over the database of a panel that is not running; and
//! with one that is, in `live` and `trial`.

mod clients;
mod config;
mod directory;
mod doveadm;
mod dovecot;
#[path = "../cli/http.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod http;
mod live;
#[path = "../cli/panel.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod panel;
mod site;
mod trial;
