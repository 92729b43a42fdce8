//! Envelopes: p7m files, with their content (`CAdES`, ETSI EN 319 122-1), in binary or as text.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sigillo_domain::signature_verdict::{SignatureFinding, SignatureReport};

use crate::assess::{Bench, Case};
use crate::cms::{self, SignedData};
use crate::found::Found;
use crate::signer::Content;
use crate::{oid, pdf, pool};

/// Text of any program, with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
const BEGIN: &[u8] = b"-----BEGIN ";
const DASHES: &[u8] = b"-----";
/// The first characters of signed data in text, by which a text is tried.
const PROBE: usize = 64;

/// What a file is, by its content.
pub(crate) enum Kind<'a> {
    Pdf(Cow<'a, [u8]>),
    /// Signed data in binary.
    Envelope(Cow<'a, [u8]>),
    Other(Cow<'a, [u8]>),
}

pub(crate) fn kind(bytes: Cow<'_, [u8]>) -> Kind<'_> {
    if cms::is_signed_data(&bytes) {
        return Kind::Envelope(bytes);
    }
    // A PDF may begin with other bytes, which signed data and their text do not have.
    match armoured(&bytes) {
        Some(binary) => Kind::Envelope(Cow::Owned(binary)),
        None if pdf::is_pdf(&bytes) => Kind::Pdf(bytes),
        None => Kind::Other(bytes),
    }
}

/// The signed data that a text in base64 is, with or without the lines that PEM has around it.
fn armoured(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.trim_ascii();
    let body = match bytes.strip_prefix(BEGIN) {
        Some(rest) => {
            let label = memchr::memmem::find(rest, DASHES)?;
            let rest = &rest[label + DASHES.len()..];
            &rest[..memchr::memmem::find(rest, DASHES)?]
        }
        None => bytes,
    };
    let is_text = |byte: &&u8| !byte.is_ascii_whitespace();
    let probe: Vec<u8> = body.iter().filter(is_text).take(PROBE).copied().collect();
    if !cms::is_signed_data(&LENIENT.decode(&probe[..probe.len() / 4 * 4]).ok()?) {
        return None;
    }
    let text: Vec<u8> = body.iter().filter(is_text).copied().collect();
    LENIENT.decode(text).ok()
}

/// An opened envelope.
pub(crate) struct Opened<'a> {
    pub reports: Vec<SignatureReport>,
    pub content: Cow<'a, [u8]>,
}

/// Opens an envelope and verifies its signatures. Without content, or without a signature, it is refused.
pub(crate) fn open<'a>(
    binary: Cow<'a, [u8]>,
    depth: u32,
    bench: Bench<'_>,
) -> Result<Opened<'a>, SignatureFinding> {
    match binary {
        Cow::Borrowed(bytes) => open_slice(bytes, depth, bench),
        Cow::Owned(bytes) => open_slice(&bytes, depth, bench).map(|opened| Opened {
            reports: opened.reports,
            content: Cow::Owned(opened.content.into_owned()),
        }),
    }
}

fn open_slice<'a>(
    bytes: &'a [u8],
    depth: u32,
    bench: Bench<'_>,
) -> Result<Opened<'a>, SignatureFinding> {
    let signed = SignedData::read(bytes).map_err(|_| SignatureFinding::Damaged)?;
    let content = signed.content.ok_or(SignatureFinding::Detached)?;
    let content = content.octets().map_err(|_| SignatureFinding::Damaged)?;
    let reports = reports(&signed, &content, depth, bench);
    if reports.is_empty() {
        return Err(SignatureFinding::NoSignature);
    }
    Ok(Opened { reports, content })
}

/// The content of an envelope, whoever has signed it.
pub(crate) fn content(binary: Cow<'_, [u8]>) -> Option<Cow<'_, [u8]>> {
    match binary {
        Cow::Borrowed(bytes) => SignedData::read(bytes).ok()?.content?.octets().ok(),
        Cow::Owned(bytes) => {
            let content = SignedData::read(&bytes).ok()?.content?.octets().ok()?;
            Some(Cow::Owned(content.into_owned()))
        }
    }
}

fn reports(
    signed: &SignedData<'_>,
    bytes: &[u8],
    depth: u32,
    bench: Bench<'_>,
) -> Vec<SignatureReport> {
    let content = Content::new(vec![bytes]);
    let pool = pool::of_signature(signed);
    // Some programs fill up with zeros, and text may end with a line feed.
    let is_padding = signed.rest.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace());
    let coverage = if is_padding {
        Found::from(SignatureFinding::WholeFileSigned)
    } else {
        let added = format!("{} bytes", signed.rest.len());
        Found::with(SignatureFinding::BytesAddedAfterSigning, added)
    };
    let report = |signer| {
        let case = Case {
            signer,
            content_type: signed.content_type,
            content: &content,
            pool: &pool,
            evidence: &signed.evidence,
            coverage: coverage.clone(),
            claims_baseline: false,
            claimed: None,
            timestamps: vec![],
            depth,
        };
        case.assess(bench)
    };
    if signed.content_type == oid::DATA {
        signed.signers.iter().map(report).collect()
    } else {
        vec![]
    }
}
