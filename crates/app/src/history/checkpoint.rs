//! Signed statements of how far the log had come. Kept where the owner of the database cannot rewrite them,
//! they prove that the log was neither rewritten nor rolled back.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sigillo_domain::history_key::HistoryKey;
use sigillo_storage::{StorageError, history_log};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// The state of the log at a time, under an Ed25519 signature. Whoever trusts the public key can check it
/// without the history's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub log: Uuid,
    pub position: i64,
    /// The hash of the block that ends at the position.
    pub block: String,
    pub at: DateTime<Utc>,
    /// The public key, in hex.
    pub public_key: String,
    /// Over [`Checkpoint::signed_text`], in hex.
    pub signature: String,
}

impl Checkpoint {
    fn sign(
        key: &HistoryKey,
        log: Uuid,
        block: history_log::Block,
        at: DateTime<Utc>,
    ) -> Result<Self, StorageError> {
        let pair = key_pair(key)?;
        let mut checkpoint = Self {
            log,
            position: block.last_position,
            block: block.hash,
            at,
            public_key: hex::encode(pair.public_key()),
            signature: String::new(),
        };
        checkpoint.signature = hex::encode(pair.sign(checkpoint.signed_text().as_bytes()));
        Ok(checkpoint)
    }

    /// A JSON array of the log, the position, the hash of the block and the time.
    fn signed_text(&self) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        json!(["sigillo checkpoint", self.log, self.position, self.block, at]).to_string()
    }

    /// Whether one of these keys has signed it.
    pub(super) fn is_signed_with_any(
        &self,
        keys: &[Arc<HistoryKey>],
    ) -> Result<bool, StorageError> {
        for key in keys {
            if self.is_signed_with(key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn is_signed_with(&self, key: &HistoryKey) -> Result<bool, StorageError> {
        let pair = key_pair(key)?;
        let public = UnparsedPublicKey::new(&ED25519, pair.public_key());
        let Ok(signature) = hex::decode(&self.signature) else { return Ok(false) };
        Ok(public.verify(self.signed_text().as_bytes(), &signature).is_ok())
    }
}

fn key_pair(key: &HistoryKey) -> Result<Ed25519KeyPair, StorageError> {
    Ed25519KeyPair::from_seed_unchecked(key.checkpoint_seed())
        .map_err(|_| StorageError::Broken("the key of checkpoints cannot be derived".into()))
}

/// The public key, in hex, that checkpoints are signed with.
pub fn checkpoint_public_key(key: &HistoryKey) -> Result<String, StorageError> {
    Ok(hex::encode(key_pair(key)?.public_key()))
}

/// A checkpoint of the log as it is; None while it is empty.
pub async fn checkpoint(app: &App) -> Result<Option<Checkpoint>, AppError> {
    let mut on = app.db.read().await?;
    let log = history_log::read(&mut on).await?.log_id;
    let last = history_log::last_block(&mut on).await?;
    drop(on);
    let Some((log, last)) = log.zip(last) else { return Ok(None) };
    let key = app.db.history_key()?;
    Ok(Some(Checkpoint::sign(&key, log, last, app.now())?))
}
