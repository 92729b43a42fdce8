//! The key of the history. Whoever can write the database cannot make a seal without it, because it is
//! derived from a secret that is kept outside the database.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::subject::SubjectRef;

/// Length of the secret that the key is derived from, in bytes.
pub const SECRET_LENGTH: usize = 32;

pub(crate) type Key = [u8; SECRET_LENGTH];

/// The keys that are derived from the installation's secret, one for each purpose.
pub struct HistoryKey {
    records: Key,
    values: Key,
    blocks: Key,
    checkpoints: Key,
    id: String,
}

impl HistoryKey {
    pub fn derive(secret: &[u8; SECRET_LENGTH]) -> Self {
        let derive = |purpose: &str| tag(authenticator(secret).chain_update(purpose));
        Self {
            records: derive("sigillo: records of the history"),
            values: derive("sigillo: hidden values in the history"),
            blocks: derive("sigillo: blocks of the history's log"),
            checkpoints: derive("sigillo: checkpoints of the history's log"),
            // Eight bytes tell keys apart and say nothing about them.
            id: hex::encode(&derive("sigillo: name of the history's key")[..8]),
        }
    }

    /// The name of the key, which is not secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The seed of the Ed25519 key that signs checkpoints.
    pub fn checkpoint_seed(&self) -> &[u8; SECRET_LENGTH] {
        &self.checkpoints
    }

    /// The tag of a record's text, in lowercase hex.
    pub(crate) fn record_tag(&self, text: &str) -> String {
        hex::encode(tag(authenticator(&self.records).chain_update(text)))
    }

    /// What a record holds in the place of a value that nobody may read there: a digest that differs for
    /// each subject and field, so that equal values are not seen to be equal.
    pub fn digest(&self, subject: SubjectRef, field: &str, value: &Value) -> String {
        let text = json!([subject.kind.as_str(), subject.id, field, value]).to_string();
        hex::encode(tag(authenticator(&self.values).chain_update(text)))
    }

    /// Begins the seal of a block. The seals of its records follow, in their order in the log.
    pub fn begin_block(&self, block: &BlockHeader<'_>) -> BlockSeal {
        let header = json!([
            block.log_id,
            block.previous,
            block.last_position,
            block.records,
            block.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            block.caught_up,
            self.id,
        ]);
        BlockSeal(authenticator(&self.blocks).chain_update(header.to_string()))
    }
}

impl fmt::Debug for HistoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HistoryKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What is sealed of a block apart from its records.
#[derive(Debug, Clone, Copy)]
pub struct BlockHeader<'a> {
    pub log_id: Uuid,
    /// The seal of the block before; empty for the first.
    pub previous: &'a str,
    pub last_position: i64,
    pub records: i64,
    pub at: DateTime<Utc>,
    /// Whether no record was left over for the next block.
    pub caught_up: bool,
}

/// The seal of a block while its records are being added.
pub struct BlockSeal(Hmac<Sha256>);

impl BlockSeal {
    pub fn add(&mut self, record_seal: &str) {
        self.0.update(b"\n");
        self.0.update(record_seal.as_bytes());
    }

    /// The seal, in lowercase hex.
    pub fn finish(self) -> String {
        hex::encode(tag(self.0))
    }
}

pub(crate) fn authenticator(key: &Key) -> Hmac<Sha256> {
    // HMAC itself pads a key with zeros to the block size of its hash (RFC 2104, 2).
    let mut block = [0; 64];
    block[..SECRET_LENGTH].copy_from_slice(key);
    Hmac::new(&block.into())
}

pub(crate) fn tag(authenticator: Hmac<Sha256>) -> Key {
    authenticator.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::SubjectKind;

    fn key() -> HistoryKey {
        HistoryKey::derive(&[7; SECRET_LENGTH])
    }

    #[test]
    fn a_digest_depends_on_key_subject_field_and_value() {
        let subject = SubjectKind::Mailbox.with_id(Uuid::from_u128(1));
        let other = SubjectKind::Mailbox.with_id(Uuid::from_u128(2));
        let digest = key().digest(subject, "password", &json!("x"));
        let stranger = HistoryKey::derive(&[8; SECRET_LENGTH]);
        for different in [
            key().digest(other, "password", &json!("x")),
            key().digest(subject, "storage_key", &json!("x")),
            key().digest(subject, "password", &json!("y")),
            stranger.digest(subject, "password", &json!("x")),
        ] {
            assert_ne!(digest, different);
        }
        assert_eq!(digest, key().digest(subject, "password", &json!("x")));
    }

    #[test]
    fn everything_of_a_block_is_under_its_seal() {
        let header = BlockHeader {
            log_id: Uuid::from_u128(1),
            previous: "",
            last_position: 2,
            records: 2,
            at: DateTime::UNIX_EPOCH,
            caught_up: true,
        };
        let seal = |key: &HistoryKey, header: &BlockHeader<'_>, records: &[&str]| {
            let mut seal = key.begin_block(header);
            for record in records {
                seal.add(record);
            }
            seal.finish()
        };
        let sealed = seal(&key(), &header, &["a", "b"]);
        let later = DateTime::from_timestamp_micros(1).unwrap();
        let others = [
            seal(&HistoryKey::derive(&[8; SECRET_LENGTH]), &header, &["a", "b"]),
            seal(&key(), &BlockHeader { log_id: Uuid::nil(), ..header }, &["a", "b"]),
            seal(&key(), &BlockHeader { previous: "0", ..header }, &["a", "b"]),
            seal(&key(), &BlockHeader { last_position: 3, ..header }, &["a", "b"]),
            seal(&key(), &BlockHeader { records: 1, ..header }, &["a", "b"]),
            seal(&key(), &BlockHeader { at: later, ..header }, &["a", "b"]),
            seal(&key(), &BlockHeader { caught_up: false, ..header }, &["a", "b"]),
            seal(&key(), &header, &["b", "a"]),
            seal(&key(), &header, &["a"]),
            seal(&key(), &header, &["ab"]),
        ];
        assert!(others.iter().all(|other| *other != sealed));
    }

    #[test]
    fn the_key_is_not_printed() {
        let printed = format!("{:?}", key());
        assert!(printed.contains(key().id()) && !printed.contains("records"), "{printed}");
    }
}
