//! The folder of trusted authorities, and the verification of signatures against them.
//!
//! The folder has files in PEM. `*.signatures.pem` and `*.timestamps.pem`, which the import of a trusted list writes, are
//! trusted for these alone, and `*.certified-mail.pem` for receipts of certified mail; any other `*.pem` is trusted for
//! all of them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pem::{EncodeConfig, LineEnding, Pem};
use sigillo_app::{
    DetachedSignature, ExpectedDocument, SignatureVerifier, VerifiedFile, VerifierError,
};
pub use sigillo_signatures::TrustedListError;
use sigillo_signatures::{
    Detached, Trust, TrustAnchors, TrustedList, Verified, certificates_of_pem, check_detached,
    enveloped_pdf, verify,
};

const ANY: &str = ".pem";
const SIGNATURES: &str = ".signatures.pem";
const TIMESTAMPS: &str = ".timestamps.pem";
const CERTIFIED_MAIL: &str = ".certified-mail.pem";

/// Verifies signatures against the authorities of a folder, which is read again when its files change.
pub struct TrustFolder {
    folder: PathBuf,
    read: Mutex<Option<(Files, Arc<TrustAnchors>)>>,
}

/// The files of the folder, by which a change is noticed.
type Files = Vec<(PathBuf, u64, Option<SystemTime>)>;

impl TrustFolder {
    /// A folder that does not exist has no authorities.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, read: Mutex::new(None) }
    }

    /// The authorities, or which file cannot be read.
    pub fn anchors(&self) -> Result<Arc<TrustAnchors>, String> {
        let files = self.files().map_err(|error| unreadable(&self.folder, &error))?;
        let mut read = self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((known, anchors)) = &*read
            && *known == files
        {
            return Ok(anchors.clone());
        }
        let mut anchors = TrustAnchors::new();
        for (path, ..) in &files {
            let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
            let certificates = certificates_of_pem(&text);
            let certificates = certificates.map_err(|error| unreadable(path, &error))?;
            let trust = trust_of(path);
            for certificate in certificates {
                anchors.add(certificate, trust);
            }
        }
        let anchors = Arc::new(anchors);
        *read = Some((files, anchors.clone()));
        Ok(anchors)
    }

    fn files(&self) -> io::Result<Files> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            entries => entries?,
        };
        let mut files = vec![];
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            if path.to_string_lossy().ends_with(ANY) {
                let data = fs::metadata(&path)?;
                files.push((path, data.len(), data.modified().ok()));
            }
        }
        files.sort();
        Ok(files)
    }

    /// Takes the authorities of a trusted list, in the place of those of its last issue.
    pub fn take(&self, list: &TrustedList) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        for (trust, end) in [(Trust::Signatures, SIGNATURES), (Trust::Timestamps, TIMESTAMPS)] {
            let name = format!("{}{end}", list.territory.to_ascii_lowercase());
            self.replace(&name, &text_of(list, trust))?;
        }
        Ok(())
    }

    /// Writes a file whole or not at all.
    fn replace(&self, name: &str, text: &str) -> io::Result<()> {
        let unfinished = self.folder.join(format!("{name}.new"));
        let mut file = File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, self.folder.join(name))?;
        File::open(&self.folder)?.sync_all()
    }
}

/// Reads a trusted list that one of the certificates of a text in PEM must have signed.
pub fn read_list(
    xml: &[u8],
    signers: &str,
    now: DateTime<Utc>,
) -> Result<TrustedList, TrustedListError> {
    let signers = certificates_of_pem(signers).unwrap_or_default();
    TrustedList::read(xml, &signers, now)
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("the trusted authorities of {}: {error}", path.display())
}

fn trust_of(path: &Path) -> Trust {
    let name = path.to_string_lossy();
    if name.ends_with(SIGNATURES) {
        Trust::Signatures
    } else if name.ends_with(TIMESTAMPS) {
        Trust::Timestamps
    } else if name.ends_with(CERTIFIED_MAIL) {
        Trust::CertifiedMail
    } else {
        Trust::Everything
    }
}

/// The authorities of a list that are trusted for this, below lines that say where they come from.
fn text_of(list: &TrustedList, trust: Trust) -> String {
    let next = list.next_update.map_or_else(|| "none".to_owned(), |at| at.to_rfc3339());
    let mut text = format!(
        "Trusted list of {}, issue {} of {}, next issue by {next}\n",
        list.territory,
        list.sequence,
        list.issued_at.to_rfc3339(),
    );
    let lines = EncodeConfig::new().set_line_ending(LineEnding::LF);
    for anchor in list.anchors.iter().filter(|anchor| anchor.trust == trust) {
        let certificate = Pem::new("CERTIFICATE", anchor.certificate.der());
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "\n{}\n{}",
            anchor.certificate.subject_text(),
            pem::encode_config(&certificate, lines)
        );
    }
    text
}

#[async_trait]
impl SignatureVerifier for TrustFolder {
    async fn verify(
        &self,
        content: Vec<u8>,
        expected: Option<ExpectedDocument>,
        at: DateTime<Utc>,
    ) -> Result<VerifiedFile, VerifierError> {
        let anchors = self.anchors().map_err(VerifierError)?;
        let work = move || {
            let Verified { report: verdict, content } = verify(&content, &anchors, at);
            let is_expected = expected.map(|document| {
                content.is_some_and(|it| it.starts_with_revision(document.bytes, &document.sha256))
            });
            VerifiedFile { verdict, is_expected }
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| VerifierError(error.to_string()))
    }

    async fn enveloped_pdf(&self, content: Vec<u8>) -> Result<Option<Vec<u8>>, VerifierError> {
        let work = move || enveloped_pdf(&content).map(Cow::into_owned);
        tokio::task::spawn_blocking(work).await.map_err(|error| VerifierError(error.to_string()))
    }

    async fn detached(
        &self,
        signature: Vec<u8>,
        sha256: &str,
    ) -> Result<DetachedSignature, VerifierError> {
        let digest = hex::decode(sha256).ok().and_then(|digest| digest.try_into().ok());
        let digest = digest.ok_or_else(|| VerifierError("the hash is not a SHA-256".into()))?;
        match check_detached(&signature, digest) {
            Ok(Detached { signer, serial, timestamp }) => {
                Ok(DetachedSignature { signer, serial, timestamp })
            }
            Err(finding) => Err(VerifierError(finding.as_str().to_owned())),
        }
    }
}
