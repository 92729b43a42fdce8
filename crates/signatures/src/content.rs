//! What was signed, to be compared with what was sent, and to be shown.

use std::borrow::Cow;

use crate::crypto::sha256;
use crate::envelope::{self, Kind};
use crate::pdf;
use crate::verify::{MAX_BYTES, MAX_DEPTH};

/// The document in a signed file: what its envelopes contain, or the PDF that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedContent<'a> {
    bytes: Cow<'a, [u8]>,
    envelopes: u32,
}

impl<'a> SignedContent<'a> {
    pub(crate) const fn new(bytes: Cow<'a, [u8]>, envelopes: u32) -> Self {
        Self { bytes, envelopes }
    }

    /// How many envelopes (p7m) were around it.
    pub const fn envelopes(&self) -> u32 {
        self.envelopes
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn into_bytes(self) -> Cow<'a, [u8]> {
        self.bytes
    }

    pub fn sha256(&self) -> [u8; 32] {
        sha256(&self.bytes)
    }

    pub fn is_pdf(&self) -> bool {
        matches!(envelope::kind(Cow::Borrowed(&self.bytes)), Kind::Pdf(_))
    }

    /// Whether it is a document of this length and SHA-256, to which nothing was added but signatures. In an envelope
    /// it is usually the document and nothing else.
    pub fn starts_with_revision(&self, length: usize, hash: &[u8; 32]) -> bool {
        let revision = self.bytes.get(..length);
        revision.is_some_and(|revision| sha256(revision) == *hash)
            && (length == self.bytes.len()
                || (self.is_pdf() && pdf::adds_only_signatures(&self.bytes, length)))
    }
}

/// The PDF in a p7m, or in several within each other, to be shown: nothing is verified.
pub fn enveloped_pdf(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let mut current = Cow::Borrowed(bytes);
    for depth in 0..=MAX_DEPTH {
        match envelope::kind(current) {
            Kind::Envelope(binary) => current = envelope::content(binary)?,
            Kind::Pdf(pdf) if depth > 0 => return Some(pdf),
            Kind::Pdf(_) | Kind::Other(_) => return None,
        }
    }
    None
}
