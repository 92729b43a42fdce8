//! A period on the clock of the world, and its row.

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::sla::{Minutes, Period, PeriodRecord, minute_of};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{Tx, sla_periods};

use crate::App;
use crate::error::AppError;
use crate::local_time::{local_time, start_of_day};
use crate::record::{HistoryEntry, record};

/// A period with its bounds and its days in Rome.
pub(super) struct Bounds {
    pub period: Period,
    pub from: DateTime<Utc>,
    /// When the next one begins.
    pub to: DateTime<Utc>,
    /// The minutes of each day.
    pub days: Vec<(NaiveDate, Minutes)>,
}

impl Bounds {
    pub fn of(period: Period) -> Self {
        // The years of periods are far within those that have moments.
        let start = |day: NaiveDate| start_of_day(day).unwrap_or_default();
        let day_of = |day: NaiveDate| {
            let next = day.succ_opt().map(start).unwrap_or_default();
            (day, Minutes { start: minute_of(start(day)), end: minute_of(next) })
        };
        Self {
            period,
            from: start(period.first_day()),
            to: start(period.end_day()),
            days: period.days().map(day_of).collect(),
        }
    }

    /// The minutes that have passed of it.
    pub fn passed(&self, now: DateTime<Utc>) -> Minutes {
        let start = minute_of(self.from);
        Minutes { start, end: minute_of(now.min(self.to)).max(start) }
    }

    pub fn has_ended(&self, now: DateTime<Utc>) -> bool {
        self.to <= now
    }
}

/// The period in which a moment falls.
pub(super) fn period_at(at: DateTime<Utc>) -> Result<Period, FaultCode> {
    Period::of(local_time(at).date()).ok_or(FaultCode::OutOfRange)
}

/// The period that a query names, the present one by default.
pub(super) fn asked_for(
    text: Option<&str>,
    now: DateTime<Utc>,
    faults: &mut Faults,
) -> Option<Period> {
    faults.check("period", text.map_or_else(|| period_at(now), str::parse))
}

/// Finds the row of a period in order to say something about it; one that is not there yet is added.
pub(super) async fn to_change(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    period: Period,
) -> Result<PeriodRecord, AppError> {
    if let Some(found) = sla_periods::find_to_change(tx, period).await? {
        return Ok(found);
    }
    let now = app.now();
    let new = PeriodRecord { id: app.new_id(), period, closure: None, created_at: now, version: 1 };
    if sla_periods::insert(tx, &new).await? {
        let changes = FieldChange::between(None, new.audited_fields());
        let subject = new.subject();
        let entry = HistoryEntry { subject, action: Action::Created, changes: &changes };
        record(tx, actor, now, entry).await?;
        return Ok(new);
    }
    // Another server was faster.
    let found = sla_periods::find_to_change(tx, period).await?;
    found.ok_or(AppError::Problem(Code::Unavailable))
}

/// Like [`to_change`], for a period whose figures are not frozen.
pub(super) async fn open_to_change(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    period: Period,
) -> Result<PeriodRecord, AppError> {
    let found = to_change(app, tx, actor, period).await?;
    if found.closure.is_some() {
        let detail = format!("The figures of {period} are frozen.");
        return Err(AppError::Detailed(Code::NotInThisState, detail));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_the_minutes_of_its_days_in_rome() {
        for (period, minutes) in [("2026-1", 172_740), ("2026-2", 177_120), ("2026-3", 175_740)] {
            let bounds = Bounds::of(period.parse().unwrap());
            let all = bounds.passed(bounds.to);
            assert_eq!(all.len(), minutes, "{period}");
            assert_eq!(bounds.days.iter().map(|(_, day)| day.len()).sum::<i64>(), minutes);
            assert_eq!(period_at(bounds.from), Ok(bounds.period));
            assert_eq!(period_at(bounds.to), Ok(bounds.period.next()));
        }
        let bounds = Bounds::of("2026-1".parse().unwrap());
        assert_eq!(bounds.from.to_rfc3339(), "2025-12-31T23:00:00+00:00");
        assert_eq!(bounds.to.to_rfc3339(), "2026-04-30T22:00:00+00:00");
        let changes = bounds.days.iter().find(|(day, _)| day.to_string() == "2026-03-29");
        assert_eq!(changes.unwrap().1.len(), 23 * 60);
    }

    #[test]
    fn only_what_has_passed_counts() {
        let bounds = Bounds::of("2026-1".parse().unwrap());
        let passed = |at: &str| bounds.passed(at.parse().unwrap()).len();
        assert_eq!(passed("2025-06-01T00:00:00Z"), 0);
        assert_eq!(passed("2026-01-01T00:00:30Z"), 60);
        assert_eq!(passed("2027-01-01T00:00:00Z"), 172_740);
    }
}
