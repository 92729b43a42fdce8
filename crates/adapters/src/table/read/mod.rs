//! Reading the files that people upload: csv as programs write it, and Excel's xlsx, distinguished
//! by their content.

mod csv;
mod encoding;
mod signature;
mod xlsx;

use sigillo_app::table::{ReadError, ReadOptions, Table, TableReader};

use super::TableFiles;

impl TableReader for TableFiles {
    fn read(&self, bytes: &[u8], options: &ReadOptions) -> Result<Table, ReadError> {
        if bytes.len() > options.max_bytes {
            return Err(ReadError::TooLarge { max_bytes: options.max_bytes as u64 });
        }
        if let Some(unsupported) = signature::unsupported(bytes) {
            return Err(ReadError::Unsupported(unsupported));
        }
        if bytes.starts_with(b"PK\x03\x04") {
            let (rows, sheet) = xlsx::read(bytes, options)?;
            return Table::from_sheet(rows, sheet, options);
        }
        let (text, encoding) = encoding::decode(bytes, options.encoding)?;
        let (rows, separator) = csv::read(&text, options)?;
        Table::from_csv(rows, encoding, separator, options)
    }
}
