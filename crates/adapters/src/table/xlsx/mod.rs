//! Excel's workbook: a zip of XML.
//!
//! Read here rather than with calamine, which trusts what a workbook says of itself: a
//! `uniqueCount` of its shared strings is memory asked for at once, however much, and that ends the
//! process. Here every part is unpacked through a counter, and nothing is believed beforehand.

mod cell;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod xml;

use std::io::Cursor;

use zip::ZipArchive;

use super::Options;
use super::error::{TableError, Unsupported};
use super::rows::Rows;
use strings::Strings;
use styles::Styles;
use workbook::Workbook;
use xml::Part;

/// The rows of the first visible sheet that has any, and its name.
pub fn read(bytes: &[u8], options: &Options) -> Result<(Rows, String), TableError> {
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
        if rows.len() > 0 {
            return Ok((rows, name.clone()));
        }
    }
    Err(TableError::Empty)
}

/// The zip, whose parts are opened one at a time.
pub struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    max_unpacked_bytes: u64,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8], options: &Options) -> Result<Self, TableError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
        if zip.index_for_name("content.xml").is_some() {
            return Err(TableError::Unsupported(Unsupported::OpenDocument));
        }
        if zip.index_for_name("_rels/.rels").is_none() {
            return Err(TableError::Unsupported(Unsupported::Other));
        }
        Ok(Self { zip, max_unpacked_bytes: options.max_unpacked_bytes })
    }

    fn part(&mut self, path: &str) -> Result<Part<'_, 'b>, TableError> {
        let max = self.max_unpacked_bytes;
        match self.zip.by_name(path) {
            // What the directory says is honest of most files: those need not be unpacked to know.
            Ok(file) if file.size() > max => Err(TableError::TooLarge { max_bytes: max }),
            Ok(file) => Ok(Part::new(file, max)),
            Err(_) => Err(TableError::Damaged),
        }
    }
}
