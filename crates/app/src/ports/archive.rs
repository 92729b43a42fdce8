use std::io;

use chrono::{DateTime, Utc};

/// Writes archives of files (zip) piece by piece.
pub trait Archives: Send + Sync {
    fn begin(&self) -> Box<dyn ArchiveWriting>;
}

/// An archive that is being written. It keeps what was written until that is taken, and never a whole file.
pub trait ArchiveWriting: Send {
    /// Begins the next file, which ends the one before.
    fn file(&mut self, name: &str, modified: DateTime<Utc>) -> io::Result<()>;
    /// Writes the next bytes of the file.
    fn write(&mut self, piece: &[u8]) -> io::Result<()>;
    /// Takes the bytes of the archive that are ready.
    fn take(&mut self) -> Vec<u8>;
    /// Ends the archive, and gives the rest of its bytes.
    fn finish(self: Box<Self>) -> io::Result<Vec<u8>>;
}
