//! The digest on Mondays: how many mailboxes end, have ended, or wait to be cancelled.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use sigillo_domain::message::{MessageKind, OrganizationMessage};
use sigillo_domain::service_term::ENDING_SOON;
use sigillo_domain::subject::SubjectKind;
use sigillo_storage::messages;
use sigillo_storage::service_counts::{self, ServiceCounts};
use uuid::Uuid;

use crate::error::AppError;
use crate::local_time::end_of_local_time;
use crate::outbox::{MessageTrigger, event_id};
use crate::{App, local_time};

/// The hour of the digest, in Rome.
const HOUR: u32 = 8;
/// How late a digest is still sent, after a Monday without a server.
const LATEST: TimeDelta = TimeDelta::hours(40);

/// Queues the digest of each organisation that has an address for notices and mailboxes to be told of, unless one of
/// the servers has done so already. Returns the number of digests.
pub async fn send_digests(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    let Some(monday) = due_monday(now) else { return Ok(0) };
    let mut on = app.db.read().await?;
    let all = service_counts::of_organizations(&mut on, now, now + ENDING_SOON).await?;
    let mut due = vec![];
    for counts in all {
        // The same on every server, so that the outbox takes one digest a week.
        let id = event_id(&format!("service digest of {} on {monday}", counts.organization_id));
        if !messages::is_queued(&mut on, id, &counts.notice_email).await? {
            due.push((id, counts));
        }
    }
    drop(on);
    for (id, counts) in &due {
        queue(app, *id, counts, monday).await?;
    }
    Ok(due.len())
}

async fn queue(
    app: &App,
    id: Uuid,
    counts: &ServiceCounts,
    monday: NaiveDate,
) -> Result<(), AppError> {
    let trigger = MessageTrigger {
        subject: SubjectKind::Organization.with_id(counts.organization_id.uuid()),
        subject_name: &counts.organization_name,
        language: counts.language,
        id,
        at: app.now(),
    };
    let content = OrganizationMessage::ServiceDigest {
        day: monday,
        ending: counts.ending,
        terminating: counts.terminating,
        suppressed: counts.suppressed,
        to_cancel: counts.to_cancel,
    };
    let mut tx = app.db.begin().await?;
    let recipient = [counts.notice_email.as_str()];
    trigger.queue(app, &mut tx, MessageKind::ServiceDigest, &content.into(), recipient).await?;
    Ok(tx.commit().await?)
}

/// The Monday whose digest is due; None unless its hour has come and it is not too late.
fn due_monday(now: DateTime<Utc>) -> Option<NaiveDate> {
    let today = local_time(now).date();
    let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
    let at = end_of_local_time(monday.and_time(NaiveTime::from_hms_opt(HOUR, 0, 0)?))?;
    (at <= now && now - at <= LATEST).then_some(monday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_due_on_monday_at_eight_in_rome_and_on_tuesday_at_the_latest() {
        let due = |at: &str| due_monday(at.parse().unwrap()).map(|day| day.to_string());
        assert_eq!(due("2026-11-30T06:59:59Z"), None);
        assert_eq!(due("2026-11-30T07:00:00Z").as_deref(), Some("2026-11-30"));
        assert_eq!(due("2026-12-01T20:00:00Z").as_deref(), Some("2026-11-30"));
        assert_eq!(due("2026-12-02T07:00:00Z"), None);
        // In summer the hour comes earlier in UTC.
        assert_eq!(due("2026-07-06T06:00:00Z").as_deref(), Some("2026-07-06"));
    }
}
