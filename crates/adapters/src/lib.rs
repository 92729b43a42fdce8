//! The outside, each part implementing a port.

pub mod clock;
pub mod entropy;
pub mod export;
pub mod passwords;
pub mod signing_key;
