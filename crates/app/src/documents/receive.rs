//! Receiving the content of a document, piece by piece.

use bytes::Bytes;
use sigillo_domain::document::{BEGINNING, DocumentFormat, FILE, MAX_BYTES};
use sigillo_domain::ticket::AttachmentFormat;
use sigillo_domain::{Code, FaultCode};

use crate::App;
use crate::error::AppError;
use crate::objects::{Claimed, Incoming};
use crate::ports::{ScanError, ScanOutcome, VirusScan};

/// The formats among which a file is judged.
pub trait FileFormat: Copy {
    /// Judges a file by its first [`BEGINNING`] bytes; None if it is none of them.
    fn judge(beginning: &[u8]) -> Option<Self>;
}

impl FileFormat for DocumentFormat {
    fn judge(beginning: &[u8]) -> Option<Self> {
        Self::of(beginning)
    }
}

impl FileFormat for AttachmentFormat {
    fn judge(beginning: &[u8]) -> Option<Self> {
        Some(Self::of(beginning))
    }
}

/// A file that is being uploaded.
pub struct FileUpload<F = DocumentFormat> {
    incoming: Incoming,
    scan: Option<Box<dyn VirusScan>>,
    /// The first bytes, until the format is known.
    beginning: Vec<u8>,
    format: Option<F>,
    bytes: usize,
}

/// A whole file.
pub(crate) enum ReceivedFile<F = DocumentFormat> {
    /// It is kept for a while, until a row names it.
    Clean(F, Claimed),
    /// It is not kept.
    Infected { sha256: String, finding: String },
}

impl From<ScanError> for AppError {
    fn from(error: ScanError) -> Self {
        tracing::error!(%error, "a file could not be scanned");
        AppError::Problem(Code::Unavailable)
    }
}

impl<F: FileFormat> FileUpload<F> {
    pub(crate) async fn begin(app: &App) -> Result<Self, AppError> {
        let scan = match &app.virus_scanner {
            Some(scanner) => Some(scanner.begin().await?),
            None => None,
        };
        let incoming = Incoming::begin(app).await?;
        Ok(Self { incoming, scan, beginning: vec![], format: None, bytes: 0 })
    }

    /// Takes the next piece of the file. After an error the upload is to be aborted.
    pub async fn write(&mut self, piece: Bytes) -> Result<(), AppError> {
        self.bytes += piece.len();
        if self.bytes > MAX_BYTES {
            return Err(AppError::Problem(Code::PayloadTooLarge));
        }
        if self.format.is_none() {
            let missing = BEGINNING.saturating_sub(self.beginning.len());
            self.beginning.extend_from_slice(&piece[..piece.len().min(missing)]);
            if self.beginning.len() == BEGINNING {
                self.format = Some(judged(&self.beginning)?);
            }
        }
        if let Some(scan) = &mut self.scan {
            scan.write(piece.clone()).await?;
        }
        Ok(self.incoming.write(piece).await?)
    }

    /// Gives the upload up.
    pub(crate) async fn abort(self) {
        self.incoming.abort().await;
    }

    /// Ends the upload. After an error nothing is kept.
    pub(crate) async fn finish(mut self, app: &App) -> Result<ReceivedFile<F>, AppError> {
        let (format, scanned) = match self.judge().await {
            Ok(judged) => judged,
            Err(error) => {
                self.abort().await;
                return Err(error);
            }
        };
        if let ScanOutcome::Infected(finding) = scanned {
            let sha256 = self.incoming.sha256();
            self.abort().await;
            return Ok(ReceivedFile::Infected { sha256, finding });
        }
        Ok(ReceivedFile::Clean(format, self.incoming.keep(app).await?))
    }

    async fn judge(&mut self) -> Result<(F, ScanOutcome), AppError> {
        let format = match self.format {
            Some(format) => format,
            None => judged(&self.beginning)?,
        };
        let scanned = match self.scan.take() {
            Some(scan) => scan.finish().await?,
            None => ScanOutcome::Clean,
        };
        Ok((format, scanned))
    }
}

fn judged<F: FileFormat>(beginning: &[u8]) -> Result<F, AppError> {
    if beginning.is_empty() {
        return Err(AppError::fault(FILE, FaultCode::EmptyFile));
    }
    F::judge(beginning).ok_or_else(|| AppError::fault(FILE, FaultCode::UnknownFormat))
}
