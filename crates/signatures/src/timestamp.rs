//! Timestamps (RFC 3161).

use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::anchors::{Trust, TrustAnchors};
use crate::ber::{self, Malformed, Reader};
use crate::certificate::Certificate;
use crate::chain::{self, Moment};
use crate::cms::{Evidence, SignedData};
use crate::crypto::{Algorithm, Digest};
use crate::found::Found;
use crate::revocation::{self, CLOCK_SKEW};
use crate::signer::{self, Content};
use crate::work::Work;
use crate::{oid, pool};

/// Reading a certificate takes as long as looking through so many entries of a list.
const ENTRIES_PER_CERTIFICATE: usize = 1_000;

/// With what timestamps are judged.
#[derive(Clone, Copy)]
pub(crate) struct Judge<'a> {
    pub anchors: &'a TrustAnchors,
    pub now: DateTime<Utc>,
    pub work: &'a Work,
    /// Certificates from elsewhere in the file.
    pub pool: &'a [Certificate],
    /// What the file says elsewhere of their revocation.
    pub evidence: &'a Evidence<'a>,
}

struct Info<'a> {
    digest: Algorithm<'a>,
    imprint: &'a [u8],
    at: DateTime<Utc>,
}

impl<'a> Info<'a> {
    fn read(bytes: &'a [u8]) -> ber::Result<Self> {
        let mut parts = Reader::new(bytes).sequence()?;
        parts.expect(ber::INTEGER)?;
        parts.oid()?;
        let mut imprint = parts.sequence()?;
        let digest = Algorithm::read(&mut imprint)?;
        let imprint = imprint.expect(ber::OCTET_STRING)?.body;
        parts.expect(ber::INTEGER)?;
        let at = crate::time::read(parts.expect(ber::GENERALIZED_TIME)?)?;
        Ok(Self { digest, imprint, at })
    }
}

/// When a token proves that the content existed, or what is wrong with it.
pub(crate) fn check(
    token: &[u8],
    content: &Content<'_>,
    judge: Judge<'_>,
) -> Result<DateTime<Utc>, Found> {
    let token = SignedData::read(token).map_err(invalid)?;
    let stamp = stamp(&token, content, judge.work, judge.pool)?;
    if stamp.at > judge.now + CLOCK_SKEW {
        return Err(SignatureFinding::TimestampInvalid.into());
    }
    check_path(&stamp.certificate, &stamp.pool, &token.evidence, stamp.at, judge)?;
    Ok(stamp.at)
}

/// What a token says of the time of the content, if it is whole: whoever has issued it.
pub(crate) fn read(
    token: &[u8],
    content: &Content<'_>,
    work: &Work,
) -> Result<DateTime<Utc>, Found> {
    let token = SignedData::read(token).map_err(invalid)?;
    Ok(stamp(&token, content, work, &[])?.at)
}

fn invalid(_: Malformed) -> Found {
    SignatureFinding::TimestampInvalid.into()
}

/// An intact timestamp.
struct Stamp {
    at: DateTime<Utc>,
    certificate: Certificate,
    pool: Vec<Certificate>,
}

fn stamp(
    token: &SignedData<'_>,
    content: &Content<'_>,
    work: &Work,
    further: &[Certificate],
) -> Result<Stamp, Found> {
    let [signer] = token.signers.as_slice() else {
        return Err(SignatureFinding::TimestampInvalid.into());
    };
    let info = token.content.ok_or(Malformed).and_then(|content| content.octets());
    let bytes = info.map_err(invalid)?;
    if token.content_type != oid::TST_INFO {
        return Err(SignatureFinding::TimestampInvalid.into());
    }
    let info = Info::read(&bytes).map_err(invalid)?;
    let digest =
        Digest::of(info.digest.oid).map_err(|_| Found::from(SignatureFinding::TimestampInvalid))?;
    if content.digest(digest, work)? != info.imprint {
        return Err(SignatureFinding::TimestampMismatch.into());
    }
    work.entries(token.certificates.len() * ENTRIES_PER_CERTIFICATE)?;
    let mut pool = pool::of_signature(token);
    pool::extend(&mut pool, further.iter().cloned());
    let certificate =
        signer::find_certificate(signer, &pool).ok_or(SignatureFinding::TimestampIssuerUnknown)?;
    let signed = Content::new(vec![&bytes]);
    signer::check(signer, token.content_type, &signed, certificate, work)
        .map_err(|found| as_timestamp(found.finding))?;
    if !signer::has_reference(signer, certificate) {
        return Err(SignatureFinding::TimestampInvalid.into());
    }
    let (at, certificate) = (info.at, certificate.clone());
    Ok(Stamp { at, certificate, pool })
}

/// Whether the service was trusted when it stamped.
fn check_path(
    certificate: &Certificate,
    pool: &[Certificate],
    own: &Evidence<'_>,
    at: DateTime<Utc>,
    judge: Judge<'_>,
) -> Result<(), Found> {
    let path = chain::find(certificate, pool, judge.anchors, Trust::Timestamps, judge.work)
        .map_err(|found| as_timestamp(found.finding))?;
    let moment = Moment { at, is_proven: true, claimed: None };
    let mut evidence = judge.evidence.clone();
    evidence.extend(own);
    let revoked = revocation::check(&path, &evidence, at, judge.now, judge.work)?;
    if !chain::validity(&path.certificates, moment).is_good()
        || revoked.finding == SignatureFinding::Revoked
    {
        return Err(SignatureFinding::TimestampInvalid.into());
    }
    Ok(())
}

/// What is wrong with the signature of a timestamp, as the line of the timestamp says it.
fn as_timestamp(finding: SignatureFinding) -> Found {
    Found::from(match finding {
        SignatureFinding::TooComplex => SignatureFinding::TooComplex,
        SignatureFinding::IssuerUnknown
        | SignatureFinding::NoAnchors
        | SignatureFinding::UnsupportedExtension
        | SignatureFinding::UnsupportedAlgorithm => SignatureFinding::TimestampIssuerUnknown,
        _ => SignatureFinding::TimestampInvalid,
    })
}
