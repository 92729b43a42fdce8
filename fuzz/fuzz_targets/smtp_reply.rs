//! Replies of mail servers. lettre reads them; the verdict on the attempt is ours.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| sigillo_adapters::mail::judge_reply(text));
