//! Replies of the mail host.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| sigillo_adapters::doveadm::read_reply(text));
