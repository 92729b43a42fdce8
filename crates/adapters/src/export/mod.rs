//! Files of a list of mailboxes, for a person to keep, sort or print (A4, B17).
//!
//! [`Format::start`] gives a writer of the file; rows are fed to it a batch at a time, in the order
//! of the list, and [`Export::finish`] completes the file. All of it is synchronous, and the
//! formats differ in what they hold until then:
//!
//! - csv: nothing. Every batch goes straight to the output.
//! - Excel: one row. The sheet grows in a temporary file, which `finish` packs into the output.
//! - pdf: one page. Full ones go to the output; what tells how many they are follows at the end.
//!
//! Times are those of Rome.

mod column;
mod csv;
mod pdf;
mod words;
mod xlsx;

use std::io::{self, Write};

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Europe::Rome;
use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{Listed, Sort};

pub use words::Language;

/// Most rows of a pdf: some 9,500 pages. It would take the memory of one page whatever their number,
/// but nobody leafs through more; the csv has no such bound.
pub const MAX_PDF_ROWS: u64 = 200_000;

/// Most rows of a sheet: Excel's own limit, less the headings.
pub const MAX_XLSX_ROWS: u64 = 1_048_575;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv(Separator),
    Xlsx,
    Pdf,
}

/// What stands between the cells of a csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Separator {
    /// What Excel in Italy takes, where the comma is in the numbers.
    #[default]
    Semicolon,
    Comma,
}

impl Separator {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "semicolon" => Some(Separator::Semicolon),
            "comma" => Some(Separator::Comma),
            _ => None,
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Separator::Semicolon => b';',
            Separator::Comma => b',',
        }
    }
}

/// Which list the file is of: what its reader must know to trust it.
#[derive(Debug, Clone)]
pub struct Heading {
    /// None: every domain in the reach of who exports.
    pub domain: Option<String>,
    pub search: Option<String>,
    /// Empty: every state.
    pub states: Vec<State>,
    /// Empty: every one.
    pub passwords: Vec<PasswordState>,
    pub over_soft_limit: bool,
    pub sort: Sort,
    /// A person's name and user name.
    pub exported_by: String,
    pub exported_at: DateTime<Utc>,
    pub language: Language,
}

/// A file in the making. Its work is of the processor and of the disk: keep it off an async thread.
pub trait Export: Send {
    /// Adds rows after those already there.
    fn rows(&mut self, rows: &[Listed]) -> Result<(), ExportError>;
    /// Writes what is still held and flushes the output.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The one who was reading went away, or the disk is full.
    #[error("the export could not be written: {0}")]
    Write(#[from] io::Error),
    #[error("the export has more than {0} rows")]
    TooManyRows(u64),
    #[error("the Excel file could not be made: {0}")]
    Xlsx(rust_xlsxwriter::XlsxError),
    #[error("the typeface of the pdf is not whole: {0}")]
    Typeface(String),
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Csv(Separator::Semicolon), Format::Xlsx, Format::Pdf];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == text)
    }

    /// The format, with this between its cells if it is one that has anything there.
    #[must_use]
    pub const fn separated_by(self, separator: Separator) -> Self {
        match self {
            Format::Csv(_) => Format::Csv(separator),
            other => other,
        }
    }

    /// Also the format's name on the wire.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Csv(_) => "csv",
            Format::Xlsx => "xlsx",
            Format::Pdf => "pdf",
        }
    }

    pub const fn content_type(self) -> &'static str {
        match self {
            Format::Csv(_) => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Pdf => "application/pdf",
        }
    }

    /// Most rows a file may have. Worth asking before the first is read: past it [`Export::rows`]
    /// refuses with [`ExportError::TooManyRows`].
    pub const fn max_rows(self) -> Option<u64> {
        match self {
            Format::Csv(_) => None,
            Format::Xlsx => Some(MAX_XLSX_ROWS),
            Format::Pdf => Some(MAX_PDF_ROWS),
        }
    }

    /// `caselle-<domain>-<yyyy-mm-dd>.<extension>`, by the date in Rome, without the domain where
    /// there is none. Safe to put in a header whatever the domain's text.
    pub fn file_name(self, domain: Option<&str>, at: DateTime<Utc>) -> String {
        let date = rome(at).format("%Y-%m-%d");
        let domain: String = domain
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            .collect();
        let separator = if domain.is_empty() { "" } else { "-" };
        format!("caselle-{domain}{separator}{date}.{}", self.extension())
    }

    /// Begins a file that goes to `output`.
    pub fn start<'w>(
        self,
        output: impl Write + Send + 'w,
        heading: &Heading,
    ) -> Result<Box<dyn Export + 'w>, ExportError> {
        Ok(match self {
            Format::Csv(separator) => Box::new(csv::CsvExport::new(output, separator, heading)?),
            Format::Xlsx => Box::new(xlsx::XlsxExport::new(output, heading)?),
            Format::Pdf => Box::new(pdf::PdfExport::new(output, heading)?),
        })
    }
}

/// The time on a clock in Rome, without the zone: spreadsheets know none.
fn rome(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Rome).naive_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_reads_back_by_its_extension() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.extension()), Some(format));
        }
        assert_eq!(Format::parse("CSV"), None);
    }

    #[test]
    fn a_file_is_named_by_its_domain_and_the_day_in_rome() {
        // Already the first of July in Rome.
        let at = "2026-06-30T22:15:00Z".parse().unwrap();
        for (domain, name) in [
            (Some("pec.example.it"), "caselle-pec.example.it-2026-07-01.pdf"),
            (None, "caselle-2026-07-01.pdf"),
            (Some("../a\"\r\nb.it"), "caselle-..ab.it-2026-07-01.pdf"),
        ] {
            assert_eq!(Format::Pdf.file_name(domain, at), name);
        }
    }
}
