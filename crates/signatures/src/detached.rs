//! Detached signatures (`CAdES`) over a file of which the SHA-256 is known.

use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::cms::SignedData;
use crate::found::Found;
use crate::signer::{self, Content};
use crate::work::Work;
use crate::{oid, pool, timestamp};

/// A signature that is over the file, with the key of the certificate that it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detached {
    /// The subject of the certificate, as RFC 4514 writes it, and its serial number in hexadecimal.
    pub signer: String,
    pub serial: String,
    /// The time of its timestamp, by whomever that was issued.
    pub timestamp: Option<DateTime<Utc>>,
}

/// Checks a detached signature over a file with this SHA-256. Whether its certificate is to be trusted is another
/// question.
pub fn check_detached(signature: &[u8], sha256: [u8; 32]) -> Result<Detached, SignatureFinding> {
    check(signature, sha256).map_err(|found| found.finding)
}

fn check(signature: &[u8], sha256: [u8; 32]) -> Result<Detached, Found> {
    let work = Work::new();
    let signed = SignedData::read(signature)?;
    let [signer] = signed.signers.as_slice() else {
        return Err(SignatureFinding::MalformedSignature.into());
    };
    // Without signed attributes the value would be over the content, which is not at hand.
    if signed.content.is_some() || signer.signed_attributes.is_none() {
        return Err(SignatureFinding::MalformedSignature.into());
    }
    let pool = pool::of_signature(&signed);
    let certificate = signer::find_certificate(signer, &pool)
        .ok_or(SignatureFinding::SigningCertificateMismatch)?;
    let content = Content::of_sha256(sha256);
    signer::check(signer, signed.content_type, &content, certificate, &work)?;
    let timestamp = match signer.unsigned(oid::TIME_STAMP_TOKEN)?.as_slice() {
        [] => None,
        [token] => {
            let stamped = Content::new(vec![&signer.signature]);
            Some(timestamp::read(token.whole, &stamped, &work)?)
        }
        _ => return Err(SignatureFinding::TimestampInvalid.into()),
    };
    let (signer, serial) = (certificate.subject_text(), certificate.serial());
    Ok(Detached { signer, serial, timestamp })
}
