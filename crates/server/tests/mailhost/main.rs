//! A real Dovecot and a real Postfix, configured by the binary, over the database of a panel that
//! is not running, and in `live` and `trial` with one that is.

mod certificate;
mod clients;
mod config;
mod directory;
mod doveadm;
mod dovecot;
#[path = "../cli/http.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod http;
mod line;
mod live;
#[path = "../cli/panel.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod panel;
mod postfix;
mod postfix_instance;
mod preservation;
mod preservation_live;
mod preservation_trial;
mod privileged;
mod probes;
mod reader;
mod site;
mod smtp;
mod ticket_mail;
mod traffic;
mod trial;
