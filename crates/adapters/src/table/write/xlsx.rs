//! Excel: numbers are stored as numbers, times as times, and text always as text, even if it looks
//! like a formula. In a report a second sheet describes the list of the first one.

use std::io::Write;

use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use sigillo_app::local_time;
use sigillo_app::table::{
    Cell, MAX_XLSX_ROWS, Report, RowStyle, TableDescription, TableWriter, WriteError,
};
use sigillo_domain::message::Language;
use sigillo_domain::quota::BYTES_PER_MB;

use super::SheetColumns;
use super::words::{heading, origin, yes_or_no};

/// The index of the sheet that has the rows.
const TABLE_SHEET: usize = 0;

pub struct XlsxWriter<W> {
    output: W,
    workbook: Workbook,
    columns: SheetColumns,
    report: Option<Report>,
    language: Language,
    formats: Formats,
    rows: u32,
}

struct Formats {
    title: Format,
    plain_heading: Format,
    heading: Format,
    number_heading: Format,
    whole: Format,
    count: Format,
    decimal: Format,
    date: Format,
    time: Format,
    label: Format,
    value: Format,
}

impl Formats {
    fn new() -> Self {
        let plain_heading = Format::new().set_bold();
        let heading = Format::new()
            .set_bold()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00_E6_EE_F7))
            .set_border_bottom(FormatBorder::Thin);
        let whole = Format::new().set_num_format("#,##0");
        Self {
            title: Format::new().set_bold().set_font_size(14),
            plain_heading,
            number_heading: heading.clone().set_align(FormatAlign::Right),
            heading,
            count: whole.clone().set_align(FormatAlign::Left),
            whole,
            decimal: Format::new().set_num_format("#,##0.0"),
            date: Format::new().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left),
            time: Format::new().set_num_format("dd/mm/yyyy hh:mm").set_align(FormatAlign::Left),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            value: Format::new()
                .set_text_wrap()
                .set_align(FormatAlign::Left)
                .set_align(FormatAlign::Top),
        }
    }
}

impl<W: Write + Send> XlsxWriter<W> {
    pub fn new(output: W, description: &TableDescription) -> Result<Self, WriteError> {
        let formats = Formats::new();
        let mut workbook = Workbook::new();
        begin_workbook(&mut workbook, description, &formats).map_err(xlsx_error)?;
        Ok(Self {
            output,
            workbook,
            columns: SheetColumns::new(description),
            report: description.report.clone(),
            language: description.language,
            formats,
            rows: 0,
        })
    }

    fn try_finish(&mut self) -> Result<(), XlsxError> {
        if let Some(report) = &self.report {
            let last_column = u16::try_from(self.columns.indexes.len()).unwrap_or(u16::MAX) - 1;
            let sheet = self.workbook.worksheet_from_index(TABLE_SHEET)?;
            sheet.autofilter(0, 0, self.rows, last_column)?;
            let sheet = self.workbook.add_worksheet();
            write_information(sheet, report, self.language, self.rows, &self.formats)?;
        }
        self.workbook.save_to_writer(&mut self.output)
    }
}

impl<W: Write + Send> TableWriter for XlsxWriter<W> {
    fn row(&mut self, _style: RowStyle, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        if u64::from(self.rows) >= MAX_XLSX_ROWS {
            return Err(WriteError::TooManyRows(MAX_XLSX_ROWS));
        }
        self.rows += 1;
        let sheet = self.workbook.worksheet_from_index(TABLE_SHEET).map_err(xlsx_error)?;
        for (position, cell) in (0..).zip(self.columns.cells(cells)) {
            write_cell(sheet, (self.rows, position), cell, self.language, &self.formats)
                .map_err(xlsx_error)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.try_finish().map_err(xlsx_error)?;
        Ok(self.output.flush()?)
    }
}

fn xlsx_error(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) => WriteError::Io(error),
        error => WriteError::Format(error.to_string()),
    }
}

/// The code of A4 in the format's table of paper sizes.
const A4: u8 = 9;

fn begin_workbook(
    workbook: &mut Workbook,
    description: &TableDescription,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let report = description.report.as_ref();
    if let Some(report) = report {
        workbook.set_properties(
            &DocProperties::new()
                .set_title(report.full_title())
                .set_author(&report.author)
                .set_creation_datetime(&report.created_at),
        );
    }
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(&*description.sheet_name)?;
    sheet.set_freeze_panes(1, u16::from(report.is_some()))?;
    if report.is_some() {
        sheet
            .set_repeat_rows(0, 0)?
            .set_landscape()
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0);
    }
    let in_sheet = description.columns.iter().filter(|column| column.in_sheet);
    for (position, column) in (0..).zip(in_sheet) {
        if let Some(width) = column.sheet_width {
            sheet.set_column_width(position, width)?;
        }
        let format = match report {
            None => &formats.plain_heading,
            Some(_) if column.kind.is_number() => &formats.number_heading,
            Some(_) => &formats.heading,
        };
        sheet.write_string_with_format(0, position, heading(column), format)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    language: Language,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => sheet,
        Cell::Text(text) => sheet.write_string(row, column, &**text)?,
        Cell::Integer(number) | Cell::Megabytes(number) => {
            sheet.write_number_with_format(row, column, exact(*number), &formats.whole)?
        }
        Cell::Bytes(number) => {
            let megabytes = exact(*number) / exact(BYTES_PER_MB);
            sheet.write_number_with_format(row, column, megabytes, &formats.decimal)?
        }
        Cell::Date(date) => sheet.write_date_with_format(row, column, date, &formats.date)?,
        Cell::Time(at) => {
            sheet.write_datetime_with_format(row, column, local_time(*at), &formats.time)?
        }
        Cell::YesNo(yes) => sheet.write_string(row, column, yes_or_no(*yes, language))?,
        Cell::Empty => sheet,
    };
    Ok(())
}

fn write_information(
    sheet: &mut Worksheet,
    report: &Report,
    language: Language,
    rows: u32,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet
        .set_name(language.choose("Informazioni", "Information"))?
        .set_paper_size(A4)
        .set_column_width(0, 22)?
        .set_column_width(1, 60)?;
    sheet.write_string_with_format(0, 0, report.title, &formats.title)?;
    let mut row = 2;
    let origin = origin(report, language);
    for (label, value) in report.criteria.iter().chain(&origin) {
        sheet.write_string_with_format(row, 0, *label, &formats.label)?;
        sheet.write_string_with_format(row, 1, value, &formats.value)?;
        row += 1;
    }
    sheet.write_string_with_format(row, 0, report.count_label, &formats.label)?;
    sheet.write_number_with_format(row, 1, rows, &formats.count)?;
    Ok(())
}

/// Excel has no integers: its numbers are exact up to 2^53, thousands of times the size of a
/// mailbox.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
fn exact(number: i64) -> f64 {
    number as f64
}
