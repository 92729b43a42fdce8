//! pdf: the list as a document, to print, sign or file. A4 landscape, with the title and what the
//! list is on the first page; headings, "page n of m" and the list's name on every page.
//!
//! genpdf draws and writes it. Its own table is not used, since it neither repeats headings nor
//! breaks long words, and its page decorators cannot know how many pages there will be. Rows are
//! laid out here instead, as they come, into pages; when the last has come the number of pages is
//! known, and all are drawn in one pass.

mod look;
mod page;
mod table;
mod typeface;
mod wrap;

use std::io::Write;

use genpdf::{Document, Size};
use sigillo_contract::mailbox::Mailbox;

use self::page::{Cover, Pages};
use self::table::Row;
use self::typeface::Ruler;
use super::{Export, ExportError, Heading, MAX_PDF_ROWS};

pub struct PdfExport<W> {
    output: W,
    heading: Heading,
    ruler: Ruler,
    column_headings: Row,
    cover: Cover,
    pages: Vec<Vec<Row>>,
    /// What is left of the last page's height.
    room: f64,
    count: u64,
}

impl<W: Write> PdfExport<W> {
    pub fn new(output: W, heading: &Heading) -> Result<Self, ExportError> {
        let ruler = Ruler::new()?;
        let column_headings = Row::of_headings(heading.language, &ruler);
        let cover = Cover::new(heading, &ruler);
        Ok(Self {
            output,
            heading: heading.clone(),
            room: page_room() - column_headings.height() - cover.height(),
            ruler,
            column_headings,
            cover,
            pages: vec![vec![]],
            count: 0,
        })
    }

    fn place(&mut self, row: Row) {
        let height = row.height();
        if height > self.room {
            self.pages.push(vec![]);
            self.room = page_room() - self.column_headings.height();
        }
        self.room -= height;
        if let Some(page) = self.pages.last_mut() {
            page.push(row);
        }
    }
}

/// Height of a page between its margins, less its foot.
fn page_room() -> f64 {
    look::PAGE_HEIGHT - 2.0 * look::MARGIN - look::FOOTER
}

impl<W: Write + Send> Export for PdfExport<W> {
    fn rows(&mut self, rows: &[Mailbox]) -> Result<(), ExportError> {
        self.count += rows.len() as u64;
        if self.count > MAX_PDF_ROWS {
            return Err(ExportError::TooManyRows(MAX_PDF_ROWS));
        }
        for mailbox in rows {
            let row = Row::of_mailbox(mailbox, self.heading.language, &self.ruler);
            self.place(row);
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        let mut document = Document::new(typeface::family()?);
        document.set_title(self.heading.document_title());
        document.set_paper_size(Size::new(look::PAGE_WIDTH, look::PAGE_HEIGHT));
        document.set_minimal_conformance();
        self.cover.tell_count(self.count, &self.ruler);
        document.push(Pages::new(
            self.cover,
            self.column_headings,
            self.pages,
            &self.heading,
            &self.ruler,
        ));
        document.render(&mut self.output)?;
        Ok(self.output.flush()?)
    }
}
