//! The files of reports: csv, xlsx, and PDF.

mod csv;
mod pdf;
mod xlsx;

use sigillo_app::table::TableFormat;
use sigillo_app::{DocumentError, ReportDocument, ReportDocuments};

/// Writes the files of reports.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportFiles;

impl ReportDocuments for ReportFiles {
    fn write(
        &self,
        document: &ReportDocument,
        format: TableFormat,
    ) -> Result<Vec<u8>, DocumentError> {
        match format {
            TableFormat::Csv(separator) => csv::write(document, separator),
            TableFormat::Xlsx => xlsx::write(document),
            TableFormat::Pdf => pdf::write(document),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use sigillo_app::table::Separator;
    use sigillo_contract::report::{Report, ReportColumn, ReportPlot, ReportRow, ReportSection};
    use sigillo_domain::message::Language;
    use sigillo_domain::report::{
        PlotKind, ReportColumnName, ReportName, ReportSectionName, ReportUnit,
    };

    use super::*;

    /// A report whose first part has a row with this name.
    fn document(name: &str) -> ReportDocument {
        let column = |name, label: &str, unit| ReportColumn { name, label: label.into(), unit };
        let row = |cells| ReportRow { cells, mailboxes: None };
        let section = ReportSection {
            name: ReportSectionName::ByState,
            title: "Per stato".into(),
            note: Some("Una nota.".into()),
            columns: vec![
                column(ReportColumnName::State, "Stato", ReportUnit::Text),
                column(ReportColumnName::Mailboxes, "Caselle", ReportUnit::Count),
                column(ReportColumnName::Share, "Quota", ReportUnit::Percent),
            ],
            rows: vec![
                row(vec![Some("attiva".into()), Some(12.into()), Some(100.0.into())]),
                row(vec![Some(name.into()), Some(3.into()), None]),
            ],
            plot: Some(ReportPlot {
                kind: PlotKind::Ranking,
                labels: ReportColumnName::State,
                values: vec![ReportColumnName::Mailboxes],
            }),
        };
        let day = |text: &str| text.parse().unwrap();
        let report = Report {
            name: ReportName::Mailboxes,
            title: "Caselle".into(),
            language: Language::It,
            as_of: None,
            from: day("2026-01-01"),
            to: day("2026-01-31"),
            domain: None,
            sections: vec![section],
        };
        let created_at = "2026-02-01T06:00:00Z".parse().unwrap();
        ReportDocument { report, author: "Rosa Neri".into(), created_at }
    }

    #[test]
    fn a_name_is_never_a_formula() {
        let csv = TableFormat::Csv(Separator::Semicolon);
        let file = ReportFiles.write(&document("=HYPERLINK(\"http://example.org\")"), csv).unwrap();
        let text = String::from_utf8(file).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://example.org\"\")\";3;\r\n"), "{text}");
        let file = ReportFiles.write(&document("=1+1"), TableFormat::Xlsx).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let mut sheet = String::new();
        archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
        assert!(!sheet.contains("<f>"), "{sheet}");
    }

    #[test]
    fn a_part_alone_is_a_plain_table_and_several_have_their_titles() {
        let csv = TableFormat::Csv(Separator::Comma);
        let mut document = document("altro");
        let text = |document: &ReportDocument| {
            String::from_utf8(ReportFiles.write(document, csv).unwrap()).unwrap()
        };
        assert!(
            text(&document).starts_with("\u{feff}Stato,Caselle,Quota (%)\r\nattiva,12,100\r\n")
        );
        let again = document.report.sections[0].clone();
        document.report.sections.push(again);
        let both = text(&document);
        assert!(both.starts_with("\u{feff}Per stato\r\nStato,"), "{both}");
        assert!(both.contains("\r\n\r\nPer stato\r\n"), "{both}");
    }

    #[test]
    fn two_parts_of_one_title_are_two_sheets() {
        let mut document = document("altro");
        let again = document.report.sections[0].clone();
        document.report.sections.push(again);
        assert!(ReportFiles.write(&document, TableFormat::Xlsx).is_ok());
    }

    #[test]
    fn a_pdf_holds_every_row_on_as_many_pages_as_they_need() {
        let mut document = document("Đặng <b> \u{202e}x");
        let row = document.report.sections[0].rows[0].clone();
        document.report.sections[0].rows.extend(std::iter::repeat_n(row, 150));
        let file = ReportFiles.write(&document, TableFormat::Pdf).unwrap();
        let read = genpdf_lopdf::Document::load_mem(&file).unwrap();
        assert!(read.get_pages().len() >= 3, "{} pages", read.get_pages().len());
    }
}
