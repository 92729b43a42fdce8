//! The history as somebody may have altered it: lines of checkpoints, seals and recorded changes.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| sigillo_app::history::read_altered(text));
