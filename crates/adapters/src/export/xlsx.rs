//! Excel: numbers as numbers, times as times, text always as text (what looks like a formula stays
//! what it looks like). A second sheet tells which list the first one is.

use std::io::Write;

use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use sigillo_domain::mailbox_list::Listed;
use sigillo_domain::quota::BYTES_PER_MB;

use super::column::{Column, Value};
use super::words::Language;
use super::{Export, ExportError, Heading, MAX_XLSX_ROWS, rome};

const MAILBOXES: usize = 0;
#[expect(clippy::cast_possible_truncation, reason = "a table of a few columns")]
const LAST_COLUMN: u16 = Column::ALL.len() as u16 - 1;

pub struct XlsxExport<W> {
    output: W,
    workbook: Workbook,
    heading: Heading,
    formats: Formats,
    rows: u32,
}

struct Formats {
    title: Format,
    heading: Format,
    heading_of_number: Format,
    whole: Format,
    count: Format,
    decimal: Format,
    moment: Format,
    label: Format,
    told: Format,
}

impl Formats {
    fn new() -> Self {
        let heading = Format::new()
            .set_bold()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00_E6_EE_F7))
            .set_border_bottom(FormatBorder::Thin);
        let whole = Format::new().set_num_format("#,##0");
        Self {
            title: Format::new().set_bold().set_font_size(14),
            heading_of_number: heading.clone().set_align(FormatAlign::Right),
            heading,
            count: whole.clone().set_align(FormatAlign::Left),
            whole,
            decimal: Format::new().set_num_format("#,##0.0"),
            moment: Format::new().set_num_format("dd/mm/yyyy hh:mm").set_align(FormatAlign::Left),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            told: Format::new()
                .set_text_wrap()
                .set_align(FormatAlign::Left)
                .set_align(FormatAlign::Top),
        }
    }
}

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => ExportError::Write(error),
            error => ExportError::Xlsx(error),
        }
    }
}

impl<W: Write + Send> XlsxExport<W> {
    pub fn new(output: W, heading: &Heading) -> Result<Self, ExportError> {
        let language = heading.language;
        let formats = Formats::new();
        let mut workbook = Workbook::new();
        workbook.set_properties(
            &DocProperties::new()
                .set_title(heading.document_title())
                .set_author(&heading.exported_by)
                .set_creation_datetime(&heading.exported_at),
        );
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet
            .set_name(language.choose("Caselle", "Mailboxes"))?
            .set_freeze_panes(1, 1)?
            .set_repeat_rows(0, 0)?
            .set_landscape()
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0);
        for (position, column) in (0..).zip(Column::ALL) {
            sheet.set_column_width(position, width(column))?;
            let format =
                if is_number(column) { &formats.heading_of_number } else { &formats.heading };
            sheet.write_string_with_format(0, position, title(column, language), format)?;
        }
        Ok(Self { output, workbook, heading: heading.clone(), formats, rows: 0 })
    }

    fn tell(&mut self) -> Result<(), ExportError> {
        let language = self.heading.language;
        let sheet = self.workbook.add_worksheet();
        sheet
            .set_name(language.choose("Informazioni", "Information"))?
            .set_paper_size(A4)
            .set_column_width(0, 22)?
            .set_column_width(1, 60)?;
        sheet.write_string_with_format(0, 0, language.title(), &self.formats.title)?;
        let mut row = 2;
        for (label, value) in self.heading.told() {
            sheet.write_string_with_format(row, 0, label, &self.formats.label)?;
            sheet.write_string_with_format(row, 1, value, &self.formats.told)?;
            row += 1;
        }
        let label = language.choose("Numero di caselle", "Number of mailboxes");
        sheet.write_string_with_format(row, 0, label, &self.formats.label)?;
        sheet.write_number_with_format(row, 1, self.rows, &self.formats.count)?;
        Ok(())
    }
}

impl<W: Write + Send> Export for XlsxExport<W> {
    fn rows(&mut self, rows: &[Listed]) -> Result<(), ExportError> {
        if u64::from(self.rows) + rows.len() as u64 > MAX_XLSX_ROWS {
            return Err(ExportError::TooManyRows(MAX_XLSX_ROWS));
        }
        let sheet = self.workbook.worksheet_from_index(MAILBOXES)?;
        for mailbox in rows {
            self.rows += 1;
            for (position, column) in (0..).zip(Column::ALL) {
                let value = column.value(mailbox, self.heading.language);
                write(sheet, (self.rows, position), value, &self.formats)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.workbook.worksheet_from_index(MAILBOXES)?.autofilter(0, 0, self.rows, LAST_COLUMN)?;
        self.tell()?;
        self.workbook.save_to_writer(&mut self.output)?;
        Ok(self.output.flush()?)
    }
}

/// The number that the format's own tables give A4.
const A4: u8 = 9;

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Value<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match value {
        Value::Text(text) => sheet.write_string(row, column, text)?,
        Value::Megabytes(number) => {
            sheet.write_number_with_format(row, column, exact(number), &formats.whole)?
        }
        Value::Bytes(number) => {
            let megabytes = exact(number) / exact(BYTES_PER_MB);
            sheet.write_number_with_format(row, column, megabytes, &formats.decimal)?
        }
        Value::Moment(at) => {
            sheet.write_datetime_with_format(row, column, rome(at), &formats.moment)?
        }
        Value::Empty => sheet,
    };
    Ok(())
}

/// Excel knows no integers: its numbers are exact up to 2^53, thousands of times what a mailbox holds.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
fn exact(number: i64) -> f64 {
    number as f64
}

fn title(column: Column, language: Language) -> String {
    let title = column.title(language);
    if is_number(column) { format!("{title} (MB)") } else { title.to_owned() }
}

fn is_number(column: Column) -> bool {
    matches!(column, Column::Quota | Column::SoftLimit | Column::Used)
}

/// In characters, with room for the filter's arrow beside the heading.
fn width(column: Column) -> u8 {
    match column {
        Column::Address => 42,
        Column::CommunicationEmail => 36,
        Column::Name | Column::Domain => 28,
        Column::State => 24,
        Column::SoftLimit | Column::Used | Column::CreatedBy => 20,
        Column::Password | Column::Preservation => 16,
        Column::CreatedAt | Column::ActivatedAt | Column::ExpiresAt | Column::CancelledAt => 18,
        Column::Quota => 14,
    }
}
