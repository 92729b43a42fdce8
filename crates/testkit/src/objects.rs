//! The store of objects, a virus scanner, and documents.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream};
use sigillo_app::documents::Upload;
use sigillo_app::{
    ObjectContent, ObjectError, ObjectStore, ObjectUpload, ScanError, ScanOutcome, UploadedObject,
    VirusScan, VirusScanner,
};
use sigillo_contract::document::{Document, DocumentUpload};
use tokio::sync::Notify;

use crate::TestApp;
use crate::build::grant;

/// The pieces in which content is read.
const PIECE: usize = 1000;

/// A store in memory that a test can take away, and whose objects it can lose and alter.
#[derive(Default)]
pub struct TestObjects {
    pub is_away: AtomicBool,
    /// Whether it refuses to remove objects, as a bucket with object lock does.
    pub is_locked: AtomicBool,
    /// How many writes are left to a server before it dies.
    writes_left: Mutex<Option<usize>>,
    death: Notify,
    uploads: Mutex<BTreeMap<String, Vec<u8>>>,
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    begun: AtomicUsize,
}

impl TestObjects {
    fn check(&self) -> Result<(), ObjectError> {
        if self.is_away.load(Ordering::Relaxed) {
            return Err(ObjectError::Unavailable("taken away".into()));
        }
        Ok(())
    }

    /// Has the server stop for ever at its write after so many, as if it was killed. What it does then is awaited no more
    /// by whoever awaits [`TestObjects::died`] beside it.
    pub fn die_after(&self, writes: Option<usize>) {
        *self.writes_left.lock().expect("no panic") = writes;
    }

    pub async fn died(&self) {
        self.death.notified().await;
    }

    async fn write(&self) {
        let dies = match &mut *self.writes_left.lock().expect("no panic") {
            None => false,
            Some(0) => true,
            Some(left) => {
                *left -= 1;
                false
            }
        };
        if dies {
            self.death.notify_one();
            std::future::pending::<()>().await;
        }
    }

    pub fn contents(&self) -> Vec<Vec<u8>> {
        self.objects.lock().expect("no panic").values().cloned().collect()
    }

    /// The uploads that were not placed.
    pub fn uploads(&self) -> usize {
        self.uploads.lock().expect("no panic").len()
    }

    /// Changes a byte of each object.
    pub fn alter_all(&self) {
        for content in self.objects.lock().expect("no panic").values_mut() {
            content[0] ^= 1;
        }
    }

    /// Changes a byte in the middle of the object with this hash.
    pub fn alter(&self, sha256: &str) {
        let mut objects = self.objects.lock().expect("no panic");
        let found = objects.iter_mut().find(|(key, _)| key.starts_with(sha256));
        let (_, content) = found.expect("an object");
        let middle = content.len() / 2;
        content[middle] ^= 1;
    }

    pub fn lose(&self, sha256: &str) {
        self.objects.lock().expect("no panic").retain(|key, _| !key.starts_with(sha256));
    }

    /// The content with this hash.
    pub fn content(&self, sha256: &str) -> Option<Vec<u8>> {
        let objects = self.objects.lock().expect("no panic");
        let found = objects.iter().find(|(key, _)| key.starts_with(sha256));
        found.map(|(_, content)| content.clone())
    }

    pub fn lose_all(&self) {
        self.objects.lock().expect("no panic").clear();
    }

    /// Puts something there that no row knows of.
    pub fn add_orphan(&self, key: &str) {
        self.objects.lock().expect("no panic").insert(key.to_owned(), b"orphan".to_vec());
    }
}

struct TestUpload {
    name: String,
    content: Vec<u8>,
    store: Arc<TestObjects>,
}

#[async_trait]
impl ObjectUpload for TestUpload {
    async fn write(&mut self, piece: Bytes) -> Result<(), ObjectError> {
        self.store.check()?;
        self.store.write().await;
        self.content.extend_from_slice(&piece);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<UploadedObject, ObjectError> {
        self.store.check()?;
        self.store.write().await;
        let Self { name, content, store } = *self;
        store.uploads.lock().expect("no panic").insert(name.clone(), content);
        Ok(UploadedObject(name))
    }

    async fn abort(self: Box<Self>) {}
}

/// The store as the service has it.
pub struct SharedObjects(pub Arc<TestObjects>);

#[async_trait]
impl ObjectStore for SharedObjects {
    async fn upload(&self) -> Result<Box<dyn ObjectUpload>, ObjectError> {
        self.0.check()?;
        let name = self.0.begun.fetch_add(1, Ordering::Relaxed).to_string();
        Ok(Box::new(TestUpload { name, content: vec![], store: self.0.clone() }))
    }

    async fn place(&self, uploaded: UploadedObject, key: &str) -> Result<(), ObjectError> {
        self.0.check()?;
        self.0.write().await;
        let content = self.0.uploads.lock().expect("no panic").remove(&uploaded.0);
        let content = content.ok_or(ObjectError::Missing)?;
        self.0.objects.lock().expect("no panic").insert(key.to_owned(), content);
        Ok(())
    }

    async fn discard(&self, uploaded: UploadedObject) -> Result<(), ObjectError> {
        self.0.uploads.lock().expect("no panic").remove(&uploaded.0);
        Ok(())
    }

    async fn read(&self, key: &str, start: u64) -> Result<ObjectContent, ObjectError> {
        self.0.check()?;
        let content = self.0.objects.lock().expect("no panic").get(key).cloned();
        let content = content.ok_or(ObjectError::Missing)?;
        let start = usize::try_from(start).expect("a place in memory");
        let pieces: Vec<_> =
            content[start..].chunks(PIECE).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        Ok(stream::iter(pieces).boxed())
    }

    async fn size(&self, key: &str) -> Result<Option<u64>, ObjectError> {
        self.0.check()?;
        Ok(self.0.objects.lock().expect("no panic").get(key).map(|content| content.len() as u64))
    }

    async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        self.0.check()?;
        if self.0.is_locked.load(Ordering::Relaxed) {
            return Err(ObjectError::Locked("object lock".into()));
        }
        self.0.objects.lock().expect("no panic").remove(key);
        Ok(())
    }

    /// Everything here is old.
    async fn list(&self, shard: u8, _: DateTime<Utc>) -> Result<Vec<String>, ObjectError> {
        self.0.check()?;
        let shard = format!("{shard:02x}");
        let objects = self.0.objects.lock().expect("no panic");
        Ok(objects.keys().filter(|key| key.starts_with(&shard)).cloned().collect())
    }

    async fn sweep_uploads(&self, _: DateTime<Utc>) -> Result<usize, ObjectError> {
        self.0.check()?;
        Ok(std::mem::take(&mut *self.0.uploads.lock().expect("no panic")).len())
    }
}

/// A scanner that calls what contains this text infected, and that a test can take away.
#[derive(Default)]
pub struct TestScanner {
    pub is_away: Arc<AtomicBool>,
}

/// What [`TestScanner`] finds.
pub const VIRUS: &str = "X5O!P%@AP-TEST";

struct TestScan {
    content: Vec<u8>,
    is_away: Arc<AtomicBool>,
}

#[async_trait]
impl VirusScanner for TestScanner {
    async fn begin(&self) -> Result<Box<dyn VirusScan>, ScanError> {
        let scan = TestScan { content: vec![], is_away: self.is_away.clone() };
        scan.check()?;
        Ok(Box::new(scan))
    }
}

impl TestScan {
    fn check(&self) -> Result<(), ScanError> {
        if self.is_away.load(Ordering::Relaxed) {
            return Err(ScanError("taken away".into()));
        }
        Ok(())
    }
}

#[async_trait]
impl VirusScan for TestScan {
    async fn write(&mut self, piece: Bytes) -> Result<(), ScanError> {
        self.check()?;
        self.content.extend_from_slice(&piece);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<ScanOutcome, ScanError> {
        self.check()?;
        let found = String::from_utf8_lossy(&self.content).contains(VIRUS);
        Ok(if found { ScanOutcome::Infected("Test-Signature".into()) } else { ScanOutcome::Clean })
    }
}

/// The content of a PDF: another one for each text.
pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {text}\n%%EOF\n").into_bytes()
}

impl TestApp {
    /// Uploads a document; the subject is `mailbox:ID` or `holder:ID`.
    pub async fn document(&self, subject: &str, name: &str, content: &[u8]) -> Document {
        let query = DocumentUpload {
            subject: subject.to_owned(),
            kind: "other".into(),
            name: name.to_owned(),
        };
        let mut upload = Upload::begin(&self.app, &grant(), &query).await.expect("an upload");
        upload.file().write(Bytes::copy_from_slice(content)).await.expect("a piece is taken");
        upload.finish(&self.app, &grant()).await.expect("a document")
    }
}
