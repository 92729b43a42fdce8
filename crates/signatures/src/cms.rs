//! Signed data of CMS (RFC 5652), read as slices of the file.

use std::borrow::Cow;

use crate::ber::{self, Malformed, Reader, Value, context, context_primitive};
use crate::crypto::Algorithm;
use crate::oid;

/// No signature in use has so many parts.
const MAX_SIGNERS: usize = 32;
const MAX_CERTIFICATES: usize = 128;
const MAX_EVIDENCE: usize = 128;

pub(crate) struct SignedData<'a> {
    pub content_type: &'a [u8],
    /// The octet string of the content, which detached signatures do not have.
    pub content: Option<Value<'a>>,
    pub certificates: Vec<&'a [u8]>,
    pub evidence: Evidence<'a>,
    pub signers: Vec<SignerInfo<'a>>,
    /// What follows it in the file.
    pub rest: &'a [u8],
}

/// What a file says of the revocation of certificates.
#[derive(Debug, Default, Clone)]
pub(crate) struct Evidence<'a> {
    pub crls: Vec<&'a [u8]>,
    /// `BasicOCSPResponse`s.
    pub responses: Vec<Cow<'a, [u8]>>,
}

impl<'a> Evidence<'a> {
    pub fn add_crl(&mut self, crl: &'a [u8]) {
        if self.crls.len() < MAX_EVIDENCE {
            self.crls.push(crl);
        }
    }

    pub fn add_basic_response(&mut self, response: Cow<'a, [u8]>) {
        if self.responses.len() < MAX_EVIDENCE {
            self.responses.push(response);
        }
    }

    /// Adds an `OCSPResponse` if it is a successful one.
    pub fn add_response(&mut self, response: &'a [u8]) {
        if let Ok(basic) = basic_response(response) {
            self.add_basic_response(basic);
        }
    }

    pub fn extend(&mut self, other: &Self) {
        other.crls.iter().for_each(|crl| self.add_crl(crl));
        other.responses.iter().for_each(|one| self.add_basic_response(one.clone()));
    }
}

fn basic_response(response: &[u8]) -> ber::Result<Cow<'_, [u8]>> {
    let mut parts = Reader::new(response).sequence()?;
    parts.expect(ber::ENUMERATED)?;
    let mut bytes = parts.expect(context(0))?.reader().sequence()?;
    if bytes.oid()? != oid::BASIC_OCSP {
        return Err(Malformed);
    }
    bytes.value()?.octets()
}

/// Who has signed, and how.
pub(crate) struct SignerInfo<'a> {
    pub id: SignerId<'a>,
    pub digest: Algorithm<'a>,
    pub signed_attributes: Option<Value<'a>>,
    pub algorithm: Algorithm<'a>,
    pub signature: Cow<'a, [u8]>,
    pub unsigned_attributes: Option<Value<'a>>,
}

pub(crate) enum SignerId<'a> {
    IssuerAndSerial { issuer: &'a [u8], serial: &'a [u8] },
    KeyId(&'a [u8]),
}

/// Whether the bytes begin as signed data.
pub(crate) fn is_signed_data(bytes: &[u8]) -> bool {
    // Only the beginning is looked at: whether the rest is whole is another question.
    let Some((&ber::SEQUENCE, rest)) = bytes.split_first() else { return false };
    let skipped = match rest.first() {
        Some(first @ 0x81..=0x88) => 1 + usize::from(first & 0x7f),
        Some(_) => 1,
        None => return false,
    };
    let mut oid = vec![];
    ber::append_value(ber::OID, oid::SIGNED_DATA, &mut oid);
    rest.get(skipped..).is_some_and(|rest| rest.starts_with(&oid))
}

impl<'a> SignedData<'a> {
    pub fn read(bytes: &'a [u8]) -> ber::Result<Self> {
        let mut reader = Reader::new(bytes);
        let mut info = reader.sequence()?;
        let rest = reader.rest();
        if info.oid()? != oid::SIGNED_DATA {
            return Err(Malformed);
        }
        let mut parts = info.expect(context(0))?.reader().sequence()?;
        parts.expect(ber::INTEGER)?;
        parts.expect(ber::SET)?;
        let mut content = parts.sequence()?;
        let content_type = content.oid()?;
        let content = match content.optional(context(0))? {
            Some(value) => Some(value.reader().value()?),
            None => None,
        };
        if content.is_some_and(|value| value.tag & 0x1f != ber::OCTET_STRING) {
            return Err(Malformed);
        }
        let certificates = certificates(parts.optional(context(0))?)?;
        let evidence = evidence(parts.optional(context(1))?)?;
        let signers = signers(parts.expect(ber::SET)?)?;
        Ok(Self { content_type, content, certificates, evidence, signers, rest })
    }
}

fn certificates(set: Option<Value<'_>>) -> ber::Result<Vec<&[u8]>> {
    let mut certificates = vec![];
    let mut reader = Reader::new(set.map_or(&[], |set| set.body));
    while !reader.is_empty() {
        let value = reader.value()?;
        // Other choices are certificates of attributes, which have gone out of use.
        if value.tag == ber::SEQUENCE && certificates.len() < MAX_CERTIFICATES {
            certificates.push(value.whole);
        }
    }
    Ok(certificates)
}

fn evidence(set: Option<Value<'_>>) -> ber::Result<Evidence<'_>> {
    let mut evidence = Evidence::default();
    let mut reader = Reader::new(set.map_or(&[], |set| set.body));
    while !reader.is_empty() {
        let value = reader.value()?;
        if value.tag == ber::SEQUENCE {
            evidence.add_crl(value.whole);
        } else if value.tag == context(1) {
            let mut other = value.reader();
            if other.oid()? == oid::OCSP_RESPONSE_INFO {
                evidence.add_response(other.rest());
            }
        }
    }
    Ok(evidence)
}

fn signers(set: Value<'_>) -> ber::Result<Vec<SignerInfo<'_>>> {
    let mut signers = vec![];
    let mut reader = set.reader();
    while !reader.is_empty() {
        if signers.len() == MAX_SIGNERS {
            return Err(Malformed);
        }
        signers.push(SignerInfo::read(reader.sequence()?)?);
    }
    Ok(signers)
}

impl<'a> SignerInfo<'a> {
    fn read(mut parts: Reader<'a>) -> ber::Result<Self> {
        parts.expect(ber::INTEGER)?;
        let id = parts.value()?;
        let id = match id.tag {
            ber::SEQUENCE => {
                let mut id = id.reader();
                let issuer = id.expect(ber::SEQUENCE)?.whole;
                SignerId::IssuerAndSerial { issuer, serial: id.expect(ber::INTEGER)?.integer() }
            }
            tag if tag == context_primitive(0) => SignerId::KeyId(id.body),
            _ => return Err(Malformed),
        };
        Ok(Self {
            id,
            digest: Algorithm::read(&mut parts)?,
            signed_attributes: parts.optional(context(0))?,
            algorithm: Algorithm::read(&mut parts)?,
            signature: {
                let signature = parts.value()?;
                if signature.tag & 0x1f != ber::OCTET_STRING {
                    return Err(Malformed);
                }
                signature.octets()?
            },
            unsigned_attributes: parts.optional(context(1))?,
        })
    }

    /// The value of a signed attribute, of which there must be one at most.
    pub fn signed(&self, attribute: &[u8]) -> ber::Result<Option<Value<'a>>> {
        let mut values = values(self.signed_attributes, attribute)?;
        let value = values.pop();
        if values.is_empty() { Ok(value) } else { Err(Malformed) }
    }

    /// The values of an unsigned attribute.
    pub fn unsigned(&self, attribute: &[u8]) -> ber::Result<Vec<Value<'a>>> {
        values(self.unsigned_attributes, attribute)
    }
}

fn values<'a>(attributes: Option<Value<'a>>, attribute: &[u8]) -> ber::Result<Vec<Value<'a>>> {
    let mut found = vec![];
    let mut reader = Reader::new(attributes.map_or(&[], |attributes| attributes.body));
    while !reader.is_empty() {
        let mut parts = reader.sequence()?;
        if parts.oid()? != attribute {
            continue;
        }
        let mut values = parts.expect(ber::SET)?.reader();
        while !values.is_empty() && found.len() <= MAX_SIGNERS {
            found.push(values.value()?);
        }
    }
    Ok(found)
}
