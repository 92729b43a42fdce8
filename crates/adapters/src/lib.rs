//! The adapters: each implements a port of the use cases for what lies outside.

pub mod clock;
pub mod doveadm;
pub mod entropy;
pub mod mail;
pub mod passwords;
pub mod signing_key;
pub mod table;
