//! Notices that people get before something ends, such as a password or a service.

use chrono::{DateTime, TimeDelta, Utc};

/// One of the notices before an end.
pub trait AdvanceNotice: Copy {
    /// How long before the end it is sent.
    fn lead_time(self) -> TimeDelta;
}

fn due_at(notice: impl AdvanceNotice, ends_at: DateTime<Utc>) -> DateTime<Utc> {
    ends_at - notice.lead_time()
}

/// When the first step after `now` is due: a notice, or the end. A notice for which it is too late is skipped.
pub fn next_step<N: AdvanceNotice>(
    notices: &[N],
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> DateTime<Utc> {
    let all = notices.iter().map(|notice| due_at(*notice, ends_at));
    all.filter(|at| *at > now).min().unwrap_or(ends_at)
}

/// The notice that is due now, of notices in the order of their times. Of several missed ones only the nearest to the
/// end is still of use.
pub fn latest_due<N: AdvanceNotice>(
    notices: &[N],
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> Option<N> {
    notices.iter().rev().copied().find(|notice| due_at(*notice, ends_at) <= now)
}
