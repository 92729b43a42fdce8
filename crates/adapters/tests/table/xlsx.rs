use sigillo_app::table::{ReadError, SourceFormat, UnsupportedFile};

use crate::workbook::{Book, sheet};
use crate::{read, rows};

#[test]
fn cells_are_read_as_a_person_sees_them() {
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="3"/></cellXfs></styleSheet>"#;
    let data = r#"
        <row r="3"><c r="A3" t="inlineStr"><is><t>Casella</t></is></c><c r="B3" t="str"><v>Quota</v></c>
            <c r="C3" t="str"><v>Uno</v></c><c r="D3" t="str"><v>Due</v></c><c r="E3" t="str"><v>Tre</v></c>
            <c r="F3" t="str"><v>Quattro</v></c></row>
        <row r="4"/>
        <row r="7"><c r="A7" t="s"><v>0</v></c><c r="B7" s="3"><v>1000</v></c><c r="C7" s="1"><v>46023</v></c>
            <c r="D7" s="2"><v>46023.4375</v></c><c r="E7" t="b"><f>TRUE()</f><v>1</v></c>
            <c r="F7" t="str"><f>"a"&amp;"b"</f><v>a&amp;b &lt;&#233;&gt;</v></c></row>
        <row r="8"><c r="A8" t="s"><v>1</v></c><c r="C8"/></row>"#;
    let strings = "<sst><si><t>a@pec.example.it</t></si><si><r><t>b@pec</t></r><r><t>.example.it</t></r>\
                   <rPh><t>no</t></rPh></si></sst>";
    let book = Book {
        styles: styles.into(),
        strings: strings.into(),
        sheet: sheet(data),
        ..Book::default()
    };
    let table = read(book.bytes()).unwrap();
    assert_eq!((table.format, table.sheet.as_deref()), (SourceFormat::Xlsx, Some("Uno")));
    assert_eq!(table.headings.as_ref().unwrap()[..2], ["Casella", "Quota"]);
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    assert_eq!(
        rows(&table),
        [
            (
                7,
                row([
                    "a@pec.example.it",
                    "1000",
                    "01/01/2026",
                    "01/01/2026 10:30",
                    "TRUE",
                    "a&b <é>"
                ])
            ),
            (8, row(["b@pec.example.it", "", "", "", "", ""])),
        ]
    );
}

#[test]
fn cells_without_a_reference_follow_one_another() {
    let data =
        r#"<row><c t="s"><v>0</v></c><c/><c><v>5</v></c></row><row><c t="s"><v>0</v></c></row>"#;
    let table = read(Book { sheet: sheet(data), ..Book::default() }.bytes()).unwrap();
    let cells = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    assert_eq!(
        rows(&table),
        [(1, cells(["a@pec.example.it", "", "5"])), (2, cells(["a@pec.example.it", "", ""]))]
    );
}

#[test]
fn the_first_visible_sheet_with_something_in_it_is_read() {
    let data = r#"<row><c t="s"><v>0</v></c></row>"#;
    let sheets = |first: &str| {
        format!(
            r#"<workbook><sheets><sheet name="Uno" {first} r:id="r1"/><sheet name="Due" r:id="r2"/></sheets></workbook>"#
        )
    };
    let name = |workbook: String, first: &str| {
        let book = Book { workbook, sheet: sheet(first), second: sheet(data), ..Book::default() };
        read(book.bytes()).unwrap().sheet.unwrap()
    };
    assert_eq!(name(sheets(""), data), "Uno");
    assert_eq!(name(sheets(""), "<row><c/></row>"), "Due");
    assert_eq!(name(sheets("state=\"hidden\""), data), "Due");
    assert_eq!(name(sheets("state=\"veryHidden\""), data), "Due");
    assert_eq!(read(Book::default().bytes()).unwrap_err(), ReadError::Empty);
}

#[test]
fn other_packages_are_refused_by_their_kind() {
    let binary = Book { workbook: "<document/>".into(), ..Book::default() };
    assert_eq!(read(binary.bytes()).unwrap_err(), ReadError::Unsupported(UnsupportedFile::Other));
    assert_eq!(read(b"PK\x03\x04 and no more").unwrap_err(), ReadError::Damaged);
}
