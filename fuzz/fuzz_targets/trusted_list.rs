//! National trusted lists (XML) that an operator imports: none is taken that the pinned certificates did not sign.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_signatures::{TrustedList, certificates_of_pem};

fuzz_target!(|data: &[u8]| {
    let signers = certificates_of_pem(include_str!("../src/scheme.pem")).unwrap();
    let now = "2026-11-30T12:00:00Z".parse().unwrap();
    // The seed is signed, and every byte of it that means something is covered.
    if let Ok(list) = TrustedList::read(data, &signers, now) {
        assert_eq!((list.territory.as_str(), list.sequence), ("IT", 7));
    }
});
