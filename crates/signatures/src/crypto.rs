//! Digests and signatures, by ring.

use ring::digest::{self, Context};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::ber::{self, Malformed, Reader, Value, context};
use crate::oid;

/// Keys of RSA below this can be broken with the means of a state.
const MIN_RSA_BITS: usize = 2048;

/// A digest algorithm that signatures may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    /// Of mail alone, which providers have long signed with it: [`Digest::of`] refuses it for documents.
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// The algorithm of an identifier, or what is to be said of it.
    pub fn of(identifier: &[u8]) -> Result<Self, SignatureFinding> {
        match identifier {
            oid::SHA256 => Ok(Self::Sha256),
            oid::SHA384 => Ok(Self::Sha384),
            oid::SHA512 => Ok(Self::Sha512),
            oid::SHA1 | oid::MD5 => Err(SignatureFinding::WeakAlgorithm),
            _ => Err(SignatureFinding::UnsupportedAlgorithm),
        }
    }

    /// Like [`Digest::of`], for mail.
    pub fn of_mail(identifier: &[u8]) -> Result<Self, SignatureFinding> {
        if identifier == oid::SHA1 { Ok(Self::Sha1) } else { Self::of(identifier) }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// In bytes.
    const fn length(self) -> u8 {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    pub fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    /// The digest of several parts, one after the other.
    pub fn over(self, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = Context::new(self.algorithm());
        for part in parts {
            context.update(part);
        }
        context.finish().as_ref().to_vec()
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// An algorithm with its parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Algorithm<'a> {
    pub oid: &'a [u8],
    pub parameters: Option<Value<'a>>,
}

impl<'a> Algorithm<'a> {
    pub fn read(reader: &mut Reader<'a>) -> ber::Result<Self> {
        let mut parts = reader.sequence()?;
        let oid = parts.oid()?;
        let parameters = if parts.is_empty() { None } else { Some(parts.value()?) };
        Ok(Self { oid, parameters })
    }
}

/// A public key, as a certificate holds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublicKey<'a> {
    pub algorithm: Algorithm<'a>,
    pub bits: &'a [u8],
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Pkcs1(Digest),
    Pss(Digest),
    Ecdsa(Digest),
}

/// Checks a signature. Where the algorithm names no digest, it is the given one.
pub(crate) fn verify(
    key: PublicKey<'_>,
    algorithm: Algorithm<'_>,
    digest: Option<Digest>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureFinding> {
    let scheme = scheme(algorithm, digest)?;
    let verifier = verifier(scheme, key)?;
    UnparsedPublicKey::new(verifier, key.bits)
        .verify(message, signature)
        .map_err(|_| SignatureFinding::SignatureMismatch)
}

fn scheme(algorithm: Algorithm<'_>, digest: Option<Digest>) -> Result<Scheme, SignatureFinding> {
    let given = digest.ok_or(SignatureFinding::UnsupportedAlgorithm);
    match algorithm.oid {
        oid::RSA => given.map(Scheme::Pkcs1),
        oid::RSA_SHA1 if digest == Some(Digest::Sha1) => Ok(Scheme::Pkcs1(Digest::Sha1)),
        oid::RSA_SHA256 => Ok(Scheme::Pkcs1(Digest::Sha256)),
        oid::RSA_SHA384 => Ok(Scheme::Pkcs1(Digest::Sha384)),
        oid::RSA_SHA512 => Ok(Scheme::Pkcs1(Digest::Sha512)),
        oid::RSA_PSS => pss(algorithm.parameters).map(Scheme::Pss),
        oid::EC => given.map(Scheme::Ecdsa),
        oid::ECDSA_SHA256 => Ok(Scheme::Ecdsa(Digest::Sha256)),
        oid::ECDSA_SHA384 => Ok(Scheme::Ecdsa(Digest::Sha384)),
        oid::ECDSA_SHA512 => Ok(Scheme::Ecdsa(Digest::Sha512)),
        oid::RSA_SHA1 | oid::RSA_MD5 | oid::ECDSA_SHA1 => Err(SignatureFinding::WeakAlgorithm),
        _ => Err(SignatureFinding::UnsupportedAlgorithm),
    }
}

/// The digest of RSASSA-PSS (RFC 4055). The digest of the mask must be the same, and the salt as long as it, as ETSI TS
/// 119 312 recommends: ring checks no others, and a backend that does would bring RSA with private keys.
fn pss(parameters: Option<Value<'_>>) -> Result<Digest, SignatureFinding> {
    // Each parameter that is left out has a default, with SHA-1.
    let parameters = parameters.ok_or(SignatureFinding::WeakAlgorithm)?;
    let parameters =
        PssParameters::read(parameters).map_err(|_| SignatureFinding::UnsupportedAlgorithm)?;
    let digest = Digest::of(parameters.hash)?;
    let is_usual = parameters.mask == parameters.hash && parameters.salt == [digest.length()];
    if is_usual { Ok(digest) } else { Err(SignatureFinding::UnsupportedAlgorithm) }
}

struct PssParameters<'a> {
    hash: &'a [u8],
    mask: &'a [u8],
    salt: &'a [u8],
}

impl<'a> PssParameters<'a> {
    fn read(parameters: Value<'a>) -> ber::Result<Self> {
        let mut parts = parameters.reader();
        let mut read = Self { hash: oid::SHA1, mask: oid::SHA1, salt: &[20] };
        if let Some(hash) = parts.optional(context(0))? {
            read.hash = Algorithm::read(&mut hash.reader())?.oid;
        }
        if let Some(mask) = parts.optional(context(1))? {
            let mask = Algorithm::read(&mut mask.reader())?;
            if mask.oid != oid::MGF1 {
                return Err(Malformed);
            }
            read.mask = mask.parameters.ok_or(Malformed)?.reader().oid()?;
        }
        if let Some(salt) = parts.optional(context(2))? {
            read.salt = salt.reader().expect(ber::INTEGER)?.integer();
        }
        Ok(read)
    }
}

fn verifier(
    scheme: Scheme,
    key: PublicKey<'_>,
) -> Result<&'static dyn VerificationAlgorithm, SignatureFinding> {
    let curve = key.algorithm.parameters.map(|curve| curve.body);
    let is_rsa = key.algorithm.oid == oid::RSA;
    // A key for PSS alone is written without limits here: with them, its parameters must be those of the signature.
    let is_pss = is_rsa || key.algorithm.oid == oid::RSA_PSS;
    if is_pss && rsa_bits(key.bits).is_some_and(|bits| bits < MIN_RSA_BITS) {
        return Err(SignatureFinding::WeakKey);
    }
    let is_ec = key.algorithm.oid == oid::EC;
    Ok(match scheme {
        Scheme::Pkcs1(Digest::Sha1) if is_rsa => {
            &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY
        }
        Scheme::Pkcs1(Digest::Sha256) if is_rsa => &signature::RSA_PKCS1_2048_8192_SHA256,
        Scheme::Pkcs1(Digest::Sha384) if is_rsa => &signature::RSA_PKCS1_2048_8192_SHA384,
        Scheme::Pkcs1(Digest::Sha512) if is_rsa => &signature::RSA_PKCS1_2048_8192_SHA512,
        Scheme::Pss(Digest::Sha256) if is_pss => &signature::RSA_PSS_2048_8192_SHA256,
        Scheme::Pss(Digest::Sha384) if is_pss => &signature::RSA_PSS_2048_8192_SHA384,
        Scheme::Pss(Digest::Sha512) if is_pss => &signature::RSA_PSS_2048_8192_SHA512,
        Scheme::Ecdsa(digest) if is_ec => match (curve, digest) {
            (Some(oid::P256), Digest::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
            (Some(oid::P256), Digest::Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
            (Some(oid::P384), Digest::Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
            (Some(oid::P384), Digest::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
            _ => return Err(SignatureFinding::UnsupportedAlgorithm),
        },
        // A signature of one kind by a key of another.
        _ => return Err(SignatureFinding::SignatureMismatch),
    })
}

/// The length of an RSA key's modulus.
fn rsa_bits(key: &[u8]) -> Option<usize> {
    let modulus = Value::only(key).ok()?.reader().expect(ber::INTEGER).ok()?.integer();
    Some(modulus.len() * 8 - modulus.first()?.leading_zeros() as usize)
}
