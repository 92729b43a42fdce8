//! The reports that an account has sent.

use sigillo_contract::operations::ListReportSchedules;
use sigillo_contract::page::Page;
use sigillo_contract::report::ReportSchedule as Shown;
use sigillo_domain::Code;
use sigillo_storage::{domains, report_schedules};

use super::shown;
use crate::error::AppError;
use crate::{App, Grant};

pub async fn list(app: &App, grant: &Grant<ListReportSchedules>) -> Result<Page<Shown>, AppError> {
    let account = grant.caller().account().ok_or(AppError::Problem(Code::Forbidden))?;
    let mut on = app.db.read().await?;
    let mut items = vec![];
    for schedule in report_schedules::of_owner(&mut on, account.id).await? {
        let domain = match schedule.domain_id {
            Some(id) => domains::find(&mut on, id).await?,
            None => None,
        };
        items.push(shown(schedule, domain.map(|owned| owned.domain.name.as_str().to_owned())));
    }
    Ok(Page::new(items, None))
}
