//! Content on its way into the store.

use bytes::Bytes;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use sigillo_domain::Code;
use sigillo_storage::{StorageError, Tx, stored_objects};

use crate::App;
use crate::error::AppError;
use crate::ports::{ObjectError, ObjectUpload, UploadedObject};

/// How long an object is kept for an upload that has not named it yet. After its bytes have arrived, an upload
/// needs as long as the store and the database do.
const CLAIM: TimeDelta = TimeDelta::minutes(15);
/// The random bytes in a key: with the hash they make it one that is never used again.
const KEY_BYTES: usize = 8;

/// An upload, with the hash of what was written.
pub(crate) struct Incoming {
    upload: Box<dyn ObjectUpload>,
    digest: Sha256,
    bytes: u64,
}

/// Content that is in the store, and kept there for a row that is about to name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claimed {
    pub sha256: String,
    pub bytes: i64,
    key: String,
}

impl Incoming {
    pub async fn begin(app: &App) -> Result<Self, ObjectError> {
        Ok(Self { upload: app.objects.upload().await?, digest: Sha256::new(), bytes: 0 })
    }

    pub async fn write(&mut self, piece: Bytes) -> Result<(), ObjectError> {
        self.digest.update(&piece);
        self.bytes += piece.len() as u64;
        self.upload.write(piece).await
    }

    /// The hash of what was written.
    pub fn sha256(&self) -> String {
        hex::encode(self.digest.clone().finalize())
    }

    pub async fn abort(self) {
        self.upload.abort().await;
    }

    /// Keeps what was written, once for each content.
    pub async fn keep(self, app: &App) -> Result<Claimed, AppError> {
        let sha256 = hex::encode(self.digest.finalize());
        let bytes = i64::try_from(self.bytes).map_err(|_| {
            StorageError::Broken("an upload of more bytes than a row can say".into())
        })?;
        let uploaded = self.upload.finish().await?;
        let claimed = claim(app, sha256, bytes).await;
        let placed = match &claimed {
            Ok(claimed) => place(app, uploaded.clone(), claimed, self.bytes).await,
            Err(_) => Ok(()),
        };
        if claimed.is_err() || placed.is_err() {
            discard(app, uploaded).await;
        }
        placed?;
        claimed
    }
}

async fn claim(app: &App, sha256: String, bytes: i64) -> Result<Claimed, AppError> {
    let mut random = [0; KEY_BYTES];
    app.entropy.fill(&mut random);
    let key = format!("{sha256}-{}", hex::encode(random));
    let mut tx = app.db.begin().await?;
    let until = app.now() + CLAIM;
    let key = stored_objects::claim(&mut tx, &sha256, &key, bytes, until).await?;
    tx.commit().await?;
    Ok(Claimed { sha256, bytes, key })
}

/// Puts the upload where the object belongs, unless the content is there already.
async fn place(
    app: &App,
    uploaded: UploadedObject,
    claimed: &Claimed,
    bytes: u64,
) -> Result<(), AppError> {
    if app.objects.size(&claimed.key).await? == Some(bytes) {
        discard(app, uploaded).await;
        return Ok(());
    }
    Ok(app.objects.place(uploaded, &claimed.key).await?)
}

/// What cannot be discarded now is swept later.
async fn discard(app: &App, uploaded: UploadedObject) {
    if let Err(error) = app.objects.discard(uploaded).await {
        tracing::warn!(%error, "an upload could not be discarded");
    }
}

impl Claimed {
    /// Locks the object for the row that names it in this transaction. It fails if the upload has taken so long
    /// that the object is being removed.
    pub async fn lock(&self, tx: &mut Tx) -> Result<(), AppError> {
        let object = stored_objects::find_to_change(tx, &self.sha256).await?;
        match object {
            Some(object) if !object.removing && object.key == self.key => Ok(()),
            _ => Err(AppError::Problem(Code::Unavailable)),
        }
    }
}
