//! The PDF documents of contracts, read back.

mod contract;
mod evidence;
#[path = "../support/poppler.rs"]
mod poppler;
mod reader;
mod sample;
