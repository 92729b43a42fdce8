//! Receipts of certified mail: however their bytes come, they end in the same reading.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_domain::receipt::SignatureOutcome;
use sigillo_receipts::{ReceiptParser, is_to_be_preserved};
use sigillo_signatures::TrustAnchors;

fuzz_target!(|data: &[u8]| {
    // The first byte says where the rest is cut.
    let Some((cut, mail)) = data.split_first() else { return };
    let read = |pieces: &[&[u8]]| {
        let mut parser = ReceiptParser::new();
        pieces.iter().for_each(|piece| parser.write(piece));
        parser.finish().verify(&TrustAnchors::new(), "2026-12-01T12:00:00Z".parse().unwrap())
    };
    let (start, rest) = mail.split_at(mail.len() * usize::from(*cut) / 256);
    let whole = read(&[mail]);
    assert_eq!(whole, read(&[start, rest]));
    assert_ne!(whole.signature.outcome, SignatureOutcome::Trusted);
    is_to_be_preserved(mail);
});
