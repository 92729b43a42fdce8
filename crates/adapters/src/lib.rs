//! The outside: what Sigillo reaches beyond its own database.

pub mod export;
