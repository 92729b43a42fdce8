//! A real Dovecot, configured by the binary, over the database of a panel that is not running.

mod clients;
mod config;
mod directory;
mod doveadm;
mod dovecot;
