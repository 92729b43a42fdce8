//! The outside, each part implementing a port.

pub mod clock;
pub mod doveadm;
pub mod entropy;
pub mod export;
mod formula;
pub mod mail;
pub mod passwords;
pub mod signing_key;
pub mod table;
