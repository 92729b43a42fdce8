//! The objects of a pdf, written one by one as they are made. Only their offsets stay in memory.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Chunk, Filter, Ref};
use sigillo_app::table::WriteError;

pub struct Objects<W> {
    output: W,
    /// The number of bytes written so far.
    written: u64,
    /// The offset of each object, by number; the first has number 1.
    offsets: Vec<u64>,
}

impl<W: Write> Objects<W> {
    pub fn new(output: W) -> Result<Self, WriteError> {
        let mut objects = Self { output, written: 0, offsets: vec![] };
        // The four bytes show programs that guess that this is not text.
        objects.write(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(objects)
    }

    /// Reserves the number of an object that is written later.
    pub fn id(&mut self) -> Ref {
        self.offsets.push(0);
        Ref::new(i32::try_from(self.offsets.len()).unwrap_or(i32::MAX))
    }

    /// Writes an object: the only one in its chunk.
    pub fn put(&mut self, id: Ref, object: &Chunk) -> Result<(), WriteError> {
        if let Some(offset) =
            usize::try_from(id.get() - 1).ok().and_then(|index| self.offsets.get_mut(index))
        {
            *offset = self.written;
        }
        self.write(object.as_bytes())
    }

    /// Writes a content stream of a page, compressed.
    pub fn put_content(&mut self, content: &[u8]) -> Result<Ref, WriteError> {
        let id = self.id();
        let content = compressed(content)?;
        let mut chunk = Chunk::new();
        chunk.stream(id, &content).filter(Filter::FlateDecode);
        self.put(id, &chunk)?;
        Ok(id)
    }

    /// Ends the file with the table of offsets.
    pub fn finish(mut self, catalog: Ref, info: Ref) -> Result<(), WriteError> {
        let table = self.written;
        let size = self.offsets.len() + 1;
        self.write(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes())?;
        for offset in std::mem::take(&mut self.offsets) {
            self.write(format!("{offset:010} 00000 n \n").as_bytes())?;
        }
        let (root, info) = (catalog.get(), info.get());
        let trailer = format!(
            "trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R >>\nstartxref\n{table}\n%%EOF\n"
        );
        self.write(trailer.as_bytes())?;
        Ok(self.output.flush()?)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.written += bytes.len() as u64;
        Ok(self.output.write_all(bytes)?)
    }
}

pub fn compressed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}
