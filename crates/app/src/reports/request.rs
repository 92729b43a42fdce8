//! What a report is asked for.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use sigillo_contract::Access;
use sigillo_contract::operations::GetReport;
use sigillo_contract::report::ReportQuery;
use sigillo_domain::id::DomainId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::message::Language;
use sigillo_domain::permission::Permission;
use sigillo_domain::report::{ReportName, ReportSectionName};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{Connection, domains};

use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::scope::domains_with;
use crate::{App, Grant, local_time};

/// The longest range of a report: ten years and their leap days.
const MAX_DAYS: i64 = 3_653;
/// How far back a report goes that is shown by day, unless its request says.
const DAYS: TimeDelta = TimeDelta::days(89);

/// A request whose fields are valid.
pub(super) struct Request {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub language: Language,
    pub section: Option<ReportSectionName>,
    /// The name of the domain that it is limited to.
    pub domain: Option<String>,
    /// The domains whose mailboxes it is about, by name.
    pub domains: Vec<MailDomain>,
}

impl Request {
    pub fn parse(
        app: &App,
        name: ReportName,
        query: &ReportQuery,
        faults: &mut Faults,
    ) -> Option<Self> {
        let today = local_time(app.now()).date();
        let to = query.to.unwrap_or(today);
        let from = query.from.unwrap_or_else(|| default_from(name, to));
        let to = faults.check("to", check_day(to, today));
        let from = faults.check("from", check_day(from, today));
        if let (Some(from), Some(to)) = (from, to) {
            if from > to {
                faults.add("to", FaultCode::Contradiction);
            } else if (to - from).num_days() > MAX_DAYS {
                faults.add("from", FaultCode::OutOfRange);
            }
        }
        let language = query.lang.as_deref().map_or(Some(Language::It), Language::parse);
        let language = faults.check("lang", language.ok_or(FaultCode::Unknown));
        let section = query.section.as_deref().map(|text| {
            let parsed = ReportSectionName::parse(text).filter(|section| section.report() == name);
            faults.check("section", parsed.ok_or(FaultCode::Unknown))
        });
        let (domain, domains) = (None, vec![]);
        Some(Self {
            from: from?,
            to: to?,
            language: language?,
            section: section.flatten(),
            domain,
            domains,
        })
    }

    /// Limits the report to the domains for which the caller has a permission, and of these to the one that is named.
    pub async fn limit_to_scope(
        &mut self,
        on: &mut impl Connection,
        grant: &Grant<GetReport>,
        query: &ReportQuery,
        permission: Permission,
    ) -> Result<(), AppError> {
        let name = query.domain.as_deref().map(str::trim).filter(|name| !name.is_empty());
        if let Some(name) = name {
            let domain = domains::find_by_name(on, name).await?.ok_or(NOT_FOUND)?.domain;
            let permissions = grant.permissions_on(&domain)?;
            if !permissions.has(permission) {
                return Err(AppError::Problem(Code::Forbidden));
            }
            self.domain = Some(domain.name.as_str().to_owned());
            self.domains = vec![domain];
            return Ok(());
        }
        self.domains = domains_with(on, grant, permission).await?;
        let may_export = grant.caller().may(Access::Mailboxes(&[Permission::Export]));
        if permission == Permission::Export && !may_export {
            return Err(AppError::Problem(Code::Forbidden));
        }
        Ok(())
    }

    pub fn domain_ids(&self) -> Vec<DomainId> {
        self.domains.iter().map(|domain| domain.id).collect()
    }

    /// A query of the list of mailboxes, within the domain that the report is limited to.
    pub fn list(&self, filter: &str) -> String {
        let domain = self.domain.as_ref().map(|name| format!("domain={name}"));
        let parts = domain.into_iter().chain([filter.to_owned()]);
        parts.collect::<Vec<_>>().join("&")
    }
}

/// A day of which there can be figures.
fn check_day(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, FaultCode> {
    let is_possible = (1970..).contains(&day.year()) && day <= today;
    is_possible.then_some(day).ok_or(FaultCode::OutOfRange)
}

fn default_from(name: ReportName, to: NaiveDate) -> NaiveDate {
    match name {
        ReportName::Mailboxes | ReportName::Tickets => {
            let month = to.with_day(1).unwrap_or(to);
            month.checked_sub_months(Months::new(11)).unwrap_or(month)
        }
        ReportName::Space | ReportName::Traffic | ReportName::Unopened => {
            to.checked_sub_signed(DAYS).unwrap_or(to)
        }
    }
}
