//! pdf: the list as a document, to print, sign or file. A4 landscape, with the title and what the
//! list is on the first page; headings, "page n of m" and the list's name on every page.
//!
//! Pages leave as soon as they are full, so that a list of any length takes the same memory. What only
//! the last row tells (how many pages and rows there are) is drawn at the end, as a content of its
//! own of each page: a pdf's objects may stand in any order. genpdf, which holds a document whole, took
//! 48 KB a row.

mod cover;
mod look;
mod objects;
mod sheet;
mod table;
mod typeface;
mod wrap;

use std::io::Write;

use pdf_writer::{Chunk, Finish, Name, Rect, Ref, Str, TextStr};
use sigillo_domain::mailbox_list::Listed;

use self::cover::Cover;
use self::objects::Objects;
use self::sheet::{FONT_NAMES, Sheet};
use self::table::Row;
use self::typeface::Typeface;
use super::{Export, ExportError, Heading, Language, MAX_PDF_ROWS};

/// Pages of a branch of the tree that they hang on.
const PAGES_OF_BRANCH: usize = 100;

pub struct PdfExport<W> {
    objects: Objects<W>,
    heading: Heading,
    typeface: Typeface,
    column_headings: Row,
    cover: Cover,
    /// What is on each full page, but for its foot.
    full: Vec<Ref>,
    sheet: Sheet,
    /// Down to where the page at hand is drawn, from between its margins.
    y: f32,
    count: u64,
}

/// Down to where rows go.
const FOOT: f32 = look::PAGE_HEIGHT - 2.0 * look::MARGIN - look::FOOTER;

impl<W: Write> PdfExport<W> {
    pub fn new(output: W, heading: &Heading) -> Result<Self, ExportError> {
        let typeface = Typeface::new()?;
        let cover = Cover::new(heading, &typeface);
        let mut export = Self {
            objects: Objects::new(output)?,
            heading: heading.clone(),
            column_headings: Row::of_headings(heading.language, &typeface),
            full: vec![],
            sheet: Sheet::new(),
            y: cover.height(),
            cover,
            typeface,
            count: 0,
        };
        export.draw_headings();
        Ok(export)
    }

    fn draw_headings(&mut self) {
        self.sheet.row(&self.column_headings, self.y, &mut self.typeface);
        self.y += self.column_headings.height();
        self.sheet.rule(self.y - 0.125, 0.5, look::ACCENT);
    }

    fn place(&mut self, row: &Row) -> Result<(), ExportError> {
        if self.y + row.height() > FOOT {
            self.end_page()?;
            self.y = 0.0;
            self.draw_headings();
        }
        self.sheet.row(row, self.y, &mut self.typeface);
        self.y += row.height();
        self.sheet.rule(self.y, 0.2, look::FAINT);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), ExportError> {
        let sheet = std::mem::replace(&mut self.sheet, Sheet::new());
        self.full.push(self.objects.put_content(&sheet.finish())?);
        Ok(())
    }

    /// What could not be drawn on a page before the number of all was known.
    fn put_rest(&mut self, number: usize) -> Result<Ref, ExportError> {
        let language = self.heading.language;
        let mut sheet = Sheet::new();
        if number == 1 {
            self.cover.draw(&mut sheet, &mut self.typeface);
        }
        let y = look::PAGE_HEIGHT - 2.0 * look::MARGIN - look::LINE;
        let name = self.typeface.drawable(&self.heading.document_title(), look::MUTED_TEXT);
        sheet.print(0.0, y, &name, look::MUTED_TEXT, &mut self.typeface);
        let (page, of) = (language.choose("pagina", "page"), language.choose("di", "of"));
        let number = format!("{page} {number} {of} {}", self.full.len());
        let right = look::TABLE_WIDTH;
        sheet.print_right(right, y, &number, look::MUTED_TEXT, &mut self.typeface);
        self.objects.put_content(&sheet.finish())
    }

    /// The pages, on a tree of two levels: a reader need not go through ten thousand to find one.
    /// Fonts and size are the tree's, and so every page's.
    fn put_pages(&mut self, fonts: [Ref; 3]) -> Result<Ref, ExportError> {
        let pages = self.full.len();
        let rests =
            (1..=pages).map(|number| self.put_rest(number)).collect::<Result<Vec<_>, _>>()?;
        let contents: Vec<(Ref, Ref)> = self.full.drain(..).zip(rests).collect();
        let (root, mut branches) = (self.objects.id(), vec![]);
        for contents in contents.chunks(PAGES_OF_BRANCH) {
            branches.push(self.put_branch(root, contents)?);
        }
        let mut chunk = Chunk::new();
        let mut tree = chunk.pages(root);
        let points = |mm: f32| mm * look::POINTS_PER_MM;
        tree.count(int(pages)).kids(branches);
        tree.media_box(Rect::new(0.0, 0.0, points(look::PAGE_WIDTH), points(look::PAGE_HEIGHT)));
        let mut resources = tree.resources();
        let mut named = resources.fonts();
        for (name, font) in FONT_NAMES.into_iter().zip(fonts) {
            named.pair(Name(name), font);
        }
        named.finish();
        resources.finish();
        tree.finish();
        self.objects.put(root, &chunk)?;
        Ok(root)
    }

    fn put_branch(&mut self, root: Ref, contents: &[(Ref, Ref)]) -> Result<Ref, ExportError> {
        let branch = self.objects.id();
        let mut pages = Vec::with_capacity(contents.len());
        for (full, rest) in contents {
            let id = self.objects.id();
            let mut chunk = Chunk::new();
            let mut page = chunk.page(id);
            page.parent(branch);
            page.insert(Name(b"Contents")).array().items([*full, *rest]);
            page.finish();
            self.objects.put(id, &chunk)?;
            pages.push(id);
        }
        let mut chunk = Chunk::new();
        chunk.pages(branch).parent(root).count(int(pages.len())).kids(pages);
        self.objects.put(branch, &chunk)?;
        Ok(branch)
    }

    /// Says what the document is, by whom and of when.
    fn put_info(&mut self) -> Result<Ref, ExportError> {
        let id = self.objects.id();
        let date = self.heading.exported_at.format("D:%Y%m%d%H%M%SZ").to_string();
        let mut chunk = Chunk::new();
        let mut info = chunk.indirect(id).dict();
        info.pair(Name(b"Title"), TextStr(&self.heading.document_title()))
            .pair(Name(b"Author"), TextStr(&self.heading.exported_by))
            .pair(Name(b"Creator"), TextStr("Sigillo"))
            .pair(Name(b"CreationDate"), Str(date.as_bytes()));
        info.finish();
        self.objects.put(id, &chunk)?;
        Ok(id)
    }

    fn put_catalog(&mut self, pages: Ref) -> Result<Ref, ExportError> {
        let language = match self.heading.language {
            Language::It => "it-IT",
            Language::En => "en",
        };
        let id = self.objects.id();
        let mut chunk = Chunk::new();
        let mut catalog = chunk.indirect(id).dict();
        catalog
            .pair(Name(b"Type"), Name(b"Catalog"))
            .pair(Name(b"Pages"), pages)
            .pair(Name(b"Lang"), TextStr(language));
        catalog.insert(Name(b"ViewerPreferences")).dict().pair(Name(b"DisplayDocTitle"), true);
        catalog.finish();
        self.objects.put(id, &chunk)?;
        Ok(id)
    }
}

fn int(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl<W: Write + Send> Export for PdfExport<W> {
    fn rows(&mut self, rows: &[Listed]) -> Result<(), ExportError> {
        self.count += rows.len() as u64;
        if self.count > MAX_PDF_ROWS {
            return Err(ExportError::TooManyRows(MAX_PDF_ROWS));
        }
        for mailbox in rows {
            let row = Row::of_mailbox(mailbox, self.heading.language, &self.typeface);
            self.place(&row)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        let mut export = *self;
        if export.count == 0 {
            let nothing = export.heading.language.choose("Nessuna casella.", "No mailboxes.");
            let y = export.y + look::ROW_PADDING;
            export.sheet.print(0.0, y, nothing, look::GONE, &mut export.typeface);
        }
        export.end_page()?;
        export.cover.tell_count(export.count, &export.typeface);
        let fonts = [export.objects.id(), export.objects.id(), export.objects.id()];
        let pages = export.put_pages(fonts)?;
        // Last of what is drawn, so that the fonts hold every letter of it.
        export.typeface.write(fonts, &mut export.objects)?;
        let info = export.put_info()?;
        let catalog = export.put_catalog(pages)?;
        export.objects.finish(catalog, info)
    }
}
