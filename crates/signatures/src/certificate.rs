//! Certificates (RFC 5280), as far as signatures need them.

use std::fmt;

use chrono::{DateTime, Utc};
use der::Decode;
use x509_cert::Certificate as Parsed;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use crate::ber::{self, Malformed, Reader, Value, context, context_primitive};
use crate::crypto::{self, Algorithm, PublicKey, sha256};
use crate::oid;

/// A certificate with its bytes, over which hashes and signatures go.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    hash: [u8; 32],
    parsed: Parsed,
    pub(crate) not_before: DateTime<Utc>,
    pub(crate) not_after: DateTime<Utc>,
    pub(crate) is_authority: bool,
    pub(crate) path_length: Option<u8>,
    key_usage: Option<KeyUsage>,
    purposes: Option<Vec<der::asn1::ObjectIdentifier>>,
    key_id: Option<Vec<u8>>,
    authority_key_id: Option<Vec<u8>>,
    /// Where its issuer publishes what was revoked, as the extension's bytes.
    crl_points: Option<Vec<u8>>,
    /// The e-mail addresses among its alternative names.
    alternative_addresses: Vec<String>,
    /// Its validity is so short that nobody revokes it.
    pub(crate) needs_no_revocation: bool,
    /// It has a critical extension that is not understood here.
    pub(crate) has_unknown_critical: bool,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Certificate").field(&self.subject_text()).finish()
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

/// The parts that the parser does not keep as bytes.
pub(crate) struct Raw<'a> {
    signed: &'a [u8],
    algorithm: Algorithm<'a>,
    signature: &'a [u8],
    serial: &'a [u8],
    issuer: &'a [u8],
    subject: &'a [u8],
    key: PublicKey<'a>,
}

impl Certificate {
    /// Reads a certificate in DER; None if it is not one.
    pub fn from_der(der: &[u8]) -> Option<Self> {
        Self::read(der).ok()
    }

    fn read(der: &[u8]) -> ber::Result<Self> {
        // Zeros after it are no part of it.
        let der = Reader::new(der).expect(ber::SEQUENCE)?.whole;
        raw(der)?;
        let parsed = Parsed::from_der(der).map_err(|_| Malformed)?;
        let validity = parsed.tbs_certificate().validity();
        let mut certificate = Self {
            der: der.to_vec(),
            hash: sha256(der),
            not_before: moment(validity.not_before.to_unix_duration().as_secs())?,
            not_after: moment(validity.not_after.to_unix_duration().as_secs())?,
            parsed: parsed.clone(),
            is_authority: false,
            path_length: None,
            key_usage: None,
            purposes: None,
            key_id: None,
            authority_key_id: None,
            crl_points: None,
            alternative_addresses: vec![],
            needs_no_revocation: false,
            has_unknown_critical: false,
        };
        for extension in parsed.tbs_certificate().extensions().into_iter().flatten() {
            let value = extension.extn_value.as_bytes();
            certificate.read_extension(extension.extn_id.as_bytes(), extension.critical, value)?;
        }
        Ok(certificate)
    }

    fn read_extension(&mut self, id: &[u8], critical: bool, value: &[u8]) -> ber::Result<()> {
        match id {
            oid::BASIC_CONSTRAINTS => {
                let constraints = BasicConstraints::from_der(value).map_err(|_| Malformed)?;
                self.is_authority = constraints.ca;
                self.path_length = constraints.path_len_constraint;
            }
            oid::KEY_USAGE => {
                self.key_usage = Some(KeyUsage::from_der(value).map_err(|_| Malformed)?);
            }
            oid::EXTENDED_KEY_USAGE => {
                let purposes = ExtendedKeyUsage::from_der(value).map_err(|_| Malformed)?;
                self.purposes = Some(purposes.0);
            }
            oid::KEY_ID => self.key_id = Some(Value::only(value)?.body.to_vec()),
            oid::AUTHORITY_KEY_ID => {
                let mut parts = Value::only(value)?.reader();
                let id = parts.optional(context_primitive(0))?;
                self.authority_key_id = id.map(|id| id.body.to_vec());
            }
            oid::SUBJECT_ALTERNATIVE_NAME => {
                let mut names = Value::only(value)?.reader();
                while !names.is_empty() {
                    let name = names.value()?;
                    // rfc822Name, which is IA5String.
                    if name.tag == context_primitive(1) && name.body.is_ascii() {
                        self.alternative_addresses.extend(text(0x16, name.body));
                    }
                }
            }
            oid::CRL_POINTS => self.crl_points = Some(value.to_vec()),
            oid::NO_REVOCATION | oid::SHORT_TERM => self.needs_no_revocation = true,
            // What policies and statements say is not judged here.
            oid::CERTIFICATE_POLICIES | oid::QC_STATEMENTS => {}
            _ => self.has_unknown_critical |= critical,
        }
        Ok(())
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The SHA-256 of the certificate in DER.
    pub const fn fingerprint(&self) -> &[u8; 32] {
        &self.hash
    }

    pub(crate) fn raw(&self) -> Option<Raw<'_>> {
        raw(&self.der).ok()
    }

    /// The subject's name, for people.
    pub fn subject_text(&self) -> String {
        self.parsed.tbs_certificate().subject().to_string()
    }

    /// The issuer's name, for people.
    pub fn issuer_text(&self) -> String {
        self.parsed.tbs_certificate().issuer().to_string()
    }

    /// The common name of the issuer, or else its whole name.
    pub(crate) fn issuer_name(&self) -> String {
        let name = self.raw().and_then(|raw| attribute(raw.issuer, oid::COMMON_NAME));
        name.unwrap_or_else(|| self.issuer_text())
    }

    /// The serial number in hexadecimal digits.
    pub fn serial(&self) -> String {
        let serial = self.parsed.tbs_certificate().serial_number();
        hex::encode(ber::trim_integer(serial.as_bytes()))
    }

    /// The first value of an attribute of the subject's name.
    pub(crate) fn subject_attribute(&self, kind: &[u8]) -> Option<String> {
        attribute(self.raw()?.subject, kind)
    }

    pub(crate) fn may_sign_documents(&self) -> bool {
        self.key_usage
            .as_ref()
            .is_none_or(|usage| usage.digital_signature() || usage.non_repudiation())
    }

    /// Whether it may sign mail (RFC 8550, 4.4).
    pub(crate) fn may_sign_mail(&self) -> bool {
        let is_for_mail = || self.is_for(oid::FOR_MAIL) || self.is_for(oid::FOR_ANYTHING);
        self.may_sign_documents() && (self.purposes.is_none() || is_for_mail())
    }

    /// The e-mail addresses that it is for, in lower case (RFC 8550, 3).
    pub(crate) fn addresses(&self) -> Vec<String> {
        let mut addresses = self.alternative_addresses.clone();
        addresses.extend(self.subject_attribute(oid::EMAIL_ADDRESS));
        addresses.iter().map(|address| address.to_lowercase()).collect()
    }

    pub(crate) fn may_sign_certificates(&self) -> bool {
        self.key_usage.as_ref().is_none_or(KeyUsage::key_cert_sign)
    }

    pub(crate) fn may_sign_crls(&self) -> bool {
        self.key_usage.as_ref().is_none_or(KeyUsage::crl_sign)
    }

    /// Whether it is meant for this purpose by name.
    pub(crate) fn is_for(&self, purpose: &[u8]) -> bool {
        let purposes = self.purposes.iter().flatten();
        purposes.into_iter().any(|one| one.as_bytes() == purpose)
    }

    pub(crate) fn key_id(&self) -> Option<&[u8]> {
        self.key_id.as_deref()
    }

    pub(crate) fn authority_key_id(&self) -> Option<&[u8]> {
        self.authority_key_id.as_deref()
    }

    pub(crate) fn crl_points(&self) -> Option<&[u8]> {
        self.crl_points.as_deref()
    }

    /// Whether its name is the issuer's of the other.
    pub(crate) fn is_named_by(&self, issued: &Self) -> bool {
        match (self.raw(), issued.raw()) {
            (Some(own), Some(issued)) => same_name(own.subject, issued.issuer),
            _ => false,
        }
    }

    /// Whether its key signed the other.
    pub(crate) fn has_signed(&self, issued: &Self) -> bool {
        let (Some(own), Some(issued)) = (self.raw(), issued.raw()) else { return false };
        crypto::verify(own.key, issued.algorithm, None, issued.signed, issued.signature).is_ok()
    }
}

impl<'a> Raw<'a> {
    pub const fn serial(&self) -> &'a [u8] {
        self.serial
    }

    pub const fn issuer(&self) -> &'a [u8] {
        self.issuer
    }

    pub const fn subject(&self) -> &'a [u8] {
        self.subject
    }

    pub const fn key(&self) -> PublicKey<'a> {
        self.key
    }
}

fn raw(der: &[u8]) -> ber::Result<Raw<'_>> {
    let mut outer = Reader::new(der).sequence()?;
    let signed = outer.expect(ber::SEQUENCE)?;
    let algorithm = Algorithm::read(&mut outer)?;
    let signature = outer.expect(ber::BIT_STRING)?.bits()?;
    let mut parts = signed.reader();
    parts.optional(context(0))?;
    let serial = parts.expect(ber::INTEGER)?.integer();
    parts.expect(ber::SEQUENCE)?;
    let issuer = parts.expect(ber::SEQUENCE)?.whole;
    parts.expect(ber::SEQUENCE)?;
    let subject = parts.expect(ber::SEQUENCE)?.whole;
    let mut key = parts.sequence()?;
    let key = PublicKey {
        algorithm: Algorithm::read(&mut key)?,
        bits: key.expect(ber::BIT_STRING)?.bits()?,
    };
    Ok(Raw { signed: signed.whole, algorithm, signature, serial, issuer, subject, key })
}

/// The first value of an attribute of a name.
fn attribute(name: &[u8], kind: &[u8]) -> Option<String> {
    let mut sets = Value::only(name).ok()?.reader();
    while let Ok(set) = sets.value() {
        let mut attributes = set.reader();
        while let Ok(mut attribute) = attributes.sequence() {
            if attribute.oid().ok()? == kind {
                let value = attribute.value().ok()?;
                return text(value.tag, value.body);
            }
        }
    }
    None
}

fn moment(seconds: u64) -> ber::Result<DateTime<Utc>> {
    let seconds = i64::try_from(seconds).map_err(|_| Malformed)?;
    DateTime::from_timestamp(seconds, 0).ok_or(Malformed)
}

/// Whether two names are the same (RFC 5280, 7.1): letter by letter but for case, spaces and the kind of string, since
/// some authorities write their name in one kind in their own certificate and in another in those that they issue.
pub(crate) fn same_name(one: &[u8], other: &[u8]) -> bool {
    one == other || matches!((folded(one), folded(other)), (Ok(one), Ok(other)) if one == other)
}

/// Attributes that belong together, of which a name nearly always has one.
type Attributes<'a> = Vec<(&'a [u8], String)>;

/// The attributes of a name, each with its text without case and spaces that mean nothing.
fn folded(name: &[u8]) -> ber::Result<Vec<Attributes<'_>>> {
    let mut sets = vec![];
    let mut reader = Value::only(name)?.reader();
    while !reader.is_empty() {
        let mut set = vec![];
        let mut attributes = reader.expect(ber::SET)?.reader();
        while !attributes.is_empty() {
            let mut attribute = attributes.sequence()?;
            let kind = attribute.oid()?;
            let value = attribute.value()?;
            let text = text(value.tag, value.body).ok_or(Malformed)?;
            set.push((kind, text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()));
        }
        set.sort();
        sets.push(set);
    }
    Ok(sets)
}

/// A string of a name, whichever its kind.
fn text(tag: u8, bytes: &[u8]) -> Option<String> {
    match tag {
        // UTF8String, PrintableString and IA5String; T61String as it is used: Latin-1.
        0x0c | 0x13 | 0x16 => String::from_utf8(bytes.to_vec()).ok(),
        0x14 => Some(bytes.iter().copied().map(char::from).collect()),
        // BMPString.
        0x1e => {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).ok()
        }
        _ => None,
    }
}
