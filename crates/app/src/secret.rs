//! Secrets that are handed out and verified later: refresh tokens, sessions, links.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::Entropy;

/// 256 random bits as 43 characters that need no escaping in a URL.
pub(crate) fn draw(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The stored form of a secret. A plain hash is enough, since 256 random bits cannot be guessed.
pub(crate) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
