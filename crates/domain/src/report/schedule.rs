//! Reports that are sent by e-mail, week after week or month after month.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};

use super::ReportName;
use crate::export_record::ExportFormat;
use crate::id::{AccountId, DomainId, OrganizationId, ReportScheduleId};
use crate::message::Language;
use crate::subject::SubjectRef;

/// The most schedules of an account.
pub const MAX_SCHEDULES: i64 = 20;

text_enum! {
    /// How often a report is sent.
    pub enum ReportFrequency {
        /// Every Monday, up to the Sunday before.
        Weekly = "weekly",
        /// On the first day of every month, up to the last day of the month before.
        Monthly = "monthly",
    }
}

impl ReportFrequency {
    /// The first day after this one on which a report is sent.
    pub fn day_after(self, day: NaiveDate) -> NaiveDate {
        let next = match self {
            Self::Weekly => day
                .checked_add_days(Days::new(7 - u64::from(day.weekday().days_since(Weekday::Mon)))),
            Self::Monthly => {
                day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)))
            }
        };
        next.unwrap_or(NaiveDate::MAX)
    }
}

/// The time of the day, in Rome, at which reports are sent.
pub fn send_time() -> NaiveTime {
    NaiveTime::from_hms_opt(7, 0, 0).unwrap_or_default()
}

/// A report that an account has sent to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSchedule {
    pub id: ReportScheduleId,
    pub owner_id: AccountId,
    /// Of the owner; None for an operator.
    pub organization_id: Option<OrganizationId>,
    pub report: ReportName,
    /// The domain it is limited to.
    pub domain_id: Option<DomainId>,
    pub format: ExportFormat,
    pub frequency: ReportFrequency,
    pub language: Language,
    pub email: String,
    pub created_at: DateTime<Utc>,
    /// When it is sent next.
    pub next_at: DateTime<Utc>,
}

impl ReportSchedule {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_sent_on_mondays_or_on_the_first() {
        for (frequency, day, next) in [
            (ReportFrequency::Weekly, "2026-03-01", "2026-03-02"),
            (ReportFrequency::Weekly, "2026-03-02", "2026-03-09"),
            (ReportFrequency::Weekly, "2026-12-31", "2027-01-04"),
            (ReportFrequency::Monthly, "2026-03-01", "2026-04-01"),
            (ReportFrequency::Monthly, "2026-01-31", "2026-02-01"),
            (ReportFrequency::Monthly, "2026-12-31", "2027-01-01"),
        ] {
            assert_eq!(frequency.day_after(day.parse().unwrap()).to_string(), next, "{day}");
        }
    }
}
