//! Sending reports. A message is queued when a report is due; the report itself is made when the message is sent, with
//! what its owner may see then.

use chrono::TimeDelta;
use sigillo_contract::operations::GetReport;
use sigillo_contract::report::ReportQuery;
use sigillo_domain::Faults;
use sigillo_domain::account::AccountState;
use sigillo_domain::export_record::ExportFormat;
use sigillo_domain::id::ReportScheduleId;
use sigillo_domain::message::{Content, MessageKind, ReportMessage};
use sigillo_domain::permission::Permission;
use sigillo_domain::report::schedule::ReportSchedule;
use sigillo_storage::messages::Message;
use sigillo_storage::{accounts, domains, report_schedules};

use super::next_after;
use crate::error::AppError;
use crate::local_time::local_time;
use crate::outbox::MessageTrigger;
use crate::ports::table::{Separator, TableFormat};
use crate::ports::{Attachment, ReportDocument};
use crate::reports::request::Request;
use crate::reports::{file, report_of, title};
use crate::{App, Grant, JobCaller, export_file};

/// How long a worker may take for one schedule. A worker that dies delays its report by this much.
const LEASE: TimeDelta = TimeDelta::minutes(1);

/// Queues the message of the schedule that has been due for longest, and returns the number of schedules found (0 or
/// 1). Any number of workers on any number of servers may do so: the message is part of the transaction that records
/// when the next one is due, under the worker's lease.
pub async fn send_due(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    // A read is cheap and does not occupy SQLite's single writer.
    let mut on = app.db.read().await?;
    if !report_schedules::any_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);
    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = report_schedules::claim(&mut tx, lease, now, now + LEASE).await?;
    tx.commit().await?;
    let Some(schedule) = claimed else { return Ok(0) };
    let mut tx = app.db.begin().await?;
    // Weeks in which no server was running are not sent one after the other.
    let next = next_after(schedule.frequency, now);
    if !report_schedules::finish(&mut tx, schedule.id, lease, next).await? {
        return Ok(1);
    }
    let owner = accounts::find(&mut tx, schedule.owner_id).await?;
    let owner = owner.filter(|named| named.account.state == AccountState::Enabled);
    if let Some(owner) = owner {
        let domain = match schedule.domain_id {
            Some(id) => domains::find(&mut tx, id).await?,
            None => None,
        };
        let today = local_time(now).date();
        let content = Content::from(ReportMessage::Ready {
            report: schedule.report,
            to: today.pred_opt().unwrap_or(today),
            domain: domain.map(|owned| owned.domain.name.as_str().to_owned()),
            set_by: owner.account.display_name,
        });
        let trigger = MessageTrigger {
            subject: schedule.subject(),
            subject_name: title(schedule.report, schedule.language),
            language: schedule.language,
            id: app.new_id(),
            at: now,
        };
        let recipient = [schedule.email.as_str()];
        trigger.queue(app, &mut tx, MessageKind::ReportReady, &content, recipient).await?;
    }
    tx.commit().await?;
    Ok(1)
}

/// The report of a message; None if it is not to be sent any more: the schedule is gone, or its owner may no longer
/// export what it is about.
pub(crate) async fn attachment(
    app: &App,
    message: &Message,
    content: &ReportMessage,
) -> Result<Option<Attachment>, AppError> {
    let ReportMessage::Ready { to, domain, .. } = content;
    let Some(id) = message.subject.id_of::<ReportScheduleId>() else { return Ok(None) };
    let mut on = app.db.read().await?;
    let Some(schedule) = report_schedules::find(&mut on, id).await? else { return Ok(None) };
    let owner = accounts::find(&mut on, schedule.owner_id).await?;
    let owner = owner.filter(|named| named.account.state == AccountState::Enabled);
    let Some(owner) = owner else { return Ok(None) };
    let grants = accounts::grants(&mut on, schedule.owner_id).await?;
    drop(on);
    let account = owner.account.clone();
    let grant = Grant::<GetReport>::of_job(JobCaller::new(owner, grants));
    let query = ReportQuery {
        to: Some(*to),
        domain: domain.clone(),
        lang: Some(schedule.language.as_str().to_owned()),
        ..ReportQuery::default()
    };
    let mut faults = Faults::default();
    let request = Request::parse(app, schedule.report, &query, &mut faults);
    let request = faults.result(request)?;
    let report =
        match report_of(app, &grant, schedule.report, request, &query, Permission::Export).await {
            Ok(report) => report,
            Err(AppError::Problem(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
    let format = format_of(&schedule);
    let name = file::list_name(schedule.report, schedule.language);
    let name = export_file::file_name(name, report.domain.as_deref(), message.created_at, format);
    let (author, created_at) = (account.display_name.clone(), message.created_at);
    let document = ReportDocument { report, author, created_at };
    let content = file::write_recorded(app, &account, document, &query, format).await?;
    Ok(Some(Attachment { name, media_type: format.content_type(), content }))
}

const fn format_of(schedule: &ReportSchedule) -> TableFormat {
    match schedule.format {
        ExportFormat::Csv => TableFormat::Csv(Separator::Semicolon),
        ExportFormat::Xlsx => TableFormat::Xlsx,
        ExportFormat::Pdf => TableFormat::Pdf,
    }
}
