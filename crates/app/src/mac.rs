//! Message authentication codes under keys derived from the server's signing key.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::sessions::token::KEY_LENGTH;

pub(crate) type Key = [u8; KEY_LENGTH];

/// The key for one purpose. Keys for different purposes reveal nothing about each other.
pub(crate) fn derive(signing_key: &Key, purpose: &str) -> Key {
    tag(&authenticator(signing_key, &[purpose.as_bytes()]))
}

/// A MAC over the parts, each preceded by its length, so that no two lists of parts give the same
/// input.
pub(crate) fn authenticator(key: &Key, parts: &[&[u8]]) -> Hmac<Sha256> {
    // HMAC itself pads a key with zeros to the block size of its hash (RFC 2104, 2).
    let mut block = [0; 64];
    block[..KEY_LENGTH].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac
}

pub(crate) fn tag(mac: &Hmac<Sha256>) -> Key {
    mac.clone().finalize().into_bytes().into()
}

/// Whether a tag is that of the parts. The comparison takes constant time.
pub(crate) fn is_valid(key: &Key, parts: &[&[u8]], tag: &[u8]) -> bool {
    authenticator(key, parts).verify_slice(tag).is_ok()
}

/// As [`is_valid`], for the first bytes of a tag, where there is no room for the whole.
pub(crate) fn is_valid_beginning(key: &Key, parts: &[&[u8]], beginning: &[u8]) -> bool {
    authenticator(key, parts).verify_truncated_left(beginning).is_ok()
}
