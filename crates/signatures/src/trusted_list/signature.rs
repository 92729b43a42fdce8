//! The signature of a trusted list (XML-DSig, as ETSI TS 119 612, annex B, asks for it).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

use super::TrustedListError as Error;
use super::canonical::{self, Mode};
use super::dom::{Document, Place};
use crate::certificate::Certificate;
use crate::crypto::Digest;
use crate::oid;

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
/// The list, what is said of its signature, and the certificate.
const MAX_REFERENCES: usize = 8;

/// Checks that the whole document is signed, with the key of one of the certificates; which one.
pub(super) fn check<'c>(
    document: &Document,
    signers: &'c [Certificate],
) -> Result<&'c Certificate, Error> {
    let place = document.only(Document::root(), DSIG, "Signature").ok_or(Error::Unsigned)?;
    let child = |place, name| document.only(place, DSIG, name).ok_or(Error::UnsupportedSignature);
    let info = child(place, "SignedInfo")?;
    let mode = mode(document, child(info, "CanonicalizationMethod")?)?;
    let algorithm = document
        .attribute(child(info, "SignatureMethod")?, "Algorithm")
        .ok_or(Error::UnsupportedSignature)?;
    let value = base64(&document.text(child(place, "SignatureValue")?))?;
    let message = canonical::element(document, info, mode);
    let signer = signers.iter().find(|signer| {
        let verified = verify(signer, algorithm, message.as_bytes(), &value);
        verified == Some(true)
    });
    let signer = signer.ok_or(Error::UnknownSigner)?;
    // Only now is it known that the list's signer has written the digests.
    check_references(document, place, info)?;
    Ok(signer)
}

fn mode(document: &Document, method: Place) -> Result<Mode, Error> {
    // A list of prefixes to be treated otherwise is in use nowhere in trusted lists.
    if document.children(method).next().is_some() {
        return Err(Error::UnsupportedSignature);
    }
    match document.attribute(method, "Algorithm") {
        Some(EXCLUSIVE) => Ok(Mode::Exclusive),
        Some(INCLUSIVE) => Ok(Mode::Inclusive),
        _ => Err(Error::UnsupportedSignature),
    }
}

/// Whether the key of a certificate made the value; None if the algorithm is not one for the key.
fn verify(signer: &Certificate, algorithm: &str, message: &[u8], value: &[u8]) -> Option<bool> {
    let raw = signer.raw()?;
    let key = raw.key();
    let curve = key.algorithm.parameters.map(|curve| curve.body);
    let verifier: &'static dyn VerificationAlgorithm =
        match (key.algorithm.oid, curve, algorithm.rsplit_once('#')?.1) {
            (oid::RSA, _, "rsa-sha256") => &signature::RSA_PKCS1_2048_8192_SHA256,
            (oid::RSA, _, "rsa-sha384") => &signature::RSA_PKCS1_2048_8192_SHA384,
            (oid::RSA, _, "rsa-sha512") => &signature::RSA_PKCS1_2048_8192_SHA512,
            (oid::RSA, _, "sha256-rsa-MGF1") => &signature::RSA_PSS_2048_8192_SHA256,
            (oid::RSA, _, "sha384-rsa-MGF1") => &signature::RSA_PSS_2048_8192_SHA384,
            (oid::RSA, _, "sha512-rsa-MGF1") => &signature::RSA_PSS_2048_8192_SHA512,
            (oid::EC, Some(oid::P256), "ecdsa-sha256") => &signature::ECDSA_P256_SHA256_FIXED,
            (oid::EC, Some(oid::P384), "ecdsa-sha384") => &signature::ECDSA_P384_SHA384_FIXED,
            _ => return None,
        };
    Some(UnparsedPublicKey::new(verifier, key.bits).verify(message, value).is_ok())
}

/// Checks all digests, one of which must be of the whole document.
fn check_references(document: &Document, signature: Place, info: Place) -> Result<(), Error> {
    let references: Vec<_> = document.named(info, DSIG, "Reference").collect();
    if references.len() > MAX_REFERENCES {
        return Err(Error::UnsupportedSignature);
    }
    let mut covers_all = false;
    for reference in references {
        covers_all |= check_reference(document, signature, reference)?;
    }
    if covers_all { Ok(()) } else { Err(Error::Unsigned) }
}

/// Checks a digest; whether it is of the whole document.
fn check_reference(document: &Document, signature: Place, reference: Place) -> Result<bool, Error> {
    let unsupported = Error::UnsupportedSignature;
    let transforms = document.only(reference, DSIG, "Transforms");
    let transforms = transforms.map(|place| document.named(place, DSIG, "Transform").collect());
    let transforms: Vec<Place> = transforms.unwrap_or_default();
    let mut form = Mode::Inclusive;
    let mut is_enveloped = false;
    for transform in transforms {
        if document.attribute(transform, "Algorithm") == Some(ENVELOPED) {
            is_enveloped = true;
        } else {
            form = mode(document, transform)?;
        }
    }
    let uri = document.attribute(reference, "URI").ok_or(unsupported)?;
    let root = Document::root();
    let covered = if uri.is_empty() {
        root
    } else {
        let id = uri.strip_prefix('#').ok_or(unsupported)?;
        document.identified(id).ok_or(unsupported)?
    };
    let text = match (uri.is_empty(), is_enveloped) {
        (true, true) => canonical::document(document, signature, form),
        (false, false) => canonical::element(document, covered, form),
        // The root by its identifier, without the signature in it.
        (false, true) if covered == root => canonical::root(document, signature, form),
        _ => return Err(unsupported),
    };
    let child = |name| document.only(reference, DSIG, name).ok_or(unsupported);
    let method = document.attribute(child("DigestMethod")?, "Algorithm");
    let digest = match method.and_then(|method| method.rsplit_once('#')).map(|(_, name)| name) {
        Some("sha256") => Digest::Sha256,
        Some("sha384") => Digest::Sha384,
        Some("sha512") => Digest::Sha512,
        _ => return Err(unsupported),
    };
    let expected = base64(&document.text(child("DigestValue")?))?;
    if digest.over(&[text.as_bytes()]) != expected {
        return Err(Error::Altered);
    }
    Ok(covered == root)
}

pub(super) fn base64(text: &str) -> Result<Vec<u8>, Error> {
    let digits: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(digits).map_err(|_| Error::Unreadable)
}
