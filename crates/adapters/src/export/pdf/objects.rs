//! The objects of a pdf, written one by one as they are made: what is held is where each begins.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Chunk, Filter, Ref};

use crate::export::ExportError;

pub struct Objects<W> {
    output: W,
    /// Bytes that were written.
    written: u64,
    /// Where each object begins, by number; the first has number 1.
    begins: Vec<u64>,
}

impl<W: Write> Objects<W> {
    pub fn new(output: W) -> Result<Self, ExportError> {
        let mut objects = Self { output, written: 0, begins: vec![] };
        // The four bytes tell programs that guess that this is no text.
        objects.write(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(objects)
    }

    /// The number of an object that is still to be written.
    pub fn id(&mut self) -> Ref {
        self.begins.push(0);
        Ref::new(i32::try_from(self.begins.len()).unwrap_or(i32::MAX))
    }

    /// Writes an object, the one of its chunk.
    pub fn put(&mut self, id: Ref, object: &Chunk) -> Result<(), ExportError> {
        if let Some(begins) =
            usize::try_from(id.get() - 1).ok().and_then(|place| self.begins.get_mut(place))
        {
            *begins = self.written;
        }
        self.write(object.as_bytes())
    }

    /// Writes what a page shows, compressed.
    pub fn put_content(&mut self, content: &[u8]) -> Result<Ref, ExportError> {
        let id = self.id();
        let content = compressed(content)?;
        let mut chunk = Chunk::new();
        chunk.stream(id, &content).filter(Filter::FlateDecode);
        self.put(id, &chunk)?;
        Ok(id)
    }

    /// Ends the file with the table of where everything is.
    pub fn finish(mut self, catalog: Ref, info: Ref) -> Result<(), ExportError> {
        let table = self.written;
        let size = self.begins.len() + 1;
        self.write(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes())?;
        for begins in std::mem::take(&mut self.begins) {
            self.write(format!("{begins:010} 00000 n \n").as_bytes())?;
        }
        let (root, info) = (catalog.get(), info.get());
        let trailer = format!(
            "trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R >>\nstartxref\n{table}\n%%EOF\n"
        );
        self.write(trailer.as_bytes())?;
        Ok(self.output.flush()?)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        self.written += bytes.len() as u64;
        Ok(self.output.write_all(bytes)?)
    }
}

pub fn compressed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}
