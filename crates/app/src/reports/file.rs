//! A report as a file. Whoever exports it is recorded, as for lists.

use std::collections::BTreeMap;

use sigillo_contract::operations::GetReport;
use sigillo_contract::report::{Report, ReportQuery};
use sigillo_domain::account::Account;
use sigillo_domain::export_record::{ExportOutcome, ExportRecord, ExportedList, ExportedListKind};
use sigillo_domain::message::Language;
use sigillo_domain::permission::Permission;
use sigillo_domain::report::ReportName;
use sigillo_domain::{Code, Faults};
use sigillo_storage::exports;

use super::report_of;
use super::request::Request;
use crate::error::AppError;
use crate::export_file::{self, FileForm};
use crate::ports::ReportDocument;
use crate::ports::table::TableFormat;
use crate::{App, Grant};

/// A report as a file.
pub struct ReportFile {
    pub format: TableFormat,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes a report about the domains whose mailboxes the caller may export.
pub async fn file(
    app: &App,
    grant: &Grant<GetReport>,
    name: ReportName,
    query: &ReportQuery,
) -> Result<ReportFile, AppError> {
    let mut faults = Faults::default();
    let request = Request::parse(app, name, query, &mut faults);
    let ReportQuery { format, separator, lang, .. } = query;
    let format = format.as_deref().unwrap_or_default();
    let form = FileForm::parse(format, separator.as_deref(), lang.as_deref(), "", &mut faults);
    let (request, FileForm { format, .. }) = faults.result(request.zip(form))?;
    let account = export_file::exporting_account(grant.caller())?;
    let report = report_of(app, grant, name, request, query, Permission::Export).await?;
    let now = app.now();
    let file_name = export_file::file_name(
        list_name(name, report.language),
        report.domain.as_deref(),
        now,
        format,
    );
    let author = grant.caller().signature();
    let document = ReportDocument { report, author, created_at: now };
    let bytes = write_recorded(app, &account, document, query, format).await?;
    Ok(ReportFile { format, name: file_name, bytes })
}

/// Writes a document for an account, which is recorded as its export.
pub(super) async fn write_recorded(
    app: &App,
    account: &Account,
    document: ReportDocument,
    query: &ReportQuery,
    format: TableFormat,
) -> Result<Vec<u8>, AppError> {
    let rows = document.report.sections.iter().map(|section| section.rows.len()).sum::<usize>();
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let list = exported_list(&document.report, query);
    let (id, now) = (app.new_id(), app.now());
    let record = ExportRecord::of_start(id, now, account, format.extension(), list, rows);
    export_file::record_start(app, &record).await?;
    let written = write(app, document, format).await;
    let outcome = match &written {
        Ok(_) => ExportOutcome::Complete,
        Err(_) => ExportOutcome::BrokenOff,
    };
    let mut tx = app.db.begin().await?;
    exports::finish(&mut tx, record.id, outcome, app.now(), rows).await?;
    tx.commit().await?;
    written
}

/// Writes a document on a thread that may block.
async fn write(
    app: &App,
    document: ReportDocument,
    format: TableFormat,
) -> Result<Vec<u8>, AppError> {
    let documents = app.report_documents.clone();
    let written = tokio::task::spawn_blocking(move || documents.write(&document, format)).await;
    match written {
        Ok(Ok(bytes)) => Ok(bytes),
        failed => {
            let error = failed.map(Result::err);
            tracing::error!(?error, "a report could not be written");
            Err(AppError::Problem(Code::Internal))
        }
    }
}

/// What the name of a report's file begins with.
pub(super) const fn list_name(name: ReportName, l: Language) -> &'static str {
    match name {
        ReportName::Mailboxes => l.choose("report-caselle", "report-mailboxes"),
        ReportName::Space => l.choose("report-spazio", "report-space"),
        ReportName::Traffic => l.choose("report-traffico", "report-traffic"),
        ReportName::Unopened => l.choose("report-non-aperte", "report-unopened"),
        ReportName::Tickets => l.choose("report-segnalazioni", "report-tickets"),
    }
}

fn exported_list(report: &Report, query: &ReportQuery) -> ExportedList {
    let filters =
        [("report", Some(report.name.as_str().to_owned())), ("section", query.section.clone())];
    let filters = filters.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    ExportedList {
        kind: ExportedListKind::Reports,
        domain: report.domain.clone(),
        from: Some(report.from.to_string()),
        to: Some(report.to.to_string()),
        filters: filters.collect::<BTreeMap<_, _>>(),
        ..ExportedList::default()
    }
}
