//! csv, with any separator and any line ending.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use sigillo_app::table::{ReadError, ReadOptions, Rows};
use sigillo_domain::import::TableStart;

use crate::table::formula::original;

/// The separators in order of preference, for files where more than one fits.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// The number of bytes from which the separator is detected.
const SAMPLE_BYTES: usize = 64 << 10;

/// Reads the rows of a text; also returns the separator of their cells.
pub fn read(text: &str, options: &ReadOptions) -> Result<(Rows, u8), ReadError> {
    let (declared, start) = declared_separator(text);
    let separator =
        options.separator.or(declared).unwrap_or_else(|| detect_separator(&text[start..]));
    let mut records = Records::new(text, start, separator, options);
    let mut rows = Rows::default();
    while let Some(line) = records.next()? {
        let cells = records.cells();
        if cells.clone().any(|cell| !cell.trim().is_empty()) {
            // One row may be the headings, and one more proves that there are too many.
            if rows.len() > options.max_rows + 1 {
                return Err(ReadError::TooManyRows { max: options.max_rows });
            }
            rows.push(line, cells.map(original))?;
        }
    }
    Ok((rows, separator))
}

/// The separator from Excel's special first line, `sep=;`, and the position after that line.
fn declared_separator(text: &str) -> (Option<u8>, usize) {
    let line_end = text.find(['\r', '\n']).unwrap_or(text.len());
    match text[..line_end].trim_matches('"').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if separator.is_ascii() => {
            (Some(*separator), line_end)
        }
        _ => (None, 0),
    }
}

/// Detects the separator: the one with which most of the first lines have the same number of cells,
/// greater than one.
fn detect_separator(text: &str) -> u8 {
    let end = (0..=SAMPLE_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let end = end.unwrap_or(0);
    let whole_lines = if end < text.len() { text[..end].rfind(['\r', '\n']) } else { None };
    let text = &text[..whole_lines.unwrap_or(end)];
    let mut best = (0, SEPARATORS[0]);
    for separator in SEPARATORS {
        let share = share_of_usual_width(text, separator);
        if share > best.0 {
            best = (share, separator);
        }
    }
    best.1
}

/// The share of lines, in thousandths, that have the most frequent number of cells; 0 if that
/// number is one. A line with a quote within a cell does not count: it was split where its writer
/// did not mean to.
fn share_of_usual_width(text: &str, separator: u8) -> usize {
    let options = ReadOptions {
        max_columns: 1000,
        max_cell_chars: SAMPLE_BYTES,
        ..ReadOptions::new(|_| TableStart::default(), |_| false)
    };
    let mut records = Records::new(text, 0, separator, &options);
    let (mut lines_of, mut lines) = (vec![0; options.max_columns + 1], 0);
    while let Ok(Some(_)) = records.next() {
        lines += 1;
        if !records.cells().any(|cell| cell.contains('"')) {
            lines_of[records.ends.0] += 1;
        }
    }
    match lines_of.into_iter().enumerate().max_by_key(|(_, lines)| *lines) {
        Some((2.., usual)) => (usual * 1000_usize).checked_div(lines).unwrap_or(0),
        _ => 0,
    }
}

/// The records of a text, read one after the other into the same buffer.
struct Records<'t> {
    reader: Reader,
    text: &'t str,
    at: usize,
    /// The number of the line at position `at`.
    line: u32,
    options: &'t ReadOptions,
    cells: Vec<u8>,
    /// The number of cells, and the end of each in `cells`.
    ends: (usize, Vec<usize>),
}

impl<'t> Records<'t> {
    fn new(text: &'t str, start: usize, separator: u8, options: &'t ReadOptions) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            text,
            at: start,
            line: 1,
            options,
            cells: vec![0; 4 << 10],
            ends: (0, vec![0; options.max_columns + 1]),
        }
    }

    /// Reads the next record that is not an empty line, and returns the number of its first line.
    fn next(&mut self) -> Result<Option<u32>, ReadError> {
        let bytes = self.text.as_bytes();
        self.skip_line_ends();
        let (start, line) = (self.at, self.line);
        let (mut filled, mut ended) = (0, 0);
        loop {
            let (result, read, written, ends) = self.reader.read_record(
                &bytes[self.at..],
                &mut self.cells[filled..],
                &mut self.ends.1[ended..],
            );
            self.at += read;
            filled += written;
            ended += ends;
            match result {
                // The reader is called again at the end of the text and then ends the last record.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_buffer(start, line)?,
                ReadRecordResult::OutputEndsFull => return Err(self.too_many_columns(line)),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => break,
            }
        }
        if ended > self.options.max_columns {
            return Err(self.too_many_columns(line));
        }
        self.ends.0 = ended;
        let raw = &bytes[start..self.at];
        if self.at == bytes.len() && is_unclosed(raw) {
            return Err(ReadError::UnclosedQuote { line });
        }
        self.line += line_ends(raw);
        let max = self.options.max_cell_chars;
        if filled > max && self.cells().any(|cell| cell.len() > max && cell.chars().count() > max) {
            return Err(ReadError::CellTooLong { line, max });
        }
        Ok(Some(line))
    }

    /// The reader would skip empty lines by itself, but without returning their number.
    fn skip_line_ends(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let end = rest.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        // The `\n` of a `\r\n` whose `\r` ended the previous record was counted with that record.
        let second_half = self.at > 0
            && self.text.as_bytes()[self.at - 1] == b'\r'
            && rest.first() == Some(&b'\n');
        self.line += line_ends(&rest[usize::from(second_half)..end]);
        self.at += end;
    }

    fn too_many_columns(&self, line: u32) -> ReadError {
        ReadError::TooManyColumns { line, max: self.options.max_columns }
    }

    fn grow_buffer(&mut self, start: usize, line: u32) -> Result<(), ReadError> {
        let max = self.options.max_cell_chars;
        // A character has at most four bytes.
        if self.cells.len() > max.saturating_mul(4).saturating_mul(self.options.max_columns) {
            let raw = &self.text.as_bytes()[start..self.at];
            return Err(if is_unclosed(raw) {
                ReadError::UnclosedQuote { line }
            } else {
                ReadError::CellTooLong { line, max }
            });
        }
        self.cells.resize(self.cells.len() * 2, 0);
        Ok(())
    }

    fn cells(&self) -> impl Iterator<Item = &str> + Clone {
        let ends = &self.ends.1[..self.ends.0];
        let starts = std::iter::once(&0).chain(ends);
        // Cells begin and end at ASCII characters of valid UTF-8.
        starts
            .zip(ends)
            .map(|(start, end)| std::str::from_utf8(&self.cells[*start..*end]).unwrap_or_default())
    }
}

/// Whether a record ends within a quoted cell that swallowed the lines after it.
fn is_unclosed(raw: &[u8]) -> bool {
    let odd = raw.iter().fold(false, |odd, byte| odd ^ (*byte == b'"'));
    odd && line_ends(raw.trim_ascii_end()) > 0
}

/// The number of line endings in the bytes: `\r\n`, `\n` or `\r`.
fn line_ends(bytes: &[u8]) -> u32 {
    let mut count = 0;
    let mut previous = 0;
    for byte in bytes {
        count += u32::from(*byte == b'\r' || (*byte == b'\n' && previous != b'\r'));
        previous = *byte;
    }
    count
}
