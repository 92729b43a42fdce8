//! Tables about other things than mailboxes: any described columns can be written.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use sigillo_adapters::table::TableFiles;
use sigillo_app::table::{
    Cell, Column, ColumnKind, Report, RowStyle, Separator, TableDescription, TableFormat,
    TableWriters,
};
use sigillo_domain::message::Language;

use crate::poppler::Pdf;
use crate::sample::at;

fn contracts(language: Language) -> TableDescription {
    TableDescription {
        language,
        sheet_name: "Contratti".into(),
        columns: vec![
            Column::new("Titolare", ColumnKind::Text).sheet_width(30).page_width(153.0),
            Column::new("Documenti", ColumnKind::Integer).page_width(30.0),
            Column::new("Dimensione", ColumnKind::Bytes).page_width(30.0),
            Column::new("Scadenza", ColumnKind::Date).page_width(30.0),
            Column::new("Firmato", ColumnKind::YesNo).page_width(30.0),
            Column::new("Nota", ColumnKind::Text),
            Column::new("Solo in stampa", ColumnKind::Text).only_on_pages(),
        ],
        report: Some(Report {
            title: "Elenco dei contratti",
            subject: None,
            criteria: vec![("Anno", "2026".to_owned())],
            author: "Rosa Neri (rosa.neri)".into(),
            created_at: at("2026-07-01T08:05:00Z"),
            count_label: "Numero di contratti",
            empty_text: "Nessun contratto.",
        }),
    }
}

fn written(format: TableFormat, description: &TableDescription) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = TableFiles.start(format, description, Box::new(&mut bytes)).unwrap();
    let cells = [
        Cell::text("Bianchi, Ada"),
        Cell::Integer(1_234),
        Cell::Bytes(1_572_864),
        Cell::Date(NaiveDate::from_ymd_opt(2028, 1, 31).unwrap()),
        Cell::YesNo(true),
        Cell::text("=SUM(A1)"),
        Cell::text("p. 1"),
    ];
    file.row(RowStyle::Normal, &cells).unwrap();
    let empty =
        [Cell::text("Neri"), Cell::Integer(0), Cell::Empty, Cell::Empty, Cell::YesNo(false)];
    file.row(RowStyle::Muted, &empty).unwrap();
    file.finish().unwrap();
    bytes
}

#[test]
fn a_csv_has_every_kind_of_cell() {
    let bytes = written(TableFormat::Csv(Separator::Comma), &contracts(Language::It));
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}Titolare,Documenti,Dimensione (byte),Scadenza,Firmato,Nota\r\n\
         \"Bianchi, Ada\",1234,1572864,2028-01-31,Sì,'=SUM(A1)\r\n\
         Neri,0,,,No,\r\n"
    );
}

#[test]
fn a_sheet_has_every_kind_of_cell() {
    let bytes = written(TableFormat::Xlsx, &contracts(Language::En));
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["Contratti", "Information"]);
    let sheet = workbook.worksheet_range("Contratti").unwrap();
    let headings: Vec<String> = sheet.rows().next().unwrap().iter().map(Data::to_string).collect();
    assert_eq!(
        headings,
        ["Titolare", "Documenti", "Dimensione (MB)", "Scadenza", "Firmato", "Nota"]
    );
    let cells = sheet.rows().nth(1).unwrap();
    assert_eq!(cells[1], Data::Float(1234.0));
    assert_eq!(cells[2], Data::Float(1.5));
    let Data::DateTime(date) = &cells[3] else { panic!("{:?} is not a date", cells[3]) };
    assert_eq!(date.to_ymd_hms_milli(), (2028, 1, 31, 0, 0, 0, 0));
    assert_eq!(cells[4], Data::String("Yes".into()));
    assert_eq!(cells[5], Data::String("=SUM(A1)".into()));
}

#[test]
fn a_page_has_the_columns_that_fit_it() {
    let pages = Pdf::new(&written(TableFormat::Pdf, &contracts(Language::It))).pages();
    let lines: Vec<Vec<&str>> =
        pages[0].lines().map(|line| line.split_whitespace().collect()).collect();
    for expected in [
        &["Elenco", "dei", "contratti"][..],
        &["Titolare", "Documenti", "Dimensione", "(MB)", "Scadenza", "Firmato"],
        &["Bianchi,", "Ada", "1.234", "1,5", "31/01/2028", "Sì"],
        &["Neri", "0", "–", "–", "No"],
    ] {
        assert!(lines.iter().any(|line| line == expected), "{expected:?} in\n{}", pages[0]);
    }
}

#[test]
fn a_table_without_a_report_is_plain_in_every_format() {
    let plain = TableDescription { report: None, ..contracts(Language::It) };
    let bytes = written(TableFormat::Xlsx, &plain);
    let workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["Contratti"]);
    let pages = Pdf::new(&written(TableFormat::Pdf, &plain)).pages();
    assert!(pages[0].trim_start().starts_with("Titolare"), "{}", pages[0]);
    assert!(pages[0].contains("pagina 1 di 1"));
}
