//! Workbooks assembled by hand, with contents that no program or only some programs would write.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub struct Book {
    pub workbook: String,
    pub relations: String,
    pub strings: String,
    pub styles: String,
    pub sheet: String,
    pub second: String,
}

const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Default for Book {
    fn default() -> Self {
        let relation = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{KIND}/{kind}" Target="{target}"/>"#)
        };
        Self {
            workbook: r#"<workbook><sheets><sheet name="Uno" r:id="r1"/></sheets></workbook>"#
                .into(),
            relations: [
                relation("r1", "worksheet", "worksheets/sheet1.xml"),
                relation("r2", "worksheet", "/xl/worksheets/sheet2.xml"),
                relation("r3", "sharedStrings", "sharedStrings.xml"),
                relation("r4", "styles", "styles.xml"),
            ]
            .concat(),
            strings: "<sst><si><t>a@pec.example.it</t></si></sst>".into(),
            styles: "<styleSheet/>".into(),
            sheet: sheet(""),
            second: sheet(""),
        }
    }
}

impl Book {
    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        let root = format!(
            r#"<Relationship Id="a" Type="{KIND}/officeDocument" Target="/xl/workbook.xml"/>"#
        );
        for (name, text) in [
            ("_rels/.rels", &format!("<Relationships>{root}</Relationships>")),
            ("xl/workbook.xml", &self.workbook),
            (
                "xl/_rels/workbook.xml.rels",
                &format!("<Relationships>{}</Relationships>", self.relations),
            ),
            ("xl/sharedStrings.xml", &self.strings),
            ("xl/styles.xml", &self.styles),
            ("xl/worksheets/sheet1.xml", &self.sheet),
            ("xl/worksheets/sheet2.xml", &self.second),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

pub fn sheet(data: &str) -> String {
    format!("<worksheet><sheetData>{data}</sheetData></worksheet>")
}
