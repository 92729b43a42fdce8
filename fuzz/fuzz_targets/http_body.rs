//! Bodies of requests: their coding, named by the first byte, and their JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((coding, body)) = data.split_first() {
        sigillo_http::fuzzing::read_body(*coding, body);
    }
});
