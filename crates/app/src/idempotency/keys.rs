//! How requests and replies are stored, and the keys used for it: the database alone reveals
//! neither who asked for what nor the reply.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::KeptReply;
use crate::Entropy;
use crate::mac::{Key, authenticator, derive, tag};

/// Long enough for random nonces (`XChaCha20`).
const NONCE_LENGTH: usize = 24;

/// The keys, one for each purpose, all derived from the server's signing key.
pub struct ReplyKeys {
    names: Key,
    prints: Key,
    seals: Key,
}

impl ReplyKeys {
    pub fn new(signing_key: &Key) -> Self {
        Self {
            names: derive(signing_key, "sigillo: names of kept replies"),
            prints: derive(signing_key, "sigillo: prints of requests"),
            seals: derive(signing_key, "sigillo: seals of kept replies"),
        }
    }

    /// Starts the digest of a request from the caller, its key and the operation. The body is added
    /// in pieces.
    pub fn read(&self, caller: &CallerIdentity, key: &str, operation: &str, path: &str) -> Reading {
        let named: [&[u8]; 2] = [caller.name.as_bytes(), key.as_bytes()];
        let sealed = [named[0], named[1], caller.permissions.as_bytes()];
        Reading {
            name: hex::encode(tag(&authenticator(&self.names, &named))),
            // Whoever may do less than when the reply was sealed cannot open it.
            seal: tag(&authenticator(&self.seals, &sealed)),
            is_anonymous: caller.is_anonymous,
            print: authenticator(&self.prints, &[operation.as_bytes(), path.as_bytes()]),
        }
    }
}

/// The caller that a key belongs to. Callers never share keys, so nobody gets the reply of another.
#[derive(Debug, Clone, Default)]
pub struct CallerIdentity {
    pub name: String,
    /// What the caller may do at present; empty where that never changes.
    pub permissions: String,
    pub is_anonymous: bool,
}

/// The digest of a request whose body is still being read.
pub struct Reading {
    name: String,
    is_anonymous: bool,
    seal: Key,
    print: Hmac<Sha256>,
}

impl Reading {
    /// Adds a piece of the body.
    pub fn piece(&mut self, bytes: &[u8]) {
        self.print.update(bytes);
    }

    pub fn end(self) -> RequestIdentity {
        RequestIdentity {
            name: self.name,
            print: hex::encode(tag(&self.print)),
            is_anonymous: self.is_anonymous,
            seal: self.seal,
        }
    }
}

/// The identity of a request, by which a repeat is recognised.
pub struct RequestIdentity {
    /// Equal for the same caller and key.
    pub(super) name: String,
    /// Equal for the same operation, path and body.
    pub(super) print: String,
    pub(super) is_anonymous: bool,
    seal: Key,
}

impl RequestIdentity {
    pub(super) fn seal(&self, reply: &KeptReply, entropy: &dyn Entropy) -> Option<String> {
        let mut nonce = [0; NONCE_LENGTH];
        entropy.fill(&mut nonce);
        let message = reply.to_bytes()?;
        let content = Payload { msg: &message, aad: self.print.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), content).ok()?;
        Some(STANDARD_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    pub(super) fn unseal(&self, sealed: &str) -> Option<KeptReply> {
        let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LENGTH>()?;
        let content = Payload { msg: sealed, aad: self.print.as_bytes() };
        let message = self.cipher().decrypt(&XNonce::from(*nonce), content).ok()?;
        KeptReply::from_bytes(&message)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.seal.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sessions::token::KEY_LENGTH;

    struct Counting;
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(9);
        }
    }

    fn identity(key: &ReplyKeys, caller: &str, name: &str, body: &str) -> RequestIdentity {
        let caller = CallerIdentity { name: caller.to_owned(), ..CallerIdentity::default() };
        let mut reading = key.read(&caller, name, "operation", "/path");
        // The body's digest does not depend on how it was split into pieces.
        let (one, other) = body.as_bytes().split_at(body.len() / 2);
        reading.piece(one);
        reading.piece(other);
        reading.end()
    }

    fn reply() -> KeptReply {
        KeptReply {
            status: 201,
            headers: vec![("etag".into(), "\"1\"".into())],
            body: b"{\"a\":\n1}\xff".to_vec(),
        }
    }

    #[test]
    fn a_reply_is_unsealed_for_the_same_request_only() {
        let keys = ReplyKeys::new(&[7; KEY_LENGTH]);
        let sealed = identity(&keys, "account:1", "k", "body").seal(&reply(), &Counting).unwrap();
        assert_eq!(identity(&keys, "account:1", "k", "body").unseal(&sealed), Some(reply()));
        assert_eq!(identity(&keys, "account:2", "k", "body").unseal(&sealed), None);
        assert_eq!(identity(&keys, "account:1", "l", "body").unseal(&sealed), None);
        assert_eq!(identity(&keys, "account:1", "k", "other").unseal(&sealed), None);
        let others = ReplyKeys::new(&[8; KEY_LENGTH]);
        assert_eq!(identity(&others, "account:1", "k", "body").unseal(&sealed), None);
        assert_eq!(identity(&keys, "account:1", "k", "body").unseal("AAAA"), None);
    }

    #[test]
    fn a_reply_is_not_unsealed_with_other_permissions() {
        let keys = ReplyKeys::new(&[7; KEY_LENGTH]);
        let identity = |permissions: &str| {
            let permissions = permissions.to_owned();
            let caller =
                CallerIdentity { name: "account:1".into(), permissions, is_anonymous: false };
            keys.read(&caller, "k", "operation", "/path").end()
        };
        let sealed = identity("view,edit").seal(&reply(), &Counting).unwrap();
        assert_eq!(identity("view").name, identity("view,edit").name);
        assert_eq!(identity("view").unseal(&sealed), None);
        assert_eq!(identity("view,edit").unseal(&sealed), Some(reply()));
    }

    #[test]
    fn names_depend_on_caller_and_key_and_prints_on_the_request() {
        let keys = ReplyKeys::new(&[7; KEY_LENGTH]);
        let one = identity(&keys, "account:1", "k", "body");
        let other_body = identity(&keys, "account:1", "k", "bodz");
        assert_eq!(one.name, other_body.name);
        assert_ne!(one.print, other_body.print);
        let shifted = identity(&keys, "account:", "1k", "body");
        assert_ne!(one.name, shifted.name);
        assert_eq!(one.print, shifted.print);
        let caller = CallerIdentity { name: "account:1".into(), ..CallerIdentity::default() };
        let mut elsewhere = keys.read(&caller, "k", "operation", "/other");
        elsewhere.piece(b"body");
        assert_ne!(elsewhere.end().print, one.print);
        assert_ne!(
            identity(&ReplyKeys::new(&[8; KEY_LENGTH]), "account:1", "k", "body").name,
            one.name
        );
    }
}
