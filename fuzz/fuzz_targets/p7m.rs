//! Envelopes (p7m), in binary or as text: they end in a verdict, and what is shown is what was verified.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_signatures::{TrustAnchors, enveloped_pdf, verify};

fuzz_target!(|data: &[u8]| {
    let verified = verify(data, &TrustAnchors::new(), "2026-11-30T12:00:00Z".parse().unwrap());
    assert_ne!(verified.report.verdict(), Verdict::Valid);
    let shown = enveloped_pdf(data);
    if let (Some(shown), Some(content)) = (shown, verified.content) {
        assert_eq!(shown, content.bytes());
    }
});
