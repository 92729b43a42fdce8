//! Reports as csv, in the form of the exported lists. Values do not depend on the country of the program that opens
//! them: days are `yyyy-mm-dd`, sizes are bytes, and shares have a point.

use csv::{Terminator, WriterBuilder};
use sigillo_app::table::Separator;
use sigillo_app::{DocumentError, ReportDocument};
use sigillo_contract::report::{ReportColumn, ReportSection};
use sigillo_domain::message::Language;
use sigillo_domain::report::{ReportUnit, ReportValue};

use crate::document_pages::failed;
use crate::table::formula::needs_apostrophe;

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub fn write(document: &ReportDocument, separator: Separator) -> Result<Vec<u8>, DocumentError> {
    let report = &document.report;
    let is_plain = report.sections.len() == 1;
    let parts: Result<Vec<_>, _> = report
        .sections
        .iter()
        .map(|section| part(section, is_plain, separator, report.language))
        .collect();
    // An empty line between two parts.
    Ok([BYTE_ORDER_MARK.as_bytes(), &parts?.join(&b"\r\n"[..])].concat())
}

fn part(
    section: &ReportSection,
    is_plain: bool,
    separator: Separator,
    language: Language,
) -> Result<Vec<u8>, DocumentError> {
    let mut writer = WriterBuilder::new()
        .delimiter(separator.byte())
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(vec![]);
    if !is_plain {
        writer.write_record([&section.title]).map_err(failed)?;
    }
    for record in records(section, language) {
        writer.write_record(record).map_err(failed)?;
    }
    writer.into_inner().map_err(failed)
}

fn records(section: &ReportSection, language: Language) -> impl Iterator<Item = Vec<String>> {
    let headings = section.columns.iter().map(|column| heading(column, language)).collect();
    let rows =
        section.rows.iter().map(|row| row.cells.iter().map(|cell| text(cell.as_ref())).collect());
    std::iter::once(headings).chain(rows)
}

fn heading(column: &ReportColumn, language: Language) -> String {
    match column.unit {
        ReportUnit::Bytes => format!("{} ({})", column.label, language.choose("byte", "bytes")),
        ReportUnit::Percent => format!("{} (%)", column.label),
        _ => column.label.clone(),
    }
}

fn text(cell: Option<&ReportValue>) -> String {
    match cell {
        None => String::new(),
        Some(ReportValue::Integer(number)) => number.to_string(),
        Some(ReportValue::Decimal(number)) => number.to_string(),
        Some(ReportValue::Text(text)) if needs_apostrophe(text) => format!("'{text}"),
        Some(ReportValue::Text(text)) => text.clone(),
    }
}
