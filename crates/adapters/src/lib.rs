//! The adapters. Each implements a port of the use cases for something outside of the program.

pub mod clock;
pub mod doveadm;
pub mod entropy;
pub mod mail;
pub mod passwords;
pub mod signing_key;
pub mod table;
