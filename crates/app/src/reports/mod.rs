//! Reports on the mailboxes of an organisation (B18).
//!
//! [`gather`] counts the mailboxes every few minutes; a report is made of what was counted, so that it takes no longer
//! with a million mailboxes than with ten.

mod file;
mod gather;
mod mailboxes;
mod request;
pub mod schedules;
mod section;
mod space;
mod tickets;
mod traffic;
mod unopened;

pub use file::{ReportFile, file};
pub use gather::gather;

use sigillo_contract::operations::GetReport;
use sigillo_contract::report::{Report, ReportQuery};
use sigillo_domain::message::Language;
use sigillo_domain::permission::Permission;
use sigillo_domain::report::ReportName;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::report_figures;

use crate::error::AppError;
use crate::{App, Grant};
use request::Request;

/// A report about the domains whose mailboxes the caller sees.
pub async fn report(
    app: &App,
    grant: &Grant<GetReport>,
    name: ReportName,
    query: &ReportQuery,
) -> Result<Report, AppError> {
    let mut faults = Faults::default();
    let request = Request::parse(app, name, query, &mut faults);
    if query.format.as_deref().is_some_and(|format| format != "json") {
        faults.add("format", FaultCode::Unknown);
    }
    let request = faults.result(request)?;
    report_of(app, grant, name, request, query, Permission::View).await
}

/// A report about the domains for whose mailboxes the caller has a permission.
async fn report_of(
    app: &App,
    grant: &Grant<GetReport>,
    name: ReportName,
    mut request: Request,
    query: &ReportQuery,
    permission: Permission,
) -> Result<Report, AppError> {
    let mut on = app.db.read().await?;
    request.limit_to_scope(&mut on, grant, query, permission).await?;
    let as_of = match name {
        ReportName::Mailboxes | ReportName::Space => report_figures::gathered_at(&mut on).await?,
        // These are read as they are now.
        ReportName::Traffic | ReportName::Unopened | ReportName::Tickets => Some(app.now()),
    };
    let mut sections = match name {
        ReportName::Mailboxes => mailboxes::sections(&mut on, &request).await?,
        ReportName::Space => space::sections(&mut on, &request).await?,
        ReportName::Traffic => traffic::sections(&mut on, &request).await?,
        ReportName::Unopened => unopened::sections(&mut on, &request).await?,
        ReportName::Tickets => tickets::sections(&mut on, grant, &request).await?,
    };
    if let Some(only) = request.section {
        sections.retain(|section| section.name == only);
    }
    let Request { from, to, language, .. } = request;
    Ok(Report {
        name,
        title: title(name, language).to_owned(),
        language,
        as_of,
        from,
        to,
        domain: request.domain,
        sections,
    })
}

const fn title(name: ReportName, l: Language) -> &'static str {
    match name {
        ReportName::Mailboxes => l.choose("Caselle", "Mailboxes"),
        ReportName::Space => l.choose("Spazio", "Space"),
        ReportName::Traffic => l.choose("Traffico", "Traffic"),
        ReportName::Unopened => l.choose("Caselle non aperte", "Unopened mailboxes"),
        ReportName::Tickets => l.choose("Segnalazioni", "Tickets"),
    }
}
