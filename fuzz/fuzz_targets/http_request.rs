//! Headers and queries of requests. The input is lines `name: value`; one without a colon is a query.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| sigillo_http::fuzzing::read_head(data));
