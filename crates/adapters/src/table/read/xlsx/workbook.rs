//! The parts of a workbook and their paths.

use std::collections::HashMap;

use quick_xml::events::Event;
use sigillo_app::table::{ReadError, UnsupportedFile};

use super::Package;
use super::xml::{Part, attribute};

/// Upper bound on the sheets, more than any real workbook has.
const MAX_SHEETS: usize = 1000;
/// Upper bound on the hidden sheets that are named.
const MAX_HIDDEN_NAMED: usize = 100;
/// The longest name of a hidden sheet, in characters; Excel's own limit is 31.
const MAX_NAME_CHARS: usize = 255;

#[derive(Debug, Default)]
pub struct Workbook {
    /// The visible sheets.
    pub sheets: Vec<SheetEntry>,
    /// The names of the first hidden sheets.
    pub hidden_sheets: Vec<String>,
    pub strings: Option<String>,
    pub styles: Option<String>,
    /// Whether days are counted from 1904, as on the first Macintosh.
    pub is_1904: bool,
}

/// A sheet, by its name and the path of its part.
#[derive(Debug)]
pub struct SheetEntry {
    pub name: String,
    pub path: String,
}

struct Relation {
    kind: String,
    path: String,
}

impl Workbook {
    pub fn read(package: &mut Package<'_>) -> Result<Self, ReadError> {
        let root = relations(&mut package.part("_rels/.rels")?, "")?;
        let path = root.into_values().find(|to| to.kind == "officeDocument").map(|to| to.path);
        let path = path.ok_or(ReadError::Unsupported(UnsupportedFile::Other))?;
        if path.to_ascii_lowercase().ends_with(".bin") {
            return Err(ReadError::Unsupported(UnsupportedFile::BinaryExcel));
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let beside = join(folder, &format!("_rels/{name}.rels"));
        let relations = relations(&mut package.part(&beside)?, folder)?;
        let path_of =
            |kind: &str| relations.values().find(|to| to.kind == kind).map(|to| to.path.clone());
        let mut workbook = Self {
            strings: path_of("sharedStrings"),
            styles: path_of("styles"),
            ..Self::default()
        };
        workbook.read_sheets(&mut package.part(&path)?, &relations)?;
        Ok(workbook)
    }

    fn add_sheet(&mut self, name: String, path: &str, visible: bool) {
        if visible {
            self.sheets.push(SheetEntry { name, path: path.to_owned() });
        } else if self.hidden_sheets.len() < MAX_HIDDEN_NAMED {
            self.hidden_sheets.push(name.chars().take(MAX_NAME_CHARS).collect());
        }
    }

    fn read_sheets(
        &mut self,
        part: &mut Part<'_, '_>,
        relations: &HashMap<String, Relation>,
    ) -> Result<(), ReadError> {
        let mut is_workbook = false;
        loop {
            match part.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "workbook" => is_workbook = true,
                    "workbookPr" => {
                        let value = attribute(&start, "date1904")?;
                        self.is_1904 = matches!(value.as_deref(), Some("1" | "true"));
                    }
                    "sheet" => {
                        let visible =
                            attribute(&start, "state")?.is_none_or(|state| state == "visible");
                        let id = attribute(&start, "id")?.unwrap_or_default();
                        let sheet = relations.get(&id).filter(|to| to.kind == "worksheet");
                        if let Some(sheet) = sheet {
                            let name = attribute(&start, "name")?.unwrap_or_default();
                            self.add_sheet(name, &sheet.path, visible);
                        }
                    }
                    _ => {}
                },
                Event::Eof if is_workbook => return Ok(()),
                // Text documents and presentations are packages of the same kind.
                Event::Eof => return Err(ReadError::Unsupported(UnsupportedFile::Other)),
                _ => {}
            }
            if self.sheets.len() > MAX_SHEETS {
                return Err(ReadError::Damaged);
            }
        }
    }
}

/// The parts that a part refers to, by their ids.
fn relations(
    part: &mut Part<'_, '_>,
    folder: &str,
) -> Result<HashMap<String, Relation>, ReadError> {
    let mut relations = HashMap::new();
    loop {
        match part.next()? {
            Event::Start(start) if start.local_name().as_ref() == "Relationship" => {
                let kind = attribute(&start, "Type")?.unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let path = join(folder, &attribute(&start, "Target")?.unwrap_or_default());
                relations
                    .insert(attribute(&start, "Id")?.unwrap_or_default(), Relation { kind, path });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
        if relations.len() > MAX_SHEETS * 2 {
            return Err(ReadError::Damaged);
        }
    }
}

/// The absolute path in the package of a target that is relative to a folder.
fn join(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> =
        if target.starts_with('/') { vec![] } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}
