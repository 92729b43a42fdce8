//! Counting the mailboxes for the reports.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use sigillo_domain::id::DomainId;
use sigillo_storage::report_figures::{self, MailboxClass, MonthCount, MonthFigures, Space};

use crate::error::AppError;
use crate::{App, local_time};

/// How long one server gathers exclusively. A server that dies meanwhile delays the figures by this much; gathering
/// twice does no harm.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often the figures are gathered at most.
const EVERY: TimeDelta = TimeDelta::minutes(1);
/// For this many times as long as gathering took, the database is left alone.
const REST: i32 = 60;

/// Gathers the figures if that is due, on one server only; returns 1 if it did, else 0.
pub async fn gather(app: &App) -> Result<usize, AppError> {
    let started = app.now();
    // A read is cheap and does not occupy SQLite's single writer.
    let mut on = app.db.read().await?;
    if !report_figures::due(&mut on, started).await? {
        return Ok(0);
    }
    drop(on);
    let mut tx = app.db.begin().await?;
    let mine = report_figures::claim(&mut tx, started, started + LEASE).await?;
    tx.commit().await?;
    if !mine {
        return Ok(0);
    }
    let mut on = app.db.read().await?;
    let classes = report_figures::count_by_class(&mut on).await?;
    let months = by_month(report_figures::count_by_month(&mut on).await?);
    drop(on);
    let day = local_time(started).date();
    let mut tx = app.db.begin().await?;
    report_figures::replace_classes(&mut tx, &classes).await?;
    report_figures::replace_months(&mut tx, &months).await?;
    report_figures::set_days(&mut tx, day, &by_domain(&classes)).await?;
    let ended = app.now();
    let due = ended + EVERY.max((ended - started) * REST);
    report_figures::finish(&mut tx, started, due).await?;
    tx.commit().await?;
    Ok(1)
}

/// The mailboxes of each domain that have a store, and their space.
fn by_domain(classes: &[MailboxClass]) -> BTreeMap<DomainId, (i64, Space)> {
    let mut domains = BTreeMap::new();
    for class in classes.iter().filter(|class| class.state.has_store()) {
        let (mailboxes, space): &mut (i64, Space) = domains.entry(class.domain_id).or_default();
        *mailboxes += class.mailboxes;
        *space += class.space;
    }
    domains
}

fn by_month(counts: Vec<MonthCount>) -> BTreeMap<(DomainId, String), MonthFigures> {
    let mut months: BTreeMap<(DomainId, String), MonthFigures> = BTreeMap::new();
    for count in counts {
        let MonthCount { domain_id, entered, activated, cancelled, mailboxes } = count;
        let mut add = |moment: &str, to: fn(&mut MonthFigures) -> &mut i64| {
            *to(months.entry((domain_id, month_in_rome(moment))).or_default()) += mailboxes;
        };
        add(&entered, |month| &mut month.entered);
        if let Some(activated) = &activated {
            add(activated, |month| &mut month.activated);
        }
        if let Some(cancelled) = &cancelled {
            add(cancelled, |month| &mut month.cancelled);
            if activated.is_some() {
                add(cancelled, |month| &mut month.cancelled_active);
            }
        }
    }
    months
}

/// The month in Rome of a moment that is known to the hour (`2026-03-31T22`), or to the month where that is enough.
fn month_in_rome(moment: &str) -> String {
    let hour = NaiveDateTime::parse_from_str(&format!("{moment}:00"), "%Y-%m-%dT%H:%M");
    let at: Option<DateTime<Utc>> = hour.ok().map(|hour| hour.and_utc());
    at.map_or_else(|| moment.to_owned(), |at| local_time(at).format("%Y-%m").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_rome() {
        for (moment, month) in [
            ("2026-03", "2026-03"),
            ("2026-03-31T21", "2026-03"),
            // Summer time, two hours ahead.
            ("2026-03-31T22", "2026-04"),
            // Standard time, one hour ahead.
            ("2026-10-31T22", "2026-10"),
            ("2026-10-31T23", "2026-11"),
            ("2026-12-31T23", "2027-01"),
            ("2026-02-28T22", "2026-02"),
            ("2028-02-28T23", "2028-02"),
            ("2028-02-29T23", "2028-03"),
        ] {
            assert_eq!(month_in_rome(moment), month, "{moment}");
        }
    }
}
