//! The cross-reference section of an incremental update, as a table or as a stream.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::objects;

/// The two forms of a cross-reference section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionKind {
    Table,
    /// Since PDF 1.5.
    Stream,
}

impl SectionKind {
    /// The form of the section at a position of a PDF.
    pub fn at(pdf: &[u8], position: usize) -> Result<Self, String> {
        let section = pdf.get(position..).unwrap_or_default().trim_ascii_start();
        if section.starts_with(b"xref") {
            Ok(Self::Table)
        } else if section.first().is_some_and(u8::is_ascii_digit) {
            Ok(Self::Stream)
        } else {
            Err("it is damaged: its table of objects is not where it should be".to_owned())
        }
    }
}

/// The positions of the objects of an update.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// Generation and position, by number.
    entries: BTreeMap<u32, (u16, usize)>,
}

impl Section {
    pub fn add(&mut self, number: u32, generation: u16, position: usize) {
        self.entries.insert(number, (generation, position));
    }

    /// Appends the section, its trailer and the end of the file. A stream takes the number `next_id`.
    pub fn write(
        mut self,
        kind: SectionKind,
        file: &mut Vec<u8>,
        trailer: Dictionary,
        next_id: u32,
    ) -> Result<(), String> {
        let start = file.len();
        match kind {
            SectionKind::Table => self.write_table(file, trailer, next_id)?,
            SectionKind::Stream => {
                self.add(next_id, 0, start);
                self.write_stream(file, trailer, next_id)?;
            }
        }
        file.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Ok(())
    }

    /// The entries in runs of consecutive numbers.
    fn runs(&self) -> Vec<(u32, Vec<(u16, usize)>)> {
        let mut runs: Vec<(u32, Vec<_>)> = vec![];
        let mut expected = None;
        for (&number, &entry) in &self.entries {
            match runs.last_mut() {
                Some((_, run)) if expected == Some(number) => run.push(entry),
                _ => runs.push((number, vec![entry])),
            }
            expected = number.checked_add(1);
        }
        runs
    }

    fn write_table(
        &self,
        file: &mut Vec<u8>,
        mut trailer: Dictionary,
        size: u32,
    ) -> Result<(), String> {
        file.extend_from_slice(b"xref\n");
        for (first, run) in self.runs() {
            file.extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
            for (generation, position) in run {
                // Exactly 20 bytes, with a space before the line feed.
                file.extend_from_slice(format!("{position:010} {generation:05} n \n").as_bytes());
            }
        }
        trailer.set("Size", i64::from(size));
        file.extend_from_slice(b"trailer\n");
        file.extend_from_slice(&objects::text(&trailer.into())?);
        file.push(b'\n');
        Ok(())
    }

    fn write_stream(
        &self,
        file: &mut Vec<u8>,
        mut dictionary: Dictionary,
        number: u32,
    ) -> Result<(), String> {
        let mut content = vec![];
        let mut index: Vec<Object> = vec![];
        for (first, run) in self.runs() {
            let length = i64::try_from(run.len()).map_err(|error| error.to_string())?;
            index.extend([i64::from(first).into(), length.into()]);
            for (generation, position) in run {
                let position = u32::try_from(position).map_err(|_| "it is too large")?;
                content.push(1);
                content.extend_from_slice(&position.to_be_bytes());
                content.extend_from_slice(&generation.to_be_bytes());
            }
        }
        dictionary.set("Type", Object::Name(b"XRef".to_vec()));
        dictionary.set("Size", i64::from(number) + 1);
        dictionary.set("W", vec![1.into(), 4.into(), 2.into()]);
        dictionary.set("Index", index);
        let length = i64::try_from(content.len()).map_err(|error| error.to_string())?;
        dictionary.set("Length", length);
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(&objects::text(&dictionary.into())?);
        file.extend_from_slice(b"\nstream\n");
        file.extend_from_slice(&content);
        file.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }
}
