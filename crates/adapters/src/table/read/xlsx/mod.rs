//! Excel workbooks: zip archives of XML.
//!
//! They are not read with calamine because it trusts what a workbook says of itself: it allocates
//! memory for the `uniqueCount` of the shared strings at once, however large, and that aborts the
//! process. Here all parts are unpacked through one counter, and no declared size is trusted.

mod cell;
mod number_format;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod xml;

use std::io::Cursor;

use sigillo_app::table::{ReadError, ReadOptions, Rows, SheetInfo, UnsupportedFile};
use zip::ZipArchive;

use cell::CellReader;
use strings::Strings;
use styles::Styles;
use workbook::{SheetEntry, Workbook};
use xml::{Budget, Part};

/// The number of rows from which the sheets of a workbook are told apart.
const PREVIEW_ROWS: usize = 20;

/// Reads the rows of the sheet that is asked for, or else of the first visible one that is of the
/// kind that is wanted, or else of the first that has rows.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<(Rows, SheetInfo), ReadError> {
    let mut package = Package::open(bytes, options)?;
    let workbook = Workbook::read(&mut package)?;
    let strings = match &workbook.strings {
        Some(path) => Strings::read(&mut package.part(path)?, options)?,
        None => Strings::default(),
    };
    let styles = match &workbook.styles {
        Some(path) => Styles::read(&mut package.part(path)?)?,
        None => Styles::default(),
    };
    let cells = CellReader { strings: &strings, styles: &styles, is_1904: workbook.is_1904 };
    let (sheet, alternatives) = choose(&workbook, &mut package, &cells, options)?;
    let read = sheet::read(&mut package.part(&sheet.path)?, &cells, options, usize::MAX)?;
    if read.rows.is_empty() {
        return Err(ReadError::Empty);
    }
    let name = sheet.name.clone();
    let sheet = SheetInfo {
        name,
        alternatives,
        hidden_rows: read.hidden_rows,
        hidden_columns: read.hidden_columns,
        hidden_sheets: workbook.hidden_sheets,
    };
    Ok((read.rows, sheet))
}

/// The sheet to read, and the names of those among which it was chosen.
fn choose<'w>(
    workbook: &'w Workbook,
    package: &mut Package<'_>,
    cells: &CellReader<'_>,
    options: &ReadOptions,
) -> Result<(&'w SheetEntry, Vec<String>), ReadError> {
    if let Some(name) = &options.sheet {
        let sheet = workbook.sheets.iter().find(|sheet| sheet.name == *name);
        return Ok((sheet.ok_or(ReadError::UnknownSheet)?, vec![]));
    }
    if let [only] = &workbook.sheets[..] {
        return Ok((only, vec![]));
    }
    let (mut lists, mut others) = (vec![], vec![]);
    for sheet in &workbook.sheets {
        let preview = sheet::read(&mut package.part(&sheet.path)?, cells, options, PREVIEW_ROWS)?;
        if !preview.rows.is_empty() {
            let is_list = (options.is_list)(&preview.rows.cells_of_all());
            if is_list { &mut lists } else { &mut others }.push(sheet);
        }
    }
    let sheet = lists.first().or(others.first()).copied().ok_or(ReadError::Empty)?;
    Ok((sheet, lists.into_iter().map(|sheet| sheet.name.clone()).collect()))
}

/// The zip archive, whose parts are opened one at a time.
pub struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    budget: Budget,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8], options: &ReadOptions) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
        if zip.index_for_name("content.xml").is_some() {
            return Err(ReadError::Unsupported(UnsupportedFile::OpenDocument));
        }
        if zip.index_for_name("_rels/.rels").is_none() {
            return Err(ReadError::Unsupported(UnsupportedFile::Other));
        }
        Ok(Self { zip, budget: Budget::new(options) })
    }

    fn part(&mut self, path: &str) -> Result<Part<'_, 'b>, ReadError> {
        match self.zip.by_name(path) {
            // Most archives declare their sizes correctly, so a too large part is refused without
            // unpacking it.
            Ok(file) if file.size() > self.budget.max() => Err(self.budget.too_large()),
            Ok(file) => Ok(Part::new(file, self.budget.clone())),
            Err(_) => Err(ReadError::Damaged),
        }
    }
}
