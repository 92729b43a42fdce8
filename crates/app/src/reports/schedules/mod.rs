//! Reports that are sent by e-mail. Each is the affair of the account that has it sent: it is made with what that
//! account may see when it is sent, and stops when the account is disabled.

mod create;
mod delete;
mod list;
mod send;

pub use create::create;
pub use delete::delete;
pub use list::list;
pub(crate) use send::attachment;
pub use send::send_due;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::report::ReportSchedule as Shown;
use sigillo_domain::report::schedule::{ReportFrequency, ReportSchedule, send_time};

use crate::Grant;
use crate::error::{AppError, NOT_FOUND};
use crate::local_time::{end_of_local_time, local_time};
use crate::scope::Scoped;

impl Scoped for ReportSchedule {
    /// Nobody but its owner sees a schedule.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        let is_own = grant.caller().account().is_some_and(|account| account.id == self.owner_id);
        if is_own { Ok(()) } else { Err(NOT_FOUND) }
    }
}

/// A schedule as the API shows it, with the name of its domain.
fn shown(schedule: ReportSchedule, domain: Option<String>) -> Shown {
    Shown {
        id: schedule.id,
        report: schedule.report,
        domain,
        format: schedule.format,
        frequency: schedule.frequency,
        lang: schedule.language,
        email: schedule.email,
        created_at: schedule.created_at,
        next_at: schedule.next_at,
    }
}

/// The fields of a schedule that the history records. The address is of whoever receives the figures, so that it can
/// be seen later to whom they went.
pub(crate) fn audited_fields(schedule: &ReportSchedule) -> Vec<(&'static str, Value)> {
    vec![
        ("report", json!(schedule.report)),
        ("domain_id", json!(schedule.domain_id)),
        ("format", json!(schedule.format)),
        ("frequency", json!(schedule.frequency)),
        ("language", json!(schedule.language)),
        ("email", json!(schedule.email)),
        ("owner_id", json!(schedule.owner_id)),
    ]
}

/// When a report is sent for the first time after a moment.
fn next_after(frequency: ReportFrequency, now: DateTime<Utc>) -> DateTime<Utc> {
    let day = frequency.day_after(local_time(now).date());
    end_of_local_time(day.and_time(send_time())).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
