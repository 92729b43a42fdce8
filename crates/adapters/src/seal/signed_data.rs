//! The signature itself: CMS `SignedData` over the digest of a document, as the baselines of `PAdES` and `CAdES` ask for
//! it (ETSI EN 319 142-1, EN 319 122-1, RFC 5652, RFC 5035).

use std::time::Duration;

use chrono::{DateTime, Utc};
use cms::cert::IssuerAndSerialNumber;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier, SignerInfo};
use der::asn1::{GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::{Any, Decode, Encode, Sequence, Tag};
use ring::digest::{SHA256, digest};
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use super::key::SealKey;

pub(super) const SIGNED_DATA: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMP_TOKEN: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// Like that of the crate `cms`, which would encode the certificates again: they must stay as they are.
#[derive(Sequence)]
struct SignedData {
    version: CmsVersion,
    digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    encap_content_info: EncapsulatedContentInfo,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    certificates: Option<SetOfVec<Any>>,
    signer_infos: SetOfVec<SignerInfo>,
}

#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
}

/// Without the name of the hash algorithm, whose default is SHA-256.
#[derive(Sequence)]
struct EssCertIdV2 {
    cert_hash: OctetString,
    issuer_serial: IssuerSerial,
}

#[derive(Sequence)]
struct IssuerSerial {
    issuer: GeneralNames,
    serial_number: SerialNumber,
}

/// A signature to which a timestamp may be added.
pub(super) struct Signature {
    signer: SignerInfo,
    certificates: SetOfVec<Any>,
}

impl Signature {
    /// Signs a document by its SHA-256.
    ///
    /// The time of the seal is among the signed attributes of `CAdES` alone: in `PAdES` it stands in the PDF.
    pub fn new(
        key: &SealKey,
        document_digest: &[u8],
        at: Option<DateTime<Utc>>,
    ) -> Result<Self, String> {
        let encode = |error: der::Error| format!("the signature cannot be written: {error}");
        let attributes = signed_attributes(key, document_digest, at).map_err(encode)?;
        let signature = key.sign(&attributes.to_der().map_err(encode)?)?;
        let certificates = key.certificates().iter().map(|der| Any::from_der(der));
        let certificates = certificates.collect::<der::Result<Vec<_>>>().map_err(encode)?;
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(key.issuer_and_serial_number()),
            digest_alg: sha_256(),
            signed_attrs: Some(attributes),
            signature_algorithm: key.signature_algorithm(),
            signature: OctetString::new(signature).map_err(encode)?,
            unsigned_attrs: None,
        };
        let certificates = SetOfVec::try_from(certificates).map_err(encode)?;
        Ok(Self { signer, certificates })
    }

    /// What a timestamp is to be for: the SHA-256 of the signature's value.
    pub fn imprint(&self) -> [u8; 32] {
        sha_256_of(self.signer.signature.as_bytes())
    }

    /// The signature in DER, with the token of a timestamp (a `ContentInfo` in DER) if there is one.
    pub fn to_der(&self, token: Option<&[u8]>) -> Result<Vec<u8>, der::Error> {
        let mut signer = self.signer.clone();
        if let Some(token) = token {
            let token = attribute(TIME_STAMP_TOKEN, Any::from_der(token)?)?;
            signer.unsigned_attrs = Some(Attributes::try_from(vec![token])?);
        }
        let signed_data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![sha_256()])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(self.certificates.clone()),
            signer_infos: SetOfVec::try_from(vec![signer])?,
        };
        let content = Any::encode_from(&signed_data)?;
        ContentInfo { content_type: SIGNED_DATA, content }.to_der()
    }
}

impl SealKey {
    /// A detached signature in DER, over content by its SHA-256.
    pub fn sign_detached(&self, content_digest: &[u8]) -> Result<Vec<u8>, String> {
        let signature = Signature::new(self, content_digest, None)?;
        signature.to_der(None).map_err(|error| format!("the signature cannot be written: {error}"))
    }
}

fn signed_attributes(
    key: &SealKey,
    document_digest: &[u8],
    at: Option<DateTime<Utc>>,
) -> der::Result<Attributes> {
    let message_digest = OctetString::new(document_digest)?;
    let IssuerAndSerialNumber { issuer, serial_number } = key.issuer_and_serial_number();
    let certificate = key.certificates().first().map(Vec::as_slice).unwrap_or_default();
    let signing_certificate = SigningCertificateV2 {
        certs: vec![EssCertIdV2 {
            cert_hash: OctetString::new(sha_256_of(certificate))?,
            issuer_serial: IssuerSerial {
                issuer: vec![GeneralName::DirectoryName(issuer)],
                serial_number,
            },
        }],
    };
    let mut attributes = vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::new(Tag::OctetString, message_digest.as_bytes())?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&signing_certificate)?)?,
    ];
    if let Some(at) = at {
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        // Until 2049 it has another form than later (RFC 5652, 11.3).
        let seconds = Duration::from_secs(seconds);
        let time = match UtcTime::from_unix_duration(seconds) {
            Ok(time) => Time::UtcTime(time),
            Err(_) => Time::GeneralTime(GeneralizedTime::from_unix_duration(seconds)?),
        };
        attributes.push(attribute(SIGNING_TIME, Any::encode_from(&time)?)?);
    }
    Attributes::try_from(attributes)
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

pub(super) fn sha_256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: SHA_256, parameters: None }
}

fn sha_256_of(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}
