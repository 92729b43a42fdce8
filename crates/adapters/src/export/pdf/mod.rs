//! pdf: the list as a document, to print, sign or file. A4 landscape, with the title and what the
//! list is on the first page; headings, "page n of m" and the list's name on every page.
//!
//! genpdf draws and writes it. Its own table is not used, since it neither repeats headings nor
//! breaks long words, and its page decorators cannot know how many pages there will be. Rows are
//! laid out here instead, as they come, into pages; when the last has come the number of pages is
//! known, and all are drawn in one pass, a few pages at a time to bound the memory (see [`assembly`]).

mod assembly;
mod look;
mod page;
mod table;
mod typeface;
mod wrap;

use std::io::Write;
use std::rc::Rc;

use genpdf::{Document, Size};
use sigillo_contract::mailbox::Mailbox;

use self::assembly::Assembly;
use self::page::{Cover, Frame, Pages};
use self::table::Row;
use self::typeface::Ruler;
use super::{Export, ExportError, Heading, MAX_PDF_ROWS};

/// Each takes about 1.5 MB while it is drawn; each few cost a tenth of a second for their fonts.
const PAGES_AT_A_TIME: usize = 24;

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

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        let mut export = *self;
        export.cover.tell_count(export.count, &export.ruler);
        let frame = Rc::new(Frame {
            name: export.ruler.drawable(&export.heading.document_title(), look::muted()),
            cover: export.cover,
            column_headings: export.column_headings,
            language: export.heading.language,
            pages: export.pages.len(),
        });
        let mut left = export.pages.into_iter();
        let mut number = 1;
        let mut assembly = Assembly::default();
        while number <= frame.pages {
            let pages = Pages {
                frame: Rc::clone(&frame),
                number,
                left: left.by_ref().take(PAGES_AT_A_TIME).collect(),
            };
            assembly.add(&drawn(pages)?)?;
            number += PAGES_AT_A_TIME;
        }
        assembly.write(&mut export.output, &export.heading)?;
        Ok(export.output.flush()?)
    }
}

/// The pages, few as they are, as a pdf of their own.
fn drawn(pages: Pages) -> Result<Vec<u8>, ExportError> {
    let mut document = Document::new(typeface::family()?);
    document.set_paper_size(Size::new(look::PAGE_WIDTH, look::PAGE_HEIGHT));
    document.set_minimal_conformance();
    document.push(pages);
    let mut bytes = Vec::new();
    document.render(&mut bytes)?;
    Ok(bytes)
}
