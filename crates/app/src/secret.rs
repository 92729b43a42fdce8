//! Secrets that are given to somebody and known again later: refresh tokens, sessions, links.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::Entropy;

/// 256 random bits, in 43 characters that stand in an address as they are.
pub(crate) fn draw(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a secret. A plain hash is enough: there is nothing to guess in 256 random bits.
pub(crate) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
