//! The key of the seal with its certificates.

use chrono::{DateTime, Utc};
use cms::cert::IssuerAndSerialNumber;
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, AnyRef, Decode, Sequence};
use pkcs8::PrivateKeyInfoRef;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair as RsaKeyPair;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256};
use sigillo_app::SealCertificate;
use x509_cert::Certificate;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

pub(super) const RSA_ENCRYPTION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const RSA_WITH_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
pub(super) const EC_PUBLIC_KEY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const ECDSA_WITH_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P256_SCALAR_LENGTH: usize = 32;

/// A key that can sign, and the certificates that vouch for it.
pub struct SealKey {
    pair: Pair,
    /// In PKCS#8.
    private_key: Vec<u8>,
    leaf: Certificate,
    /// The certificate of the key, then those of its issuers, in DER.
    certificates: Vec<Vec<u8>>,
}

enum Pair {
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

/// RFC 5915.
#[derive(Sequence)]
struct EcPrivateKey {
    version: u8,
    private_key: OctetString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    parameters: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    public_key: Option<Any>,
}

impl SealKey {
    /// A private key in PKCS#8 with its certificate, the first of these in DER, and those of the issuers.
    pub fn new(private_key: Vec<u8>, certificates: Vec<Vec<u8>>) -> Result<Self, String> {
        let leaf = certificates.first().ok_or("there is no certificate")?;
        let leaf = parse_certificate(leaf)?;
        let pair = Pair::new(&private_key, &leaf)?;
        Ok(Self { pair, private_key, leaf, certificates })
    }

    pub(super) fn private_key(&self) -> &[u8] {
        &self.private_key
    }

    pub(super) fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    pub(super) fn issuer_and_serial_number(&self) -> IssuerAndSerialNumber {
        let certificate = self.leaf.tbs_certificate();
        IssuerAndSerialNumber {
            issuer: certificate.issuer().clone(),
            serial_number: certificate.serial_number().clone(),
        }
    }

    pub fn certificate(&self) -> SealCertificate {
        let certificate = self.leaf.tbs_certificate();
        let (subject, issuer) = (certificate.subject(), certificate.issuer());
        let validity = certificate.validity();
        SealCertificate {
            subject: subject.to_string(),
            issuer: issuer.to_string(),
            serial: hex::encode(certificate.serial_number().as_bytes()),
            not_before: time(&validity.not_before),
            not_after: time(&validity.not_after),
            is_self_signed: subject == issuer,
        }
    }

    /// The names of the issuers whose certificates go into each seal.
    pub fn issuers(&self) -> Vec<String> {
        let issuers =
            self.certificates.iter().skip(1).filter_map(|der| parse_certificate(der).ok());
        issuers.map(|issuer| issuer.tbs_certificate().subject().to_string()).collect()
    }

    /// Whether the certificate says what its key is for, and signing is not part of it.
    pub fn is_for_something_else(&self) -> bool {
        let usage = self.leaf.tbs_certificate().get_extension::<KeyUsage>();
        usage
            .ok()
            .flatten()
            .is_some_and(|(_, usage)| !usage.digital_signature() && !usage.non_repudiation())
    }

    pub(super) fn signature_algorithm(&self) -> AlgorithmIdentifierOwned {
        match self.pair {
            // Unlike ECDSA, RSA has parameters: none.
            Pair::Rsa(_) => AlgorithmIdentifierOwned {
                oid: RSA_WITH_SHA256,
                parameters: Some(Any::from(AnyRef::NULL)),
            },
            Pair::P256(_) => AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA256, parameters: None },
        }
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let random = SystemRandom::new();
        let failed = |_| "the signature could not be computed".to_owned();
        match &self.pair {
            Pair::P256(pair) => Ok(pair.sign(&random, message).map_err(failed)?.as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
        }
    }
}

impl Pair {
    fn new(private_key: &[u8], certificate: &Certificate) -> Result<Self, String> {
        let key = PrivateKeyInfoRef::try_from(private_key)
            .map_err(|error| format!("the private key cannot be read: {error}"))?;
        let public = certificate.tbs_certificate().subject_public_key_info();
        let public = public.subject_public_key.raw_bytes();
        let mismatch = "the certificate belongs to another private key";
        if key.algorithm.oid == RSA_ENCRYPTION {
            let pair = RsaKeyPair::from_der(key.private_key.as_bytes()).map_err(|error| {
                format!("the RSA key cannot be used (2048 to 4096 bits): {error}")
            })?;
            if pair.public_key().as_ref() != public {
                return Err(mismatch.to_owned());
            }
            return Ok(Self::Rsa(pair));
        }
        if key.algorithm.oid != EC_PUBLIC_KEY || key.algorithm.parameters_oid() != Ok(P256) {
            return Err("the key is neither RSA nor on the curve P-256".to_owned());
        }
        let key = EcPrivateKey::from_der(key.private_key.as_bytes())
            .map_err(|error| format!("the private key cannot be read: {error}"))?;
        let scalar = padded(key.private_key.as_bytes()).ok_or(mismatch)?;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_ASN1_SIGNING,
            &scalar,
            public,
            &SystemRandom::new(),
        );
        pair.map(Self::P256).map_err(|_| mismatch.to_owned())
    }
}

/// Some programs leave out leading zeros.
fn padded(scalar: &[u8]) -> Option<[u8; P256_SCALAR_LENGTH]> {
    let mut padded = [0; P256_SCALAR_LENGTH];
    let start = P256_SCALAR_LENGTH.checked_sub(scalar.len())?;
    padded[start..].copy_from_slice(scalar);
    Some(padded)
}

pub(super) fn parse_certificate(der: &[u8]) -> Result<Certificate, String> {
    Certificate::from_der(der).map_err(|error| format!("the certificate cannot be read: {error}"))
}

fn time(time: &Time) -> DateTime<Utc> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
