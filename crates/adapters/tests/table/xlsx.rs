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
    let sheet = table.sheet.as_ref().map(|sheet| sheet.name.as_str());
    assert_eq!((table.format, sheet), (SourceFormat::Xlsx, Some("Uno")));
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
        read(book.bytes()).unwrap().sheet.unwrap().name
    };
    assert_eq!(name(sheets(""), data), "Uno");
    assert_eq!(name(sheets(""), "<row><c/></row>"), "Due");
    assert_eq!(name(sheets("state=\"hidden\""), data), "Due");
    assert_eq!(name(sheets("state=\"veryHidden\""), data), "Due");
    assert_eq!(read(Book::default().bytes()).unwrap_err(), ReadError::Empty);
}

#[test]
fn what_a_workbook_hides_is_named() {
    let workbook = r#"<workbook><sheets><sheet name="Bozza" state="hidden" r:id="r2"/>
        <sheet name="Uno" r:id="r1"/><sheet name="Prova" state="veryHidden" r:id="r2"/></sheets></workbook>"#;
    let columns = r#"<cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/>
        <col min="5" max="16384" hidden="true"/><col min="0" max="9" hidden="1"/><col hidden="1"/></cols>"#;
    let row = r#"<row><c t="s"><v>0</v></c><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>"#;
    let sheet = format!("<worksheet>{columns}<sheetData>{row}</sheetData></worksheet>");
    let book = Book { workbook: workbook.into(), sheet, ..Book::default() };
    let table = read(book.bytes()).unwrap();
    let sheet = table.sheet.as_ref().unwrap();
    assert_eq!(
        (sheet.name.as_str(), &*sheet.hidden_sheets),
        ("Uno", &["Bozza", "Prova"].map(String::from)[..])
    );
    let hidden: Vec<bool> = (0..5).map(|column| sheet.is_hidden_column(column)).collect();
    assert_eq!(hidden, [false, true, true, false, true]);
    // They are read nevertheless.
    assert_eq!(rows(&table)[0].1, ["a@pec.example.it", "1", "2", "3", "4"]);
}

#[test]
fn other_packages_are_refused_by_their_kind() {
    let binary = Book { workbook: "<document/>".into(), ..Book::default() };
    assert_eq!(read(binary.bytes()).unwrap_err(), ReadError::Unsupported(UnsupportedFile::Other));
    assert_eq!(read(b"PK\x03\x04 and no more").unwrap_err(), ReadError::Damaged);
}

#[test]
fn headings_below_a_title_are_found() {
    let text = |cell: &str, text: &str| format!(r#"<c r="{cell}" t="str"><v>{text}</v></c>"#);
    let headings = |row: u32| {
        format!(
            r#"<row r="{row}">{}{}{}</row>"#,
            text(&format!("A{row}"), "Casella"),
            text(&format!("B{row}"), "E-mail"),
            text(&format!("C{row}"), "Ufficio")
        )
    };
    let data = |row: u32| {
        format!(
            r#"<row r="{row}">{}{}{}</row>"#,
            text(&format!("A{row}"), "anna"),
            text(&format!("B{row}"), "anna@example.org"),
            text(&format!("C{row}"), "Anagrafe")
        )
    };
    let title = format!(r#"<row r="1">{}</row><row r="2"/>"#, text("A1", "Caselle PEC 2026"));
    let known_title = format!(r#"<row r="1">{}</row>"#, text("A1", "Caselle"));
    for (title, first) in [(title, 3), (known_title, 2), (String::new(), 1)] {
        let sheet = sheet(&format!("{title}{}{}", headings(first), data(first + 1)));
        let table = read(Book { sheet, ..Book::default() }.bytes()).unwrap();
        assert_eq!(table.headings.as_ref().unwrap(), &["Casella", "E-mail", "Ufficio"], "{first}");
        assert_eq!(rows(&table).len(), 1);
        assert_eq!(rows(&table)[0].0, first + 1);
    }
    let table = read("Elenco;;\n;;\nCasella;E-mail;Quota\nanna;anna@example.org;1\n").unwrap();
    assert_eq!(table.headings.as_ref().unwrap(), &["Casella", "E-mail", "Quota"]);
}

#[test]
fn a_formula_without_a_value_is_no_empty_cell() {
    let data = r#"<row><c t="s"><v>0</v></c><c><f>1000*2</f></c><c><f>1000*3</f><v/></c>
        <c><f>1000*4</f><v>4000</v></c><c t="str"><f>IF(A1="","x","")</f><v></v></c>
        <c><f t="shared" si="0"/></c></row>"#;
    let table = read(Book { sheet: sheet(data), ..Book::default() }.bytes()).unwrap();
    let cells = ["a@pec.example.it", "=1000*2", "=1000*3", "4000", "", "="];
    assert_eq!(rows(&table)[0].1, cells);
}

#[test]
fn numbers_are_read_in_their_format() {
    let codes = [
        "00000",
        "0&quot; GB&quot;",
        "000-0000",
        "0.00",
        "0%",
        "#,##0",
        "&quot;u&quot;0",
        "0;(0)",
        "General",
    ];
    let formats: Vec<String> = (0..)
        .zip(codes)
        .map(|(at, code)| format!(r#"<numFmt numFmtId="{}" formatCode="{code}"/>"#, 170 + at))
        .collect();
    let styles: Vec<String> =
        (0..codes.len()).map(|at| format!(r#"<xf numFmtId="{}"/>"#, 170 + at)).collect();
    let (formats, styles) = (formats.concat(), styles.concat());
    let styles =
        format!("<styleSheet><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>");
    let cell = |style: usize, value: &str| format!(r#"<c s="{style}"><v>{value}</v></c>"#);
    let data = [
        cell(0, "123"),
        cell(1, "2"),
        cell(2, "5551234"),
        cell(3, "2.5"),
        cell(4, "0.8"),
        cell(5, "1000"),
        cell(6, "7"),
        cell(7, "-7"),
        cell(8, "123"),
    ]
    .concat();
    let sheet = sheet(&format!(r#"<row><c t="s"><v>0</v></c></row><row>{data}</row>"#));
    let table = read(Book { styles, sheet, ..Book::default() }.bytes()).unwrap();
    let cells = ["00123", "2 GB", "555-1234", "2.50", "80%", "1000", "u7", "(7)", "123"];
    assert_eq!(rows(&table)[1].1, cells);
}
