//! Signed PDFs: whatever the bytes are, they end in a verdict, which without a trusted authority is never "valid".

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_signatures::{TrustAnchors, verify};

fuzz_target!(|data: &[u8]| {
    if !data.starts_with(b"%PDF-") {
        return;
    }
    let verified = verify(data, &TrustAnchors::new(), "2026-11-30T12:00:00Z".parse().unwrap());
    assert_ne!(verified.report.verdict(), Verdict::Valid);
    if let Some(content) = verified.content {
        let half = data.len() / 2;
        let _ = content.starts_with_revision(half, &content.sha256());
    }
});
