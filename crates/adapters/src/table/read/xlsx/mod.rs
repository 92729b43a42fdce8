//! Excel workbooks: zip archives of XML.
//!
//! They are not read with calamine because it trusts what a workbook says of itself: it allocates
//! memory for the `uniqueCount` of the shared strings at once, however large, and that aborts the
//! process. Here every part is unpacked through a counter, and no declared size is trusted.

mod cell;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod xml;

use std::io::Cursor;

use sigillo_app::table::{ReadError, ReadOptions, Rows, UnsupportedFile};
use zip::ZipArchive;

use strings::Strings;
use styles::Styles;
use workbook::Workbook;
use xml::Part;

/// Reads the rows of the first visible sheet that has any, and the name of the sheet.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<(Rows, String), ReadError> {
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
    let reader = cell::CellReader { strings: &strings, styles: &styles, is_1904: workbook.is_1904 };
    for (name, path) in &workbook.sheets {
        let rows = sheet::read(&mut package.part(path)?, &reader, options)?;
        if !rows.is_empty() {
            return Ok((rows, name.clone()));
        }
    }
    Err(ReadError::Empty)
}

/// The zip archive, whose parts are opened one at a time.
pub struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    max_unpacked_bytes: u64,
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
        Ok(Self { zip, max_unpacked_bytes: options.max_unpacked_bytes })
    }

    fn part(&mut self, path: &str) -> Result<Part<'_, 'b>, ReadError> {
        let max = self.max_unpacked_bytes;
        match self.zip.by_name(path) {
            // Most archives declare their sizes correctly, so a too large part is refused without
            // unpacking it.
            Ok(file) if file.size() > max => Err(ReadError::TooLarge { max_bytes: max }),
            Ok(file) => Ok(Part::new(file, max)),
            Err(_) => Err(ReadError::Damaged),
        }
    }
}
