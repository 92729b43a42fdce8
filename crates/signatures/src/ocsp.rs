//! Answers on the revocation of single certificates (RFC 6960).

use chrono::{DateTime, Utc};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use crate::ber::{self, Reader, Value, context, context_primitive};
use crate::certificate::{Certificate, Raw};
use crate::crypto::{self, Algorithm, Digest, PublicKey};
use crate::found::Found;
use crate::oid;
use crate::revocation::Statement;
use crate::time;
use crate::work::Work;

/// A response that is not the issuer's brings the certificate of whoever answers for it.
const MAX_CERTIFICATES: usize = 8;
const MAX_ANSWERS: usize = 1_000;

struct Response<'a> {
    signed: Value<'a>,
    produced_at: DateTime<Utc>,
    answers: Value<'a>,
    algorithm: Algorithm<'a>,
    signature: &'a [u8],
    certificates: Option<Value<'a>>,
}

impl<'a> Response<'a> {
    fn read(basic: &'a [u8]) -> ber::Result<Self> {
        let mut outer = Reader::new(basic).sequence()?;
        let signed = outer.expect(ber::SEQUENCE)?;
        let mut parts = signed.reader();
        parts.optional(context(0))?;
        parts.value()?;
        let produced_at = time::read(parts.expect(ber::GENERALIZED_TIME)?)?;
        let answers = parts.expect(ber::SEQUENCE)?;
        let algorithm = Algorithm::read(&mut outer)?;
        let signature = outer.expect(ber::BIT_STRING)?.bits()?;
        let certificates = outer.optional(context(0))?;
        Ok(Self { signed, produced_at, answers, algorithm, signature, certificates })
    }

    /// The certificates that it brings.
    fn certificates(&self) -> Vec<Certificate> {
        let mut reader = self.certificates.map_or(Reader::new(&[]), |list| list.reader());
        let mut certificates = vec![];
        if let Ok(mut list) = reader.sequence() {
            while let (Ok(value), true) = (list.value(), certificates.len() < MAX_CERTIFICATES) {
                certificates.extend(Certificate::from_der(value.whole));
            }
        }
        certificates
    }
}

/// What a `BasicOCSPResponse` says of a certificate, if its issuer answers or whoever it has put in charge.
pub(crate) fn statement(
    basic: &[u8],
    certificate: &Certificate,
    issuer: &Certificate,
    work: &Work,
) -> Result<Option<Statement>, Found> {
    let Ok(response) = Response::read(basic) else { return Ok(None) };
    let (Some(own), Some(above)) = (certificate.raw(), issuer.raw()) else { return Ok(None) };
    let Ok(Some(statement)) = answer(response.answers, &own, &above) else { return Ok(None) };
    if is_signed(&response, issuer, &above, work)? { Ok(Some(statement)) } else { Ok(None) }
}

fn answer(answers: Value<'_>, own: &Raw<'_>, above: &Raw<'_>) -> ber::Result<Option<Statement>> {
    let mut reader = answers.reader();
    for _ in 0..MAX_ANSWERS {
        if reader.is_empty() {
            break;
        }
        let mut single = reader.sequence()?;
        if !is_about(single.sequence()?, own, above)? {
            continue;
        }
        let status = single.value()?;
        let revoked_at = match status.tag {
            tag if tag == context_primitive(0) => None,
            tag if tag == context(1) => Some(time::read(status.reader().value()?)?),
            // It does not know the certificate.
            _ => return Ok(None),
        };
        let made_at = time::read(single.expect(ber::GENERALIZED_TIME)?)?;
        let until = match single.optional(context(0))? {
            Some(value) => Some(time::read(value.reader().value()?)?),
            None => None,
        };
        return Ok(Some(Statement { made_at, until, revoked_at }));
    }
    Ok(None)
}

/// Whether an identifier is the certificate's: hashes of its issuer's name and key, and its serial number.
fn is_about(mut id: Reader<'_>, own: &Raw<'_>, above: &Raw<'_>) -> ber::Result<bool> {
    let algorithm = Algorithm::read(&mut id)?;
    let name = id.expect(ber::OCTET_STRING)?.body;
    let key = id.expect(ber::OCTET_STRING)?.body;
    if id.expect(ber::INTEGER)?.integer() != own.serial() {
        return Ok(false);
    }
    let hash = |bytes: &[u8]| match algorithm.oid {
        oid::SHA1 => Some(digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()),
        other => Digest::of(other).ok().map(|digest| digest.over(&[bytes])),
    };
    let names = [own.issuer(), above.subject()];
    let is_name = names.into_iter().any(|one| hash(one).is_some_and(|hash| hash == name));
    Ok(is_name && hash(above.key().bits).is_some_and(|hash| hash == key))
}

fn is_signed(
    response: &Response<'_>,
    issuer: &Certificate,
    above: &Raw<'_>,
    work: &Work,
) -> Result<bool, Found> {
    work.hash(response.signed.whole.len())?;
    if has_signed(above.key(), response, work)? {
        return Ok(true);
    }
    for certificate in response.certificates() {
        let valid =
            (certificate.not_before..=certificate.not_after).contains(&response.produced_at);
        if !valid || !certificate.is_for(oid::FOR_OCSP) || !issuer.is_named_by(&certificate) {
            continue;
        }
        let Some(raw) = certificate.raw() else { continue };
        if has_signed(raw.key(), response, work)? {
            work.check()?;
            return Ok(issuer.has_signed(&certificate));
        }
    }
    Ok(false)
}

fn has_signed(key: PublicKey<'_>, response: &Response<'_>, work: &Work) -> Result<bool, Found> {
    work.check()?;
    let message = response.signed.whole;
    Ok(crypto::verify(key, response.algorithm, None, message, response.signature).is_ok())
}
