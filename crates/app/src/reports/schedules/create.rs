//! Having a report sent from now on.

use sigillo_contract::operations::CreateReportSchedule;
use sigillo_contract::report::{ReportSchedule as Shown, ReportScheduleCreate};
use sigillo_domain::export_record::ExportFormat;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::message::Language;
use sigillo_domain::name::Email;
use sigillo_domain::permission::Permission;
use sigillo_domain::report::ReportName;
use sigillo_domain::report::schedule::{MAX_SCHEDULES, ReportFrequency, ReportSchedule};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{accounts, domains, report_schedules};

use super::{audited_fields, next_after, shown};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

pub async fn create(
    app: &App,
    grant: &Grant<CreateReportSchedule>,
    request: &ReportScheduleCreate,
) -> Result<Shown, AppError> {
    let account = grant.caller().account().ok_or(AppError::Problem(Code::Forbidden))?;
    let mut faults = Faults::default();
    let known = |text: &str| if text.is_empty() { FaultCode::Required } else { FaultCode::Unknown };
    let ReportScheduleCreate { report, format, frequency, lang, email, domain } = request;
    let report = faults.check("/report", ReportName::parse(report).ok_or_else(|| known(report)));
    let format = faults.check("/format", ExportFormat::parse(format).ok_or_else(|| known(format)));
    let frequency = ReportFrequency::parse(frequency).ok_or_else(|| known(frequency));
    let frequency = faults.check("/frequency", frequency);
    let language = lang.as_deref().map_or(Some(Language::It), Language::parse);
    let language = faults.check("/lang", language.ok_or(FaultCode::Unknown));
    let email = faults.check("/email", Email::parse(email));
    let (report, format, frequency, language, email) =
        faults.result(report.zip(format).zip(frequency).zip(language).zip(email).map(
            |((((report, format), frequency), language), email)| {
                (report, format, frequency, language, email)
            },
        ))?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let domain = match domain.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        None => None,
        Some(name) => {
            let found = domains::find_by_name(&mut tx, name).await?.ok_or(NOT_FOUND)?.domain;
            if !grant.permissions_on(&found)?.has(Permission::Export) {
                return Err(AppError::Problem(Code::Forbidden));
            }
            Some(found)
        }
    };
    // The lock of the account makes two requests at once count one after the other.
    accounts::find_to_change(&mut tx, account.id)
        .await?
        .ok_or(AppError::Problem(Code::Forbidden))?;
    let present = report_schedules::of_owner(&mut tx, account.id).await?.len();
    if i64::try_from(present).unwrap_or(i64::MAX) >= MAX_SCHEDULES {
        return Err(AppError::Problem(Code::LimitReached));
    }
    let schedule = ReportSchedule {
        id: app.new_id(),
        owner_id: account.id,
        organization_id: account.organization_id,
        report,
        domain_id: domain.as_ref().map(|domain| domain.id),
        format,
        frequency,
        language,
        email: email.as_str().to_owned(),
        created_at: now,
        next_at: next_after(frequency, now),
    };
    report_schedules::insert(&mut tx, &schedule).await?;
    let changes = FieldChange::between(None, audited_fields(&schedule));
    let entry =
        HistoryEntry { subject: schedule.subject(), action: Action::Created, changes: &changes };
    record(&mut tx, grant.caller().actor(), now, entry).await?;
    tx.commit().await?;
    Ok(shown(schedule, domain.map(|domain| domain.name.as_str().to_owned())))
}
