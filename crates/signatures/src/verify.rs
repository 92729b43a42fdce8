//! The verification of a file, from its outermost envelope to the document.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::{FileVerdict, SignatureFinding, SignatureReport};

use crate::anchors::TrustAnchors;
use crate::assess::Bench;
use crate::content::SignedContent;
use crate::envelope::{self, Kind};
use crate::pdf;
use crate::work::Work;

/// The longest file that is verified.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Envelopes within each other.
pub(crate) const MAX_DEPTH: u32 = 4;

/// A verified file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<'a> {
    pub report: FileVerdict,
    /// The document; None if the file could not be opened.
    pub content: Option<SignedContent<'a>>,
}

/// Verifies the signatures of a file at a moment, which must not be before the present one: what is dated later is not
/// believed.
pub fn verify<'a>(bytes: &'a [u8], anchors: &TrustAnchors, now: DateTime<Utc>) -> Verified<'a> {
    if bytes.len() > MAX_BYTES {
        return refused(SignatureFinding::TooLarge);
    }
    let work = Work::new();
    let bench = Bench { anchors, now, work: &work };
    let mut signatures = vec![];
    let mut current = Cow::Borrowed(bytes);
    let mut depth = 0;
    let (content, finding) = loop {
        match envelope::kind(current) {
            Kind::Envelope(binary) if depth == MAX_DEPTH => {
                break (Some(binary), Some(SignatureFinding::NestedTooDeep));
            }
            Kind::Envelope(binary) => match envelope::open(binary, depth, bench) {
                Ok(opened) => {
                    signatures.extend(opened.reports);
                    current = opened.content;
                    depth += 1;
                }
                Err(finding) => break (None, Some(finding)),
            },
            Kind::Pdf(document) => {
                let finding = pdf_finding(&document, depth, &mut signatures, bench);
                break (Some(document), finding);
            }
            Kind::Other(_) if depth == 0 => break (None, Some(SignatureFinding::UnknownFormat)),
            Kind::Other(document) => break (Some(document), None),
        }
    };
    let content = content.map(|bytes| SignedContent::new(bytes, depth));
    Verified { report: FileVerdict { finding, signatures }, content }
}

fn refused(finding: SignatureFinding) -> Verified<'static> {
    Verified { report: FileVerdict::of_file(finding), content: None }
}

/// Adds the signatures in a PDF, which within an envelope need not have any.
fn pdf_finding(
    document: &[u8],
    depth: u32,
    signatures: &mut Vec<SignatureReport>,
    bench: Bench<'_>,
) -> Option<SignatureFinding> {
    match pdf::verify(document, depth, bench) {
        Ok(reports) => {
            signatures.extend(reports);
            None
        }
        Err(SignatureFinding::NoSignature) if depth > 0 => None,
        Err(finding) => Some(finding),
    }
}
