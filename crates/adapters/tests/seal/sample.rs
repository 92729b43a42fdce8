//! Documents and keys to seal with.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};
use lopdf::{Document, Stream};
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::seal::{PadesSeal, SealFiles, SealKey, TimestampService, create};
use sigillo_app::{Clock, DocumentSeal, SealError, SealStatement, Sealed};
use tempfile::TempDir;

/// What genpdf 0.2 makes of twenty paragraphs.
pub const GENPDF: &[u8] = include_bytes!("genpdf.pdf");
pub const NAME: &str = "Regione Esempio (prova)";

pub fn now() -> DateTime<Utc> {
    SystemClock.now()
}

/// An installation with a key of the seal.
pub struct Installation {
    pub folder: TempDir,
    pub files: SealFiles,
}

impl Installation {
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name| folder.path().join(name);
        let files = SealFiles::new(path("seal.pem"), path("seal.key"));
        Self { folder, files }
    }

    pub fn with(key: &SealKey) -> Self {
        let installation = Self::empty();
        installation.files.store(key, false, &SystemEntropy).unwrap();
        installation
    }

    /// With a self-signed key on P-256.
    pub fn self_signed() -> Self {
        Self::with(&create(NAME, now()).unwrap())
    }

    pub fn seal(&self, timestamps: Option<TimestampService>) -> PadesSeal {
        PadesSeal::new(self.files.clone(), timestamps)
    }

    /// A file with the certificates in clear, which a reader is told to trust.
    pub fn certificate(&self) -> PathBuf {
        let text = std::fs::read_to_string(self.files.key()).unwrap();
        let end = text.find("-----BEGIN SIGILLO").unwrap();
        let path = self.folder.path().join("certificate.pem");
        std::fs::write(&path, &text[..end]).unwrap();
        path
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

pub async fn seal(seal: &PadesSeal, pdf: &[u8]) -> Result<Sealed, SealError> {
    let statement = SealStatement {
        reason: "Contratto concluso (perché ) >> è firmato)",
        location: "Città di Esempio",
        at: now(),
    };
    seal.seal(pdf, statement).await
}

/// The document as other programs write it: compressed objects, and a stream in the place of the table.
pub fn with_streams(pdf: &[u8]) -> Vec<u8> {
    let mut bytes = vec![];
    Document::load_mem(pdf).unwrap().save_modern(&mut bytes).unwrap();
    assert!(bytes.windows(5).any(|bytes| bytes == b"/XRef"));
    bytes
}

/// The document with megabytes that nothing refers to.
pub fn large(pdf: &[u8], length: usize) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    let content = (0..=u8::MAX).cycle().take(length).collect();
    document.add_object(Stream::new(lopdf::Dictionary::new(), content));
    let mut bytes = vec![];
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Runs a program that must succeed; returns what it says.
#[track_caller]
pub fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {text}");
    text
}
