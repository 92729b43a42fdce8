//! A real Dovecot and a real Postfix, configured by the binary, over the database of a panel that is
//! not running.

mod certificate;
mod clients;
mod config;
mod directory;
mod doveadm;
mod dovecot;
mod line;
mod postfix;
mod postfix_instance;
mod privileged;
mod reader;
mod smtp;
