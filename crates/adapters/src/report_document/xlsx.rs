//! Reports for Excel: a sheet for each part, and one that says what the report is about.

use std::collections::HashSet;

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use sigillo_app::{DocumentError, ReportDocument, local_time};
use sigillo_contract::report::{ReportColumn, ReportSection};
use sigillo_domain::quota::BYTES_PER_MB;
use sigillo_domain::report::{ReportUnit, ReportValue};

use crate::document_pages::failed;

/// The characters that the name of a sheet may have.
const MAX_NAME: usize = 31;

pub fn write(document: &ReportDocument) -> Result<Vec<u8>, DocumentError> {
    try_write(document).map_err(failed)
}

fn try_write(document: &ReportDocument) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(&document.report.title)
        .set_author(&document.author)
        .set_creation_datetime(&document.created_at);
    workbook.set_properties(&properties);
    let mut names = HashSet::new();
    for section in &document.report.sections {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&section.title, &mut names))?;
        write_section(sheet, section)?;
    }
    write_information(workbook.add_worksheet(), document)?;
    workbook.save_to_buffer()
}

/// A title as the name of a sheet, which has a greatest length, lacks some characters, and is there once.
fn sheet_name(title: &str, names: &mut HashSet<String>) -> String {
    let plain: String = title.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(MAX_NAME).collect();
    let mut name = plain.clone();
    let mut number = 2;
    while !names.insert(name.to_lowercase()) {
        let kept: String = plain.chars().take(MAX_NAME - 4).collect();
        name = format!("{kept} {number}");
        number += 1;
    }
    name
}

fn write_section(sheet: &mut Worksheet, section: &ReportSection) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00_E6_EE_F7))
        .set_border_bottom(FormatBorder::Thin);
    sheet
        .set_freeze_panes(1, 1)?
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 0)?;
    for (place, column) in (0..).zip(&section.columns) {
        let is_text = column.unit == ReportUnit::Text;
        sheet.set_column_width(place, if is_text { 36 } else { 18 })?;
        let align = if is_text { FormatAlign::Left } else { FormatAlign::Right };
        sheet.write_string_with_format(
            0,
            place,
            label(column),
            &heading.clone().set_align(align),
        )?;
    }
    for (row, cells) in (1..).zip(section.rows.iter().map(|row| &row.cells)) {
        for ((place, column), cell) in (0..).zip(&section.columns).zip(cells) {
            if let Some(value) = cell {
                write_cell(sheet, (row, place), column.unit, value)?;
            }
        }
    }
    Ok(())
}

fn label(column: &ReportColumn) -> String {
    match column.unit {
        ReportUnit::Bytes => format!("{} (MB)", column.label),
        ReportUnit::Percent => format!("{} (%)", column.label),
        _ => column.label.clone(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    unit: ReportUnit,
    value: &ReportValue,
) -> Result<(), XlsxError> {
    let whole = Format::new().set_num_format("#,##0");
    let decimal = Format::new().set_num_format("#,##0.0");
    match (unit, value) {
        (ReportUnit::Day, ReportValue::Text(text)) => match text.parse::<NaiveDate>() {
            Ok(day) => {
                let format =
                    Format::new().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left);
                sheet.write_date_with_format(row, column, day, &format)?
            }
            Err(_) => sheet.write_string(row, column, text)?,
        },
        (_, ReportValue::Text(text)) => sheet.write_string(row, column, text)?,
        (ReportUnit::Bytes, value) => {
            let megabytes = value.number().unwrap_or_default() / BYTES_PER_MB as f64;
            sheet.write_number_with_format(row, column, megabytes, &decimal)?
        }
        (_, ReportValue::Integer(number)) => {
            sheet.write_number_with_format(row, column, *number as f64, &whole)?
        }
        (_, ReportValue::Decimal(number)) => {
            sheet.write_number_with_format(row, column, *number, &decimal)?
        }
    };
    Ok(())
}

fn write_information(sheet: &mut Worksheet, document: &ReportDocument) -> Result<(), XlsxError> {
    let l = document.report.language;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(l.choose("Informazioni", "Information"))?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
    let as_of = document.report.as_of.map(|at| local_time(at).format("%d/%m/%Y %H:%M").to_string());
    let facts = [
        (l.choose("Report", "Report"), document.report.title.clone()),
        (l.choose("Ambito", "Scope"), document.scope()),
        (l.choose("Periodo", "Period"), document.period()),
        (l.choose("Dati aggiornati al", "Figures as of"), as_of.unwrap_or_default()),
        (l.choose("Richiesto da", "Requested by"), document.author.clone()),
    ];
    let notes = document
        .report
        .sections
        .iter()
        .filter_map(|section| Some((section.title.as_str(), section.note.clone()?)));
    for (row, (label, value)) in (0..).zip(facts.into_iter().chain(notes)) {
        sheet.write_string_with_format(row, 0, label, &bold)?;
        sheet.write_string_with_format(row, 1, value, &wrapped)?;
    }
    Ok(())
}
