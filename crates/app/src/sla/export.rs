//! The outages of a period as a file.

use std::future::pending;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_contract::operations::ExportOutages;
use sigillo_contract::sla::{Outage, OutageExportQuery};
use sigillo_domain::message::Language;
use sigillo_domain::sla::{OutageCause, SlaComponent};
use sigillo_domain::{Code, Faults};

use super::list::{is_of, of_query};
use crate::error::AppError;
use crate::export_file::{FileForm, check_rows};
use crate::ports::table::{
    Cell, Column, ColumnKind, Report, RowStyle, TableDescription, TableFormat, TableWriter,
    WriteError,
};
use crate::table_stream::{RowSource, TableFile, TableStreamError, write_table};
use crate::{App, Grant};

/// The outages of a period as a file.
pub struct OutagesFile {
    pub format: TableFormat,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes the outages into a file, which is held in memory: a period has few. They are the service's own, so nobody's
/// data leaves the panel and the export is not recorded.
pub async fn export_outages(
    app: &App,
    grant: &Grant<ExportOutages>,
    query: &OutageExportQuery,
) -> Result<OutagesFile, AppError> {
    let mut faults = Faults::default();
    let OutageExportQuery { format, separator, lang, .. } = query;
    let form = FileForm::parse(format, separator.as_deref(), lang.as_deref(), "", &mut faults);
    let FileForm { format, language } = faults.result(form)?;
    let component = query.component.as_deref();
    let (overview, component) = of_query(app, query.period.as_deref(), component).await?;
    let period = overview.period;
    let outages = overview.outages.into_iter().filter(|one| is_of(one.component, component));
    let outages: Vec<_> = outages.collect();
    check_rows(format, i64::try_from(outages.len()).unwrap_or(i64::MAX))?;
    let author = grant.caller().signature();
    let report = report(period.to_string(), component, author, app.now(), language);
    let file = TableFile {
        format,
        description: TableDescription {
            language,
            sheet_name: language.choose("Disservizi", "Outages").into(),
            columns: columns(language),
            report: Some(report),
        },
        write_row: Box::new(move |outage: &Outage, file| write_row(outage, language, file)),
    };
    let mut rows = Rows(Some(outages));
    let writers = app.table_writers.clone();
    let written = write_table(writers, file, &mut rows, vec![], pending()).await;
    let name = language.choose("disservizi", "outages");
    let name = format!("{name}-{period}.{}", format.extension());
    match (written.result, written.output) {
        (Ok(()), Some(bytes)) => Ok(OutagesFile { format, name, bytes }),
        (Err(TableStreamError::Read(error)), _) => Err(error),
        (result, _) => {
            let error = result.err();
            tracing::error!(?error, "the outages of a period could not be written");
            Err(AppError::Problem(Code::Internal))
        }
    }
}

struct Rows(Option<Vec<Outage>>);

#[async_trait]
impl RowSource for Rows {
    type Row = Outage;

    async fn next_batch(&mut self) -> Result<Option<Vec<Outage>>, AppError> {
        Ok(self.0.take().filter(|rows| !rows.is_empty()))
    }
}

fn report(
    period: String,
    component: Option<SlaComponent>,
    author: String,
    created_at: DateTime<Utc>,
    l: Language,
) -> Report {
    let all = l.choose("tutti", "all");
    let component = component.map_or(all, |component| component_name(component, l));
    Report {
        title: l.choose("Disservizi", "Outages"),
        subject: Some(period),
        criteria: vec![(l.choose("Componente", "Component"), component.to_owned())],
        author,
        created_at,
        count_label: l.choose("Disservizi", "Outages"),
        empty_text: l.choose("Nessun disservizio.", "No outages."),
    }
}

fn columns(l: Language) -> Vec<Column> {
    let column = |it, en, kind| Column::new(l.choose(it, en), kind);
    vec![
        column("Componente", "Component", ColumnKind::Text).sheet_width(22).page_width(38.0),
        column("Inizio", "Start", ColumnKind::Time).sheet_width(20).page_width(36.0),
        column("Fine", "End", ColumnKind::Time).sheet_width(20).page_width(36.0),
        column("Minuti", "Minutes", ColumnKind::Integer).sheet_width(10).page_width(18.0),
        column("Di cui in manutenzione", "Of these maintenance", ColumnKind::Integer)
            .sheet_width(24)
            .page_width(38.0),
        column("Causa", "Cause", ColumnKind::Text).sheet_width(28).page_width(45.0),
        column("Evidenza", "Evidence", ColumnKind::Text).sheet_width(60).page_width(62.0),
    ]
}

fn write_row(outage: &Outage, l: Language, file: &mut dyn TableWriter) -> Result<(), WriteError> {
    let cells = [
        Cell::text(component_name(outage.component, l)),
        Cell::Time(outage.starts_at),
        Cell::time(outage.ends_at),
        Cell::Integer(outage.minutes),
        Cell::Integer(outage.planned_minutes),
        Cell::text(cause_name(outage.cause, l)),
        Cell::text(&outage.evidence),
    ];
    file.row(RowStyle::Normal, &cells)
}

const fn component_name(component: SlaComponent, l: Language) -> &'static str {
    match component {
        SlaComponent::Web => l.choose("Pannello", "Panel"),
        SlaComponent::Submission => l.choose("Invio", "Submission"),
        SlaComponent::Delivery => l.choose("Consegna", "Delivery"),
        SlaComponent::Imap => l.choose("Lettura (IMAP)", "Reading (IMAP)"),
    }
}

const fn cause_name(cause: OutageCause, l: Language) -> &'static str {
    match cause {
        OutageCause::Unreachable => l.choose("Nessun collegamento", "No connection"),
        OutageCause::TimedOut => l.choose("Nessuna risposta in tempo", "No answer in time"),
        OutageCause::SignInRefused => l.choose("Accesso rifiutato", "Sign-in refused"),
        OutageCause::WrongAnswer => l.choose("Risposta errata", "Wrong answer"),
        OutageCause::NotDelivered => l.choose("Messaggio non arrivato", "Message not delivered"),
        OutageCause::PanelStopped => l.choose("Pannello fermo", "Panel stopped"),
        OutageCause::Entered => l.choose("Inserito a mano", "Entered by hand"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::table::PAGE_TABLE_WIDTH;

    #[test]
    fn the_columns_fill_a_page() {
        let widths = columns(Language::It).into_iter().filter_map(|column| column.page_width);
        let sum: f32 = widths.sum();
        assert!((sum - PAGE_TABLE_WIDTH).abs() < f32::EPSILON, "{sum}");
    }
}
