//! Lists of revoked certificates (RFC 5280, 5).

use chrono::{DateTime, Utc};

use crate::ber::{self, Malformed, Reader, Value, context, context_primitive};
use crate::certificate::{Certificate, same_name};
use crate::crypto::{self, Algorithm};
use crate::found::Found;
use crate::oid;
use crate::revocation::Statement;
use crate::time;
use crate::work::Work;

/// The tag of a URI among general names.
const URI: u8 = context_primitive(6);
/// An entry has at least this length.
const ENTRY_BYTES: usize = 5;
/// General names are not deeper than this within a distribution point.
const MAX_DEPTH: usize = 6;

/// A list as slices of the file.
struct Crl<'a> {
    signed: Value<'a>,
    issuer: &'a [u8],
    this_update: DateTime<Utc>,
    next_update: Option<DateTime<Utc>>,
    revoked: Option<Value<'a>>,
    extensions: Option<Value<'a>>,
    algorithm: Algorithm<'a>,
    signature: &'a [u8],
}

impl<'a> Crl<'a> {
    fn read(der: &'a [u8]) -> ber::Result<Self> {
        let mut outer = Reader::new(der).sequence()?;
        let signed = outer.expect(ber::SEQUENCE)?;
        let mut parts = signed.reader();
        parts.optional(ber::INTEGER)?;
        parts.expect(ber::SEQUENCE)?;
        let issuer = parts.expect(ber::SEQUENCE)?.whole;
        let this_update = time::read(parts.value()?)?;
        let mut next_update = None;
        for tag in [ber::UTC_TIME, ber::GENERALIZED_TIME] {
            if let Some(value) = parts.optional(tag)? {
                next_update = Some(time::read(value)?);
            }
        }
        let revoked = parts.optional(ber::SEQUENCE)?;
        let extensions = parts.optional(context(0))?;
        let algorithm = Algorithm::read(&mut outer)?;
        let signature = outer.expect(ber::BIT_STRING)?.bits()?;
        Ok(Self {
            signed,
            issuer,
            this_update,
            next_update,
            revoked,
            extensions,
            algorithm,
            signature,
        })
    }
}

/// What a list says of a certificate, if it is its issuer's and speaks of such certificates.
pub(crate) fn statement(
    der: &[u8],
    certificate: &Certificate,
    issuer: &Certificate,
    work: &Work,
) -> Result<Option<Statement>, Found> {
    let Ok(crl) = Crl::read(der) else { return Ok(None) };
    let (Some(own), Some(above)) = (certificate.raw(), issuer.raw()) else { return Ok(None) };
    let speaks = same_name(crl.issuer, own.issuer())
        && issuer.may_sign_crls()
        && covers(crl.extensions, certificate).unwrap_or(false);
    if !speaks {
        return Ok(None);
    }
    work.check()?;
    work.hash(crl.signed.whole.len())?;
    let signed = crypto::verify(above.key(), crl.algorithm, None, crl.signed.whole, crl.signature);
    if signed.is_err() {
        return Ok(None);
    }
    work.entries(crl.revoked.map_or(0, |list| list.body.len() / ENTRY_BYTES))?;
    let Ok(revoked_at) = revoked_at(crl.revoked, own.serial()) else { return Ok(None) };
    Ok(Some(Statement { made_at: crl.this_update, until: crl.next_update, revoked_at }))
}

/// When a certificate was revoked, if it is in the list.
fn revoked_at(list: Option<Value<'_>>, serial: &[u8]) -> ber::Result<Option<DateTime<Utc>>> {
    let mut reader = Reader::new(list.map_or(&[], |list| list.body));
    while !reader.is_empty() {
        let mut entry = reader.sequence()?;
        if entry.expect(ber::INTEGER)?.integer() == serial {
            return time::read(entry.value()?).map(Some);
        }
    }
    Ok(None)
}

/// Whether a list speaks of such certificates: it may be for authorities only, or for a part of all certificates, or
/// hold only what has changed.
fn covers(extensions: Option<Value<'_>>, certificate: &Certificate) -> ber::Result<bool> {
    let Some(extensions) = extensions else { return Ok(true) };
    let mut reader = extensions.reader().sequence()?;
    while !reader.is_empty() {
        let mut extension = reader.sequence()?;
        let id = extension.oid()?;
        let critical = extension.optional(ber::BOOLEAN)?.is_some_and(|value| value.body != [0]);
        let value = extension.expect(ber::OCTET_STRING)?.body;
        match id {
            oid::ISSUING_DISTRIBUTION_POINT if !is_for(value, certificate)? => return Ok(false),
            oid::ISSUING_DISTRIBUTION_POINT => {}
            oid::DELTA_CRL => return Ok(false),
            _ if critical => return Ok(false),
            _ => {}
        }
    }
    Ok(true)
}

/// Whether an issuing distribution point is one of the certificate's.
fn is_for(point: &[u8], certificate: &Certificate) -> ber::Result<bool> {
    let mut reader = Value::only(point)?.reader();
    while !reader.is_empty() {
        let value = reader.value()?;
        let is_true = value.body != [0];
        let fits = match value.tag {
            tag if tag == context(0) => {
                let mut own = vec![];
                uris(certificate.crl_points().unwrap_or_default(), &mut own, MAX_DEPTH)?;
                let mut of_list = vec![];
                uris(value.body, &mut of_list, MAX_DEPTH)?;
                of_list.iter().any(|uri| own.contains(uri))
            }
            tag if tag == context_primitive(1) => !(is_true && certificate.is_authority),
            tag if tag == context_primitive(2) => !is_true || certificate.is_authority,
            // Some reasons only, lists of several issuers, certificates of attributes.
            _ => !is_true,
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// All URIs within values.
fn uris<'a>(bytes: &'a [u8], found: &mut Vec<&'a [u8]>, depth: usize) -> ber::Result<()> {
    let depth = depth.checked_sub(1).ok_or(Malformed)?;
    let mut reader = Reader::new(bytes);
    while !reader.is_empty() {
        let value = reader.value()?;
        if value.tag == URI {
            found.push(value.body);
        } else if value.tag & 0x20 != 0 {
            uris(value.body, found, depth)?;
        }
    }
    Ok(())
}
