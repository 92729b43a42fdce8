//! The content of documents, in a folder or in a bucket (S3).
//!
//! Uploads lie under `uploads/`, objects under `objects/`, in a folder for each value of the first byte of their
//! key.

mod bucket;

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    Error, GetOptions, GetRange, ObjectStore as Store, ObjectStoreExt, WriteMultipart,
};

use sigillo_app::{Entropy, ObjectContent, ObjectError, ObjectStore, ObjectUpload, UploadedObject};

use crate::entropy::SystemEntropy;
use crate::root_cause::root_cause;
pub use bucket::check_url;

const UPLOADS: &str = "uploads";
const OBJECTS: &str = "objects";
/// What is collected before it is written to a file.
const FILE_CHUNK: usize = 256 * 1024;
/// What is collected before it is sent to a bucket: the smallest part that S3 takes.
const BUCKET_PART: usize = 5 * 1024 * 1024;
/// The parts of one upload that may be on their way at a time.
const PARTS_AT_ONCE: usize = 1;

/// The store of objects.
pub struct Objects {
    store: Arc<dyn Store>,
    /// What every path begins with.
    prefix: Path,
    /// The folder, where the store is one.
    folder: Option<PathBuf>,
    chunk: usize,
}

impl Objects {
    /// Keeps objects in a folder, which is made if it is not there. What was written is synced.
    pub fn in_folder(folder: &FilePath) -> Result<Self, String> {
        use std::os::unix::fs::DirBuilderExt;
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| format!("{}: {error}", folder.display()))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| root_cause(&error))?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true)),
            prefix: Path::default(),
            folder: Some(folder.to_owned()),
            chunk: FILE_CHUNK,
        })
    }

    /// Keeps objects in a bucket: `s3://BUCKET/PREFIX`, with the variables `AWS_…` for the rest.
    pub fn in_bucket(url: &str) -> Result<Self, String> {
        let (store, prefix) = bucket::open(url)?;
        Ok(Self { store: Arc::new(store), prefix, folder: None, chunk: BUCKET_PART })
    }

    fn path(&self, folder: &str, name: &str) -> Path {
        let parts = self.prefix.parts().map(|part| part.as_ref().to_owned());
        parts.chain([folder.to_owned()]).chain(name.split('/').map(str::to_owned)).collect()
    }

    fn object(&self, key: &str) -> Path {
        self.path(OBJECTS, &format!("{}/{key}", shard_of(key)))
    }
}

/// The folder of a key: its first two digits.
fn shard_of(key: &str) -> &str {
    key.get(..2).unwrap_or(key)
}

fn failed(error: Error) -> ObjectError {
    match error {
        Error::NotFound { .. } => ObjectError::Missing,
        other => ObjectError::Unavailable(root_cause(&other)),
    }
}

/// What became of a removal. A bucket that keeps its objects says 403 (object lock, or a policy without deletion), which
/// asking again does not change.
fn removed(outcome: Result<(), Error>) -> Result<(), ObjectError> {
    match outcome {
        Err(error @ Error::PermissionDenied { .. }) => Err(ObjectError::Locked(root_cause(&error))),
        // What is not there needs no deletion.
        Err(Error::NotFound { .. }) => Ok(()),
        outcome => outcome.map_err(failed),
    }
}

/// Like [`removed`], for what is in nobody's way where it lies.
fn removed_or_locked(outcome: Result<(), Error>) -> Result<(), ObjectError> {
    match removed(outcome) {
        Err(ObjectError::Locked(reason)) => {
            tracing::debug!(reason, "the store keeps an upload that is not needed any more");
            Ok(())
        }
        other => other,
    }
}

struct Upload {
    name: String,
    writer: WriteMultipart,
}

#[async_trait]
impl ObjectUpload for Upload {
    async fn write(&mut self, piece: Bytes) -> Result<(), ObjectError> {
        self.writer.put(piece);
        self.writer.wait_for_capacity(PARTS_AT_ONCE).await.map_err(failed)
    }

    async fn finish(self: Box<Self>) -> Result<UploadedObject, ObjectError> {
        self.writer.finish().await.map_err(failed)?;
        Ok(UploadedObject(self.name))
    }

    async fn abort(self: Box<Self>) {
        if let Err(error) = self.writer.abort().await {
            tracing::warn!(%error, "an upload could not be given up");
        }
    }
}

#[async_trait]
impl ObjectStore for Objects {
    async fn upload(&self) -> Result<Box<dyn ObjectUpload>, ObjectError> {
        let mut random = [0; 16];
        SystemEntropy.fill(&mut random);
        let name = hex::encode(random);
        let upload = self.store.put_multipart(&self.path(UPLOADS, &name)).await.map_err(failed)?;
        let writer = WriteMultipart::new_with_chunk_size(upload, self.chunk);
        Ok(Box::new(Upload { name, writer }))
    }

    async fn place(&self, uploaded: UploadedObject, key: &str) -> Result<(), ObjectError> {
        let from = self.path(UPLOADS, &uploaded.0);
        if self.folder.is_some() {
            return self.store.rename(&from, &self.object(key)).await.map_err(failed);
        }
        // A bucket knows no renaming, and one that keeps everything has the upload too.
        self.store.copy(&from, &self.object(key)).await.map_err(failed)?;
        removed_or_locked(self.store.delete(&from).await)
    }

    async fn discard(&self, uploaded: UploadedObject) -> Result<(), ObjectError> {
        removed_or_locked(self.store.delete(&self.path(UPLOADS, &uploaded.0)).await)
    }

    async fn read(&self, key: &str, start: u64) -> Result<ObjectContent, ObjectError> {
        let range = (start > 0).then_some(GetRange::Offset(start));
        let options = GetOptions { range, ..GetOptions::default() };
        let found = self.store.get_opts(&self.object(key), options).await.map_err(failed)?;
        Ok(found.into_stream().map_err(failed).boxed())
    }

    async fn size(&self, key: &str) -> Result<Option<u64>, ObjectError> {
        match self.store.head(&self.object(key)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        removed(self.store.delete(&self.object(key)).await)
    }

    async fn list(&self, shard: u8, before: DateTime<Utc>) -> Result<Vec<String>, ObjectError> {
        let folder = self.path(OBJECTS, &hex::encode([shard]));
        let found = self.store.list(Some(&folder)).map_err(failed).try_filter_map(|object| {
            let is_older = object.last_modified < before;
            let key = object.location.filename().filter(|_| is_older).map(str::to_owned);
            std::future::ready(Ok(key))
        });
        found.try_collect().await
    }

    async fn sweep_uploads(&self, before: DateTime<Utc>) -> Result<usize, ObjectError> {
        match &self.folder {
            // The store does not list what an upload has written before it ended.
            Some(folder) => sweep_folder(folder.join(UPLOADS), before).await,
            None => self.sweep_bucket(before).await,
        }
    }
}

impl Objects {
    async fn sweep_bucket(&self, before: DateTime<Utc>) -> Result<usize, ObjectError> {
        let uploads = self.path(UPLOADS, "");
        let found: Vec<_> = self.store.list(Some(&uploads)).try_collect().await.map_err(failed)?;
        let old: Vec<_> = found.into_iter().filter(|found| found.last_modified < before).collect();
        let mut swept = 0;
        for object in &old {
            match removed(self.store.delete(&object.location).await) {
                Ok(()) => swept += 1,
                Err(ObjectError::Locked(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(swept)
    }
}

async fn sweep_folder(folder: PathBuf, before: DateTime<Utc>) -> Result<usize, ObjectError> {
    let before = SystemTime::from(before);
    let swept = tokio::task::spawn_blocking(move || remove_older(&folder, before)).await;
    let swept = swept.map_err(|error| ObjectError::Unavailable(error.to_string()))?;
    swept.map_err(|error| ObjectError::Unavailable(error.to_string()))
}

fn remove_older(folder: &FilePath, before: SystemTime) -> std::io::Result<usize> {
    let mut removed = 0;
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        // One that another server has removed meanwhile is gone as well.
        let Ok(modified) = entry.metadata().and_then(|metadata| metadata.modified()) else {
            continue;
        };
        if modified < before && std::fs::remove_file(entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_removal_is_not_tried_again_like_one_that_failed() {
        let path = "objects/ab/ab12".to_owned();
        let refused = || Error::PermissionDenied { path: path.clone(), source: "403".into() };
        let failed = || Error::Generic { store: "S3", source: "500".into() };
        let missing = || Error::NotFound { path: path.clone(), source: "404".into() };
        assert!(matches!(removed(Err(refused())), Err(ObjectError::Locked(_))));
        assert!(matches!(removed(Err(failed())), Err(ObjectError::Unavailable(_))));
        assert_eq!(removed(Err(missing())), Ok(()));
        assert_eq!(removed_or_locked(Err(refused())), Ok(()));
        assert!(matches!(removed_or_locked(Err(failed())), Err(ObjectError::Unavailable(_))));
    }
}
