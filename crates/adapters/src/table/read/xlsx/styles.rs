//! The styles, from which dates are distinguished from numbers.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};
use sigillo_app::table::ReadError;

use super::xml::{Part, attribute};

/// Excel's own limit on cell formats.
const MAX_STYLES: usize = 65_490;

/// Whether each style, by its number, shows a date.
#[derive(Debug, Default)]
pub struct Styles(Vec<bool>);

impl Styles {
    pub fn read(part: &mut Part<'_, '_>) -> Result<Self, ReadError> {
        let mut dates: HashSet<u32> = HashSet::new();
        let mut styles = vec![];
        let mut in_cell_formats = false;
        loop {
            match part.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "numFmt" => {
                        let id = number(&start)?;
                        let code = attribute(&start, "formatCode")?.unwrap_or_default();
                        dates.extend(id.filter(|_| is_date_format(&code)));
                    }
                    "cellXfs" => in_cell_formats = true,
                    "xf" if in_cell_formats => {
                        let id = number(&start)?;
                        styles
                            .push(id.is_some_and(|id| is_builtin_date(id) || dates.contains(&id)));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "cellXfs" => {
                    in_cell_formats = false;
                }
                Event::Eof => return Ok(Self(styles)),
                _ => {}
            }
            if styles.len().max(dates.len()) > MAX_STYLES {
                return Err(ReadError::Damaged);
            }
        }
    }

    pub fn is_date(&self, style: usize) -> bool {
        self.0.get(style).copied().unwrap_or(false)
    }
}

fn number(element: &BytesStart<'_>) -> Result<Option<u32>, ReadError> {
    Ok(attribute(element, "numFmtId")?.and_then(|id| id.parse().ok()))
}

/// The built-in formats, which have a number and no code (ECMA-376, part 1, 18.8.30).
const fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
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
