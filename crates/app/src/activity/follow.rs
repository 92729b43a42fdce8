//! Following the activity: the records that were written after one that the client has seen.
//!
//! New records are found by their positions in the log over all histories, which are given under a lock in
//! the order of the commits. So a record that is committed late is never passed over, whichever server
//! wrote it: see [`crate::history`].

use sigillo_contract::activity::{ActivityEventsQuery, ActivityRecord};
use sigillo_contract::operations::FollowActivity;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{activity, history_log};
use uuid::Uuid;

use super::select::ActivityListRequest;
use super::view;
use crate::error::AppError;
use crate::{App, Grant, sessions};

/// From further back than this many records, a client reads the list again: that takes less.
const MAX_BEHIND: i64 = 10_000;
/// The number of records read at a time.
const BATCH: i64 = 200;

/// Where a stream begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// The last position of the log that the client is taken to have seen.
    pub position: i64,
    /// Whether the client has to read the list again.
    pub reset: bool,
}

/// Records for a stream.
#[derive(Debug)]
pub struct Followed {
    pub records: Vec<ActivityRecord>,
    /// The last position of the log that was looked at.
    pub position: i64,
}

/// The last position of the log.
pub async fn log_head(app: &App) -> Result<i64, AppError> {
    Ok(history_log::last_position(&mut app.db.read().await?).await?)
}

/// Validates a request and finds where its stream begins. `last_event_id` is that of the header.
pub async fn start(
    app: &App,
    grant: &Grant<FollowActivity>,
    query: &ActivityEventsQuery,
    last_event_id: Option<&str>,
) -> Result<Start, AppError> {
    let mut faults = Faults::default();
    let after = match (last_event_id, query.after.as_deref()) {
        // A browser sends whatever id it saw last: one that is not ours starts the stream anew.
        (Some(id), _) => Some(parse_event_id(id)),
        (None, Some(id)) => {
            let parsed = parse_event_id(id).ok_or(FaultCode::InvalidCursor);
            faults.check("after", parsed).map(Some)
        }
        (None, None) => None,
    };
    let selection = ActivityListRequest::from(query).read(&mut faults);
    let selection = faults.result(Some(selection))?;
    let mut on = app.db.read().await?;
    selection.scoped(&mut on, grant).await?;
    let head = history_log::last_position(&mut on).await?;
    let Some(after) = after else { return Ok(Start { position: head, reset: false }) };
    let seen = match after {
        Some((subject_id, seq)) => activity::position(&mut on, subject_id, seq).await?,
        None => None,
    };
    Ok(match seen {
        Some(Some(position)) if head - position <= MAX_BEHIND => Start { position, reset: false },
        // A record without a position comes after all that have one.
        Some(None) => Start { position: head, reset: false },
        _ => Start { position: head, reset: true },
    })
}

/// The subject's id and the sequence number in the id of an event.
fn parse_event_id(id: &str) -> Option<(Uuid, i64)> {
    let (subject_id, seq) = id.split_once('.')?;
    Some((subject_id.parse().ok()?, seq.parse().ok()?))
}

/// Checks that the caller's session is open and may still follow the activity.
pub async fn check(
    app: &App,
    grant: &Grant<FollowActivity>,
) -> Result<Grant<FollowActivity>, AppError> {
    Grant::to(sessions::present(app, grant.caller()).await?)
}

/// The next records of a stream: some of those after one position of the log and up to another, within what
/// the caller may see at present.
pub async fn records_between(
    app: &App,
    grant: &Grant<FollowActivity>,
    query: &ActivityEventsQuery,
    after: i64,
    up_to: i64,
) -> Result<Followed, AppError> {
    let grant = check(app, grant).await?;
    let mut faults = Faults::default();
    let selection = ActivityListRequest::from(query).read(&mut faults);
    let selection = faults.result(Some(selection))?;
    let mut on = app.db.read().await?;
    let filter = selection.scoped(&mut on, &grant).await?.filter;
    let found = activity::logged(&mut on, &filter, after, up_to, BATCH).await?;
    let is_full = i64::try_from(found.len()).is_ok_and(|found| found >= BATCH);
    let last = found.last().and_then(|record| record.sealed.log_position);
    let position = last.filter(|_| is_full).unwrap_or(up_to);
    let records = view::records(&app.db, &mut on, found, grant.caller()).await?;
    Ok(Followed { records, position })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_id_names_a_record() {
        let id = Uuid::from_u128(5);
        assert_eq!(parse_event_id(&format!("{id}.7")), Some((id, 7)));
        for other in ["", ".", "5.7", "job", &id.to_string(), &format!("{id}."), &format!("{id}.x")]
        {
            assert_eq!(parse_event_id(other), None, "{other:?}");
        }
    }
}
