//! pdf: the table as a document for printing, signing or filing. A4 landscape, with the title and
//! the criteria of the list on the first page; headings, "page n of m" and the list's name are on
//! every page.
//!
//! Pages are written as soon as they are full, so that a list of any length takes the same memory.
//! What is known only after the last row (the number of pages and of rows) is drawn at the end, as
//! a second content stream of each page: the objects of a pdf may be in any order. genpdf, which
//! keeps the whole document in memory, took 48 KB a row.

mod cover;
mod objects;
mod page;
mod row;
mod style;
mod typeface;
mod wrap;

use std::io::Write;

use pdf_writer::{Chunk, Finish, Name, Rect, Ref, Str, TextStr};
use sigillo_app::table::{
    Cell, MAX_PDF_ROWS, Report, RowStyle, TableDescription, TableWriter, WriteError,
};
use sigillo_domain::message::Language;

use self::cover::Cover;
use self::objects::Objects;
use self::page::{FONT_NAMES, Page};
use self::row::{PageColumns, Row};
use self::typeface::Typeface;

/// The number of pages on a branch of the page tree.
const PAGES_PER_BRANCH: usize = 100;

pub struct PdfWriter<W> {
    objects: Objects<W>,
    language: Language,
    report: Option<Report>,
    typeface: Typeface,
    columns: PageColumns,
    headings: Row,
    cover: Option<Cover>,
    /// The first content stream of each full page, which has all but its foot and the cover.
    full_pages: Vec<Ref>,
    page: Page,
    /// The position below what is drawn on the current page.
    y: f32,
    count: u64,
}

/// The lowest position of a row.
const BOTTOM: f32 = style::PAGE_HEIGHT - 2.0 * style::MARGIN - style::FOOTER_HEIGHT;

impl<W: Write> PdfWriter<W> {
    pub fn new(output: W, description: &TableDescription) -> Result<Self, WriteError> {
        let typeface = Typeface::new()?;
        let (language, report) = (description.language, description.report.clone());
        let cover = report.as_ref().map(|report| Cover::new(report, language, &typeface));
        let columns = PageColumns::new(description);
        let mut pdf = Self {
            objects: Objects::new(output)?,
            language,
            report,
            headings: columns.headings(description, &typeface),
            columns,
            full_pages: vec![],
            page: Page::new(),
            y: cover.as_ref().map_or(0.0, Cover::height),
            cover,
            typeface,
            count: 0,
        };
        pdf.draw_headings();
        Ok(pdf)
    }

    fn draw_headings(&mut self) {
        self.page.row(&self.columns, &self.headings, self.y, &mut self.typeface);
        self.y += self.headings.height();
        self.page.rule(self.y - 0.125, 0.5, style::HEADING_RULE);
    }

    fn draw_row(&mut self, row: &Row) -> Result<(), WriteError> {
        if self.y + row.height() > BOTTOM {
            self.end_page()?;
            self.y = 0.0;
            self.draw_headings();
        }
        self.page.row(&self.columns, row, self.y, &mut self.typeface);
        self.y += row.height();
        self.page.rule(self.y, 0.2, style::ROW_RULE);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), WriteError> {
        let page = std::mem::replace(&mut self.page, Page::new());
        self.full_pages.push(self.objects.put_content(&page.finish())?);
        Ok(())
    }

    /// Writes the second content stream of a page: what could not be drawn before the number of
    /// pages and rows was known.
    fn put_rest(&mut self, number: usize) -> Result<Ref, WriteError> {
        let mut page = Page::new();
        if number == 1
            && let Some(cover) = &self.cover
        {
            cover.draw(&mut page, &mut self.typeface);
        }
        let y = style::PAGE_HEIGHT - 2.0 * style::MARGIN - style::LINE_HEIGHT;
        let title = self.report.as_ref().map(Report::full_title).unwrap_or_default();
        let title = self.typeface.drawable(&title, style::MUTED);
        page.print(0.0, y, &title, style::MUTED, &mut self.typeface);
        let (page_word, of) =
            (self.language.choose("pagina", "page"), self.language.choose("di", "of"));
        let number = format!("{page_word} {number} {of} {}", self.full_pages.len());
        page.print_right(style::TABLE_WIDTH, y, &number, style::MUTED, &mut self.typeface);
        self.objects.put_content(&page.finish())
    }

    /// Writes the pages as a tree of two levels, so that a reader need not go through ten thousand
    /// pages to find one. The fonts and the page size are set on the root and inherited by every
    /// page.
    fn put_pages(&mut self, fonts: [Ref; 3]) -> Result<Ref, WriteError> {
        let pages = self.full_pages.len();
        let rests =
            (1..=pages).map(|number| self.put_rest(number)).collect::<Result<Vec<_>, _>>()?;
        let contents: Vec<(Ref, Ref)> = self.full_pages.drain(..).zip(rests).collect();
        let (root, mut branches) = (self.objects.id(), vec![]);
        for contents in contents.chunks(PAGES_PER_BRANCH) {
            branches.push(self.put_branch(root, contents)?);
        }
        let mut chunk = Chunk::new();
        let points = |mm: f32| mm * style::POINTS_PER_MM;
        let mut tree = chunk.pages(root);
        tree.count(int(pages)).kids(branches);
        tree.media_box(Rect::new(0.0, 0.0, points(style::PAGE_WIDTH), points(style::PAGE_HEIGHT)));
        let mut resources = tree.resources();
        let mut font_names = resources.fonts();
        for (name, font) in FONT_NAMES.into_iter().zip(fonts) {
            font_names.pair(Name(name), font);
        }
        font_names.finish();
        resources.finish();
        tree.finish();
        self.objects.put(root, &chunk)?;
        Ok(root)
    }

    fn put_branch(&mut self, root: Ref, contents: &[(Ref, Ref)]) -> Result<Ref, WriteError> {
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

    /// Writes the properties of the document: its title, its author, and when it was made.
    fn put_info(&mut self) -> Result<Ref, WriteError> {
        let id = self.objects.id();
        let mut chunk = Chunk::new();
        let mut info = chunk.indirect(id).dict();
        if let Some(report) = &self.report {
            let date = report.created_at.format("D:%Y%m%d%H%M%SZ").to_string();
            info.pair(Name(b"Title"), TextStr(&report.full_title()))
                .pair(Name(b"Author"), TextStr(&report.author))
                .pair(Name(b"Creator"), TextStr("Sigillo"))
                .pair(Name(b"CreationDate"), Str(date.as_bytes()));
        }
        info.finish();
        self.objects.put(id, &chunk)?;
        Ok(id)
    }

    fn put_catalog(&mut self, pages: Ref) -> Result<Ref, WriteError> {
        let language = match self.language {
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

impl<W: Write + Send> TableWriter for PdfWriter<W> {
    fn row(&mut self, style: RowStyle, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        if self.count >= MAX_PDF_ROWS {
            return Err(WriteError::TooManyRows(MAX_PDF_ROWS));
        }
        self.count += 1;
        let row = self.columns.row(style, cells, &self.typeface);
        self.draw_row(&row)
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        let mut pdf = *self;
        if let Some(report) = pdf.report.as_ref().filter(|_| pdf.count == 0) {
            let y = pdf.y + style::ROW_PADDING;
            pdf.page.print(0.0, y, report.empty_text, style::MUTED_ITALIC, &mut pdf.typeface);
        }
        pdf.end_page()?;
        if let Some(cover) = &mut pdf.cover {
            cover.set_count(pdf.count, &pdf.typeface);
        }
        let fonts = [pdf.objects.id(), pdf.objects.id(), pdf.objects.id()];
        let pages = pdf.put_pages(fonts)?;
        // The fonts are written after everything is drawn, so that their subsets have every letter
        // that was used.
        pdf.typeface.write(fonts, &mut pdf.objects)?;
        let info = pdf.put_info()?;
        let catalog = pdf.put_catalog(pages)?;
        pdf.objects.finish(catalog, info)
    }
}

#[cfg(test)]
mod tests {
    use sigillo_app::table::{Column, ColumnKind};

    use super::*;

    #[test]
    fn rows_past_the_limit_are_refused() {
        let description = TableDescription {
            language: Language::It,
            sheet_name: "Prova".into(),
            columns: vec![Column::new("Numero", ColumnKind::Integer).page_width(20.0)],
            report: None,
        };
        let mut pdf = PdfWriter::new(std::io::sink(), &description).unwrap();
        // Setting the count replaces drawing so many rows, which would take half a minute.
        pdf.count = MAX_PDF_ROWS - 1;
        pdf.row(RowStyle::Normal, &[Cell::Integer(1)]).unwrap();
        let refused = pdf.row(RowStyle::Normal, &[Cell::Integer(2)]);
        assert!(matches!(refused, Err(WriteError::TooManyRows(MAX_PDF_ROWS))));
    }
}
