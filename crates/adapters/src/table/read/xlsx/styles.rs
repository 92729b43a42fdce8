//! The styles, which say how numbers are shown.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};
use sigillo_app::table::ReadError;

use super::number_format::NumberFormat;
use super::xml::{Part, attribute};

/// Excel's own limit on cell formats.
const MAX_STYLES: usize = 65_490;

/// The longest code of a format, in bytes; Excel's own limit is 255 characters.
const MAX_CODE_BYTES: usize = 1000;

/// How a number is shown.
#[derive(Debug)]
pub enum CellFormat {
    General,
    Date,
    Number(NumberFormat),
}

/// The format of each style, by its number.
#[derive(Debug, Default)]
pub struct Styles {
    /// The index of each style's format; None for the general one.
    styles: Vec<Option<usize>>,
    formats: Vec<CellFormat>,
}

impl Styles {
    pub fn read(part: &mut Part<'_, '_>) -> Result<Self, ReadError> {
        let mut read = Self::default();
        let mut by_id: HashMap<u32, usize> = HashMap::new();
        let mut in_cell_formats = false;
        loop {
            match part.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "numFmt" => {
                        let id = number(&start)?;
                        let code = attribute(&start, "formatCode")?.unwrap_or_default();
                        if let Some(id) = id.filter(|_| code.len() <= MAX_CODE_BYTES) {
                            by_id.insert(id, read.add(&code));
                        }
                    }
                    "cellXfs" => in_cell_formats = true,
                    "xf" if in_cell_formats => {
                        let id = number(&start)?.unwrap_or_default();
                        let format = by_id.get(&id).copied();
                        let format = format.or_else(|| {
                            let index = read.add_builtin(id)?;
                            by_id.insert(id, index);
                            Some(index)
                        });
                        read.styles.push(format);
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "cellXfs" => {
                    in_cell_formats = false;
                }
                Event::Eof => return Ok(read),
                _ => {}
            }
            if read.styles.len().max(read.formats.len()) > MAX_STYLES {
                return Err(ReadError::Damaged);
            }
        }
    }

    fn add(&mut self, code: &str) -> usize {
        let format = if is_date_format(code) {
            CellFormat::Date
        } else {
            NumberFormat::parse(code).map_or(CellFormat::General, CellFormat::Number)
        };
        self.formats.push(format);
        self.formats.len() - 1
    }

    /// Adds one of the formats that have a number and no code (ECMA-376, part 1, 18.8.30).
    fn add_builtin(&mut self, id: u32) -> Option<usize> {
        let code = match id {
            14..=22 | 27..=36 | 45..=47 | 50..=58 => "dd/mm/yyyy",
            1 => "0",
            2 => "0.00",
            3 | 41 | 42 => "#,##0",
            4 | 43 | 44 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            37 | 38 => "#,##0_);(#,##0)",
            39 | 40 => "#,##0.00_);(#,##0.00)",
            _ => return None,
        };
        Some(self.add(code))
    }

    pub fn format(&self, style: usize) -> &CellFormat {
        let index = self.styles.get(style).copied().flatten();
        index.map_or(&CellFormat::General, |index| &self.formats[index])
    }
}

fn number(element: &BytesStart<'_>) -> Result<Option<u32>, ReadError> {
    Ok(attribute(element, "numFmtId")?.and_then(|id| id.parse().ok()))
}

/// Whether the code of a format has a day, a month, a year or an hour outside of literal text.
fn is_date_format(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            // Brackets hold a colour or a locale, except for `[h]` and the like, which are times.
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s") {
                    return true;
                }
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            // The next section formats negative numbers.
            ';' => return false,
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_distinguished_from_numbers() {
        for code in ["dd/mm/yyyy hh:mm", "[$-410]d mmmm yyyy;@", "[h]:mm:ss", "yyyy\\-mm\\-dd"] {
            assert!(is_date_format(code), "{code}");
        }
        for code in ["#,##0", "0.00", "General", "#,##0\" MB\"", "[Red]0", "0\\d", "0;[Red]-0"] {
            let general = code == "General";
            assert!(general || !is_date_format(code), "{code}");
        }
    }
}
