//! Where the key of the seal lies: a PEM file with the certificates in clear and the private key sealed
//! (`XChaCha20-Poly1305`) under a secret that has a file of its own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use pem::Pem;
use ring::digest::{Context, SHA256, digest};
use sigillo_app::{Entropy, SealError};
use thiserror::Error;

use super::key::SealKey;
use crate::signing_key;

const CERTIFICATE: &str = "CERTIFICATE";
const PRIVATE_KEY: &str = "SIGILLO SEALED PRIVATE KEY";
const NONCE_LENGTH: usize = 24;

/// The files of the key of the seal.
#[derive(Debug, Clone)]
pub struct SealFiles {
    key: PathBuf,
    secret: PathBuf,
}

#[derive(Debug, Error)]
pub enum StoreError {
    #[error(
        "{} is there already: --replace puts another in its place and keeps it aside",
        .0.display()
    )]
    Exists(PathBuf),
    #[error("{path}: {error}", path = .path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("the private key could not be sealed")]
    Unsealable,
}

impl SealFiles {
    /// The key is kept in the file `key`, sealed under the secret in the file `secret`.
    pub fn new(key: PathBuf, secret: PathBuf) -> Self {
        Self { key, secret }
    }

    pub fn key(&self) -> &Path {
        &self.key
    }

    pub fn secret(&self) -> &Path {
        &self.secret
    }

    pub fn load(&self) -> Result<SealKey, SealError> {
        let unusable = |path: &Path, reason: &dyn std::fmt::Display| {
            SealError::UnusableKey(format!("{}: {reason}", path.display()))
        };
        let text = match fs::read(&self.key) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(SealError::NoKey),
            Err(error) => return Err(unusable(&self.key, &error)),
        };
        let secret =
            signing_key::load(&self.secret).map_err(|error| unusable(&self.secret, &error))?;
        let parts = pem::parse_many(text).map_err(|error| unusable(&self.key, &error))?;
        let (keys, certificates): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.tag() == PRIVATE_KEY);
        let certificates: Vec<_> = certificates.into_iter().map(Pem::into_contents).collect();
        let [key] = keys.as_slice() else {
            return Err(unusable(&self.key, &"it does not hold one private key"));
        };
        let private_key = open(&secret, key.contents(), &certificates).ok_or_else(|| {
            let secret = self.secret.display();
            unusable(
                &self.key,
                &format!("it was altered, or sealed under another key than {secret}"),
            )
        })?;
        SealKey::new(private_key, certificates).map_err(|reason| unusable(&self.key, &reason))
    }

    /// Stores a key. If there is one already, it is refused or, with `replace`, kept in a file whose path
    /// is returned.
    pub fn store(
        &self,
        key: &SealKey,
        replace: bool,
        entropy: &dyn Entropy,
    ) -> Result<Option<PathBuf>, StoreError> {
        if self.key.exists() && !replace {
            return Err(StoreError::Exists(self.key.clone()));
        }
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| StoreError::Io { path, error }
        };
        let secret = signing_key::load_or_create(&self.secret, entropy);
        let secret = secret.map_err(io(&self.secret))?;
        let text = Self::text(key, &secret, entropy)?;
        let aside = signing_key::write_aside(&self.key, text.as_bytes(), entropy);
        let aside = aside.map_err(io(&self.key))?;
        let outcome = self.put_in_place(&aside, replace);
        let _ = fs::remove_file(&aside);
        outcome
    }

    fn text(
        key: &SealKey,
        secret: &[u8; signing_key::LENGTH],
        entropy: &dyn Entropy,
    ) -> Result<String, StoreError> {
        let sealed = seal(secret, key.private_key(), key.certificates(), entropy);
        let sealed = sealed.ok_or(StoreError::Unsealable)?;
        let certificates =
            key.certificates().iter().map(|der| Pem::new(CERTIFICATE, der.as_slice()));
        let parts: Vec<_> = certificates.chain([Pem::new(PRIVATE_KEY, sealed)]).collect();
        let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        Ok(pem::encode_many_config(&parts, config))
    }

    fn put_in_place(&self, aside: &Path, replace: bool) -> Result<Option<PathBuf>, StoreError> {
        let io = |error| StoreError::Io { path: self.key.clone(), error };
        // A link, unlike a rename, does not take the place of a file that another command has just made.
        match fs::hard_link(aside, &self.key) {
            Ok(()) => return Ok(None),
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(io(error)),
            Err(_) if !replace => return Err(StoreError::Exists(self.key.clone())),
            Err(_) => {}
        }
        let former = self.former().map_err(io)?;
        match fs::hard_link(&self.key, &former) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(io(error)),
            _ => {}
        }
        fs::rename(aside, &self.key).map_err(io)?;
        Ok(Some(former))
    }

    /// The name under which the present file is kept: it follows from the content, so that no two are alike.
    fn former(&self) -> io::Result<PathBuf> {
        let hash = digest(&SHA256, &fs::read(&self.key)?);
        let stem = self.key.file_stem().unwrap_or_default().to_string_lossy();
        let id = hex::encode(&hash.as_ref()[..8]);
        Ok(self.key.with_file_name(format!("{stem}-{id}.pem")))
    }
}

fn seal(
    secret: &[u8; signing_key::LENGTH],
    private_key: &[u8],
    certificates: &[Vec<u8>],
    entropy: &dyn Entropy,
) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE_LENGTH];
    entropy.fill(&mut nonce);
    let aad = fingerprint(certificates);
    let payload = Payload { msg: private_key, aad: &aad };
    let cipher = XChaCha20Poly1305::new(secret.into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

fn open(
    secret: &[u8; signing_key::LENGTH],
    sealed: &[u8],
    certificates: &[Vec<u8>],
) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LENGTH>()?;
    let aad = fingerprint(certificates);
    let payload = Payload { msg: sealed, aad: &aad };
    XChaCha20Poly1305::new(secret.into()).decrypt(&XNonce::from(*nonce), payload).ok()
}

/// The private key is bound to its certificates, so that none of them is exchanged.
fn fingerprint(certificates: &[Vec<u8>]) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    for certificate in certificates {
        context.update(digest(&SHA256, certificate).as_ref());
    }
    context.finish().as_ref().to_vec()
}
