//! Putting a part of a report together.

use sigillo_contract::report::{ReportColumn, ReportPlot, ReportRow, ReportSection};
use sigillo_domain::message::Language;
use sigillo_domain::report::{
    PlotKind, ReportColumnName, ReportSectionName, ReportUnit, ReportValue,
};

/// The columns of a part, with their labels.
pub(super) type Columns<const N: usize> = [Column; N];

pub(super) type Column = (ReportColumnName, &'static str, ReportUnit);

pub(super) const fn domain_column(l: Language) -> Column {
    (ReportColumnName::Domain, l.choose("Dominio", "Domain"), ReportUnit::Text)
}

pub(super) const fn mailbox_column(l: Language) -> Column {
    (ReportColumnName::Mailbox, l.choose("Casella", "Mailbox"), ReportUnit::Text)
}

pub(super) const fn month_column(l: Language) -> Column {
    (ReportColumnName::Month, l.choose("Mese", "Month"), ReportUnit::Month)
}

pub(super) const fn day_column(l: Language) -> Column {
    (ReportColumnName::Day, l.choose("Giorno", "Day"), ReportUnit::Day)
}

pub(super) fn section<const N: usize>(
    name: ReportSectionName,
    title: &str,
    columns: Columns<N>,
    rows: Vec<ReportRow>,
) -> ReportSection {
    let columns =
        columns.map(|(name, label, unit)| ReportColumn { name, label: label.into(), unit });
    ReportSection {
        name,
        title: title.to_owned(),
        note: None,
        columns: columns.to_vec(),
        rows,
        plot: None,
    }
}

/// What a part becomes with a plot, or a note.
pub(super) trait Described {
    fn drawn(self, kind: PlotKind, labels: ReportColumnName, values: &[ReportColumnName]) -> Self;
    fn noted(self, note: impl Into<Option<String>>) -> Self;
}

impl Described for ReportSection {
    fn drawn(
        mut self,
        kind: PlotKind,
        labels: ReportColumnName,
        values: &[ReportColumnName],
    ) -> Self {
        self.plot = Some(ReportPlot { kind, labels, values: values.to_vec() });
        self
    }

    fn noted(mut self, note: impl Into<Option<String>>) -> Self {
        self.note = note.into();
        self
    }
}

pub(super) fn row<const N: usize>(
    cells: &[Option<ReportValue>; N],
    mailboxes: Option<String>,
) -> ReportRow {
    ReportRow { cells: cells.to_vec(), mailboxes }
}

/// How many hundredths of the whole a part is; None of nothing.
#[expect(clippy::cast_precision_loss, reason = "sizes and counts are far below 2^53")]
pub(super) fn percent(part: i64, whole: i64) -> Option<ReportValue> {
    (whole > 0).then(|| ((part as f64 / whole as f64 * 1000.0).round() / 10.0).into())
}
