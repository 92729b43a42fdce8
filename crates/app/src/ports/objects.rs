use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use thiserror::Error;

/// Why the store of objects could not do something.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ObjectError {
    #[error("the store has no such object")]
    Missing,
    /// The store does not answer, is full, or fails. What was asked for may be tried again.
    #[error("the store of objects is not available: {0}")]
    Unavailable(String),
    /// The store refuses to remove the object: a lock or a rule of the bucket holds it. Asking again now is of no use.
    #[error("the store of objects does not give the object up: {0}")]
    Locked(String),
}

/// The content of an object, in pieces.
pub type ObjectContent = BoxStream<'static, Result<Bytes, ObjectError>>;

/// An upload that nobody can read yet. One that is dropped leaves at most something that
/// [`ObjectStore::sweep_uploads`] removes.
#[async_trait]
pub trait ObjectUpload: Send {
    async fn write(&mut self, piece: Bytes) -> Result<(), ObjectError>;
    /// Ends the upload: what was written is durable, and waits under a name of its own to be placed.
    async fn finish(self: Box<Self>) -> Result<UploadedObject, ObjectError>;
    /// Gives the upload up.
    async fn abort(self: Box<Self>);
}

/// Where a finished upload waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedObject(pub String);

/// Where the content of documents is kept: a folder, or a bucket. An object never changes, and its key is never
/// used again: it begins with the SHA-256 of the content.
#[async_trait]
pub trait ObjectStore: Send + Sync {
    async fn upload(&self) -> Result<Box<dyn ObjectUpload>, ObjectError>;
    /// Puts what was uploaded under its key, durably.
    async fn place(&self, uploaded: UploadedObject, key: &str) -> Result<(), ObjectError>;
    /// Removes an upload that is not needed.
    async fn discard(&self, uploaded: UploadedObject) -> Result<(), ObjectError>;
    /// The bytes of an object from `start` to the end. They are not verified.
    async fn read(&self, key: &str, start: u64) -> Result<ObjectContent, ObjectError>;
    /// The number of bytes of an object; None if there is none.
    async fn size(&self, key: &str) -> Result<Option<u64>, ObjectError>;
    /// Removes an object, if it is there. [`ObjectError::Locked`] if it has to stay.
    async fn delete(&self, key: &str) -> Result<(), ObjectError>;
    /// The keys that begin with a byte, of objects that were placed before a time.
    async fn list(&self, shard: u8, before: DateTime<Utc>) -> Result<Vec<String>, ObjectError>;
    /// Removes what is left of uploads that began before a time, and returns how many there were.
    async fn sweep_uploads(&self, before: DateTime<Utc>) -> Result<usize, ObjectError>;
}
