//! What is asked of a verdict again and again.

use sigillo_domain::signature_verdict::{
    FileVerdict, SignatureCheck, SignatureFinding, SignatureReport, Verdict,
};
use sigillo_signatures::{TrustAnchors, verify};

use crate::authority::now;

/// The verdict of this moment.
pub fn judge(bytes: &[u8], anchors: &TrustAnchors) -> FileVerdict {
    verify(bytes, anchors, now()).report
}

/// The one signature of a file.
#[track_caller]
pub fn only(bytes: &[u8], anchors: &TrustAnchors) -> SignatureReport {
    let mut report = judge(bytes, anchors);
    assert_eq!((report.finding, report.signatures.len()), (None, 1), "{report:?}");
    report.signatures.remove(0)
}

#[track_caller]
pub fn finding(report: &SignatureReport, check: SignatureCheck) -> SignatureFinding {
    report.line(check).unwrap().finding
}

/// The findings of a report, in the order of the lines.
pub fn findings(report: &SignatureReport) -> Vec<SignatureFinding> {
    let checks: Vec<_> = report.lines.iter().map(|line| line.check).collect();
    assert_eq!(checks, SignatureCheck::ALL);
    report.lines.iter().map(|line| line.finding).collect()
}

/// Asserts what the only signature's line says.
#[track_caller]
pub fn assert_line(
    bytes: &[u8],
    anchors: &TrustAnchors,
    check: SignatureCheck,
    expected: SignatureFinding,
) {
    let report = only(bytes, anchors);
    assert_eq!(finding(&report, check), expected, "{:#?}", report.lines);
}

/// Asserts that a file has no signature that could be verified, and why.
#[track_caller]
pub fn assert_refused(bytes: &[u8], expected: SignatureFinding) {
    let verified = verify(bytes, &TrustAnchors::new(), now());
    assert_eq!(verified.report, FileVerdict::of_file(expected));
    assert_ne!(verified.report.verdict(), Verdict::Valid);
}
