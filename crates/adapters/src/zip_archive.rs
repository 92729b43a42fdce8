//! Archives as zip, written without going back in them, so that none is ever whole in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Datelike, Timelike, Utc};
use sigillo_app::{ArchiveWriting, Archives, local_time};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Writes zip archives.
#[derive(Debug, Clone, Copy, Default)]
pub struct ZipArchives;

impl Archives for ZipArchives {
    fn begin(&self) -> Box<dyn ArchiveWriting> {
        let ready = Ready::default();
        Box::new(Zip { writer: ZipWriter::new_stream(ready.clone()), ready })
    }
}

struct Zip {
    writer: ZipWriter<StreamWriter<Ready>>,
    ready: Ready,
}

/// The bytes that were written and not taken yet.
#[derive(Clone, Default)]
struct Ready(Arc<Mutex<Vec<u8>>>);

impl Ready {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Ready {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl ArchiveWriting for Zip {
    fn file(&mut self, name: &str, modified: DateTime<Utc>) -> io::Result<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let options = match time(modified) {
            Some(time) => options.last_modified_time(time),
            None => options,
        };
        self.writer.start_file(name, options).map_err(io::Error::other)
    }

    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.writer.write_all(piece)
    }

    fn take(&mut self) -> Vec<u8> {
        self.ready.take()
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<u8>> {
        let Self { writer, ready } = *self;
        writer.finish().map_err(io::Error::other)?;
        Ok(ready.take())
    }
}

/// The time as a zip has it, which knows no zone and no year before 1980.
fn time(at: DateTime<Utc>) -> Option<zip::DateTime> {
    let at = local_time(at);
    let year = u16::try_from(at.year()).ok()?;
    let small = |number: u32| u8::try_from(number).ok();
    let (month, day) = (small(at.month())?, small(at.day())?);
    let (hour, minute, second) = (small(at.hour())?, small(at.minute())?, small(at.second())?);
    zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn an_archive_that_was_taken_piece_by_piece_has_its_files() {
        let mut archive = ZipArchives.begin();
        let mut bytes = vec![];
        let long: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        archive.file("uno.txt", "2026-02-01T06:00:00Z".parse().unwrap()).unwrap();
        archive.write(b"uno").unwrap();
        archive.file("cartella/due.bin", "0001-02-01T06:00:00Z".parse().unwrap()).unwrap();
        for piece in long.chunks(10_000) {
            archive.write(piece).unwrap();
            bytes.extend(archive.take());
        }
        bytes.extend(archive.finish().unwrap());
        let mut read = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut content = |name: &str| {
            let mut content = vec![];
            read.by_name(name).unwrap().read_to_end(&mut content).unwrap();
            content
        };
        assert_eq!(content("uno.txt"), b"uno");
        assert_eq!(content("cartella/due.bin"), long);
    }
}
