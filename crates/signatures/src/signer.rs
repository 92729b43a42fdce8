//! Whether a signature is over the content, and made with the key of its certificate.

use std::borrow::Cow;
use std::cell::RefCell;

use ring::digest::SHA1_FOR_LEGACY_USE_ONLY;
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::ber::{self, Malformed, Value};
use crate::certificate::{Certificate, same_name};
use crate::cms::{SignerId, SignerInfo};
use crate::crypto::{self, Digest};
use crate::found::Found;
use crate::oid;
use crate::work::{Exhausted, Work};

/// Signed attributes are some hundred bytes, and with embedded revocation some thousand. Beyond this they are not
/// encoded again.
const MAX_ATTRIBUTES: usize = 4 * 1024 * 1024;

/// What is signed, in the parts that it has in the file, with the digests that were asked for.
pub(crate) struct Content<'a> {
    parts: Vec<&'a [u8]>,
    digests: RefCell<Vec<(Digest, Vec<u8>)>>,
}

impl<'a> Content<'a> {
    pub fn new(parts: Vec<&'a [u8]>) -> Self {
        Self { parts, digests: RefCell::new(vec![]) }
    }

    /// Content of which nothing but its SHA-256 is at hand. Whoever asks for another digest gets that of nothing.
    pub fn of_sha256(digest: [u8; 32]) -> Self {
        Self { parts: vec![], digests: RefCell::new(vec![(Digest::Sha256, digest.to_vec())]) }
    }

    fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }

    pub fn digest(&self, digest: Digest, work: &Work) -> Result<Vec<u8>, Exhausted> {
        let known = self.digests.borrow().iter().find(|one| one.0 == digest).cloned();
        if let Some((_, value)) = known {
            return Ok(value);
        }
        work.hash(self.len())?;
        let value = digest.over(&self.parts);
        self.digests.borrow_mut().push((digest, value.clone()));
        Ok(value)
    }

    fn whole(&self, work: &Work) -> Result<Cow<'a, [u8]>, Exhausted> {
        work.hash(self.len())?;
        Ok(match self.parts.as_slice() {
            [part] => Cow::Borrowed(part),
            parts => Cow::Owned(parts.concat()),
        })
    }
}

/// What the signature says of its certificate, among what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reference {
    /// Nothing: it may be exchanged for another one of the same key.
    Missing,
    Names,
    NamesAnother,
}

/// The certificate that a signature names, by its hash if there are several that fit.
pub(crate) fn find_certificate<'c>(
    signer: &SignerInfo<'_>,
    pool: &'c [Certificate],
) -> Option<&'c Certificate> {
    let fits = |certificate: &&Certificate| match signer.id {
        SignerId::IssuerAndSerial { issuer, serial } => certificate
            .raw()
            .is_some_and(|raw| raw.serial() == serial && same_name(raw.issuer(), issuer)),
        SignerId::KeyId(id) => certificate.key_id() == Some(id),
    };
    let mut found: Vec<_> = pool.iter().filter(fits).collect();
    found.sort_by_key(|one| reference(signer, one) != Ok(Reference::Names));
    found.first().copied()
}

/// Whether what is signed says whose certificate it is signed for: signing-certificate-v2, or its predecessor.
pub(crate) fn has_reference(signer: &SignerInfo<'_>, certificate: &Certificate) -> bool {
    reference(signer, certificate) == Ok(Reference::Names)
}

fn reference(
    signer: &SignerInfo<'_>,
    certificate: &Certificate,
) -> Result<Reference, SignatureFinding> {
    let malformed = |_| SignatureFinding::MalformedSignature;
    let second = signer.signed(oid::SIGNING_CERTIFICATE_V2).map_err(malformed)?;
    let first = signer.signed(oid::SIGNING_CERTIFICATE).map_err(malformed)?;
    let (Some(value), is_second) = (second.or(first), second.is_some()) else {
        return Ok(Reference::Missing);
    };
    let (algorithm, expected) = certificate_hash(value).map_err(malformed)?;
    let hash = match algorithm {
        Some(algorithm) if is_second => Digest::of(algorithm)?.over(&[certificate.der()]),
        None if is_second => Digest::Sha256.over(&[certificate.der()]),
        _ => ring::digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate.der()).as_ref().to_vec(),
    };
    Ok(if hash == expected { Reference::Names } else { Reference::NamesAnother })
}

/// The hash of the first certificate of a signing-certificate attribute (RFC 5035), and its algorithm.
fn certificate_hash(attribute: Value<'_>) -> ber::Result<(Option<&[u8]>, &[u8])> {
    let mut id = attribute.reader().sequence()?.sequence()?;
    let algorithm = match id.optional(ber::SEQUENCE)? {
        Some(algorithm) => Some(algorithm.reader().oid()?),
        None => None,
    };
    Ok((algorithm, id.expect(ber::OCTET_STRING)?.body))
}

/// Checks a signature over content of which only the digests are known. Without signed attributes it cannot be checked
/// then: what is signed would be the content itself.
pub(crate) fn check_digest(
    signer: &SignerInfo<'_>,
    digest: Digest,
    content: &[u8],
    certificate: &Certificate,
    work: &Work,
) -> Result<(), Found> {
    let attributes = signer.signed_attributes.ok_or(SignatureFinding::UnsupportedFormat)?;
    work.check()?;
    let stated = signer.signed(oid::CONTENT_TYPE)?.ok_or(Malformed)?;
    let expected = signer.signed(oid::MESSAGE_DIGEST)?.ok_or(Malformed)?;
    if stated.body != oid::DATA {
        return Err(SignatureFinding::MalformedSignature.into());
    }
    if content != expected.octets()?.as_ref() {
        return Err(SignatureFinding::DigestMismatch.into());
    }
    check_attributes(signer, digest, attributes, certificate, work)?;
    check_reference(signer, certificate)
}

fn check_reference(signer: &SignerInfo<'_>, certificate: &Certificate) -> Result<(), Found> {
    match reference(signer, certificate)? {
        Reference::NamesAnother => Err(SignatureFinding::SigningCertificateMismatch.into()),
        Reference::Names | Reference::Missing => Ok(()),
    }
}

/// Checks a signature over content of the given type; the digest's name if it is good.
pub(crate) fn check(
    signer: &SignerInfo<'_>,
    content_type: &[u8],
    content: &Content<'_>,
    certificate: &Certificate,
    work: &Work,
) -> Result<Digest, Found> {
    let named = |finding| Found { finding, value: None };
    let digest = Digest::of(signer.digest.oid).map_err(named)?;
    work.check()?;
    let Some(attributes) = signer.signed_attributes else {
        let message = content.whole(work)?;
        check_value(signer, digest, &message, certificate)?;
        return Ok(digest);
    };
    let stated = signer.signed(oid::CONTENT_TYPE)?.ok_or(Malformed)?;
    let expected = signer.signed(oid::MESSAGE_DIGEST)?.ok_or(Malformed)?;
    if stated.body != content_type {
        return Err(SignatureFinding::MalformedSignature.into());
    }
    if content.digest(digest, work)? != expected.octets()?.as_ref() {
        return Err(SignatureFinding::DigestMismatch.into());
    }
    check_attributes(signer, digest, attributes, certificate, work)?;
    check_reference(signer, certificate)?;
    Ok(digest)
}

/// The signature is over the attributes as a set in DER. Nearly always they come as that but for the tag.
fn check_attributes(
    signer: &SignerInfo<'_>,
    digest: Digest,
    attributes: Value<'_>,
    certificate: &Certificate,
    work: &Work,
) -> Result<(), Found> {
    work.hash(attributes.whole.len())?;
    let mut message = attributes.whole.to_vec();
    if let Some(tag) = message.first_mut() {
        *tag = ber::SET;
    }
    let as_it_came = check_value(signer, digest, &message, certificate);
    if as_it_came != Err(SignatureFinding::SignatureMismatch.into())
        || attributes.whole.len() > MAX_ATTRIBUTES
    {
        return as_it_came;
    }
    let encoded = ber::set_as_der(attributes)?;
    if encoded == message {
        return as_it_came;
    }
    work.check()?;
    work.hash(encoded.len())?;
    check_value(signer, digest, &encoded, certificate)
}

fn check_value(
    signer: &SignerInfo<'_>,
    digest: Digest,
    message: &[u8],
    certificate: &Certificate,
) -> Result<(), Found> {
    let key = certificate.raw().ok_or(Malformed)?.key();
    crypto::verify(key, signer.algorithm, Some(digest), message, &signer.signature)
        .map_err(Found::from)
}
