//! Workbooks assembled from the text of their parts.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of a workbook. An empty part is a usual one.
#[derive(Default)]
pub struct Parts<'p> {
    pub root: &'p [u8],
    pub workbook: &'p [u8],
    pub relations: &'p [u8],
    pub strings: &'p [u8],
    pub styles: &'p [u8],
    pub sheet: &'p [u8],
    pub second: &'p [u8],
}

const ROOT: &str = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook><sheets><sheet name="Uno" r:id="r1"/><sheet name="Due" r:id="r2"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="sheet1.xml"/><Relationship Id="r2" Type="x/worksheet" Target="sheet2.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="strings.xml"/><Relationship Id="r4" Type="x/styles" Target="styles.xml"/></Relationships>"#;
const SHEET: &str = "<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>";

pub fn archive(parts: &Parts<'_>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part, usual) in [
        ("_rels/.rels", parts.root, ROOT),
        ("xl/workbook.xml", parts.workbook, WORKBOOK),
        ("xl/_rels/workbook.xml.rels", parts.relations, RELATIONS),
        ("xl/strings.xml", parts.strings, "<sst><si><t>anna@pec.example.it</t></si></sst>"),
        ("xl/styles.xml", parts.styles, "<styleSheet/>"),
        ("xl/sheet1.xml", parts.sheet, SHEET),
        ("xl/sheet2.xml", parts.second, SHEET),
    ] {
        zip.start_file(name, stored).expect("a part begins");
        let text = if part.is_empty() { usual.as_bytes() } else { part };
        zip.write_all(text).expect("a part is written");
    }
    zip.finish().expect("an archive in memory").into_inner()
}
