//! What the probes have measured of the service, and the signs of life of the servers.

use chrono::{DateTime, Utc};
use sigillo_domain::sla::{Failure, Minutes, OutageCause, Probed, SlaComponent, minute_of};
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// Whether a server may probe a component in a minute: nobody has, nor is at it.
pub async fn is_free(
    on: &mut impl Connection,
    component: SlaComponent,
    minute: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let taken: Option<(bool, DateTime<Utc>)> = fetch_optional!(
        on,
        (bool, DateTime<Utc>),
        "SELECT done, leased_until FROM sla_claim WHERE component = $1 AND minute = $2",
        component.as_str(),
        minute
    )?;
    Ok(taken.is_none_or(|(done, leased_until)| !done && leased_until <= now))
}

/// Claims a minute of a component. Returns whether it is ours: one server at a time probes, and the next may when the
/// lease of one that was killed has ended.
pub async fn claim(
    tx: &mut Tx,
    component: SlaComponent,
    minute: DateTime<Utc>,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let claimed = execute!(
        tx,
        "INSERT INTO sla_claim (component, minute, lease, leased_until, done)
         VALUES ($1, $2, $3, $4, FALSE)
         ON CONFLICT (component, minute) DO UPDATE
             SET lease = excluded.lease, leased_until = excluded.leased_until
             WHERE sla_claim.done = FALSE AND sla_claim.leased_until <= $5",
        component.as_str(),
        minute,
        lease,
        until,
        now
    )?;
    Ok(claimed == 1)
}

/// Ends a claim. Returns whether it was still ours: the outcome counts only then.
pub async fn finish(
    tx: &mut Tx,
    component: SlaComponent,
    minute: DateTime<Utc>,
    lease: Uuid,
) -> Result<bool, StorageError> {
    let finished = execute!(
        tx,
        "UPDATE sla_claim SET done = TRUE
         WHERE component = $1 AND minute = $2 AND lease = $3 AND done = FALSE",
        component.as_str(),
        minute,
        lease
    )?;
    Ok(finished == 1)
}

/// Adds the outcome of a minute: to the span that ends where it begins, or as a span of its own.
pub async fn add(
    tx: &mut Tx,
    id: Uuid,
    component: SlaComponent,
    minute: DateTime<Utc>,
    failure: Option<&Failure>,
) -> Result<(), StorageError> {
    let end = minute + chrono::TimeDelta::minutes(1);
    let extended = execute!(
        tx,
        "UPDATE sla_span SET ends_at = $1 WHERE component = $2 AND ends_at = $3 AND failed = $4",
        end,
        component.as_str(),
        minute,
        failure.is_some()
    )?;
    if extended == 0 {
        execute!(
            tx,
            "INSERT INTO sla_span (id, component, failed, starts_at, ends_at, cause, evidence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id,
            component.as_str(),
            failure.is_some(),
            minute,
            end,
            failure.map(|failure| failure.cause.as_str()),
            failure.map(|failure| failure.evidence.as_str())
        )?;
    }
    Ok(())
}

/// Forgets claims of minutes before a moment.
pub async fn forget_claims(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StorageError> {
    execute!(tx, "DELETE FROM sla_claim WHERE minute < $1", before)
}

#[derive(sqlx::FromRow)]
struct SpanRow {
    #[sqlx(try_from = "String")]
    component: SlaComponent,
    failed: bool,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    cause: Option<String>,
    evidence: Option<String>,
}

/// What was measured of each component between two moments, and at their edges.
pub async fn probed(
    on: &mut impl Connection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(SlaComponent, Probed)>, StorageError> {
    let mut all = vec![];
    for component in SlaComponent::ALL {
        let rows = fetch_all!(
            on,
            SpanRow,
            "SELECT component, failed, starts_at, ends_at, cause, evidence FROM sla_span
             WHERE component = $1 AND ends_at >= $2 AND starts_at <= $3 ORDER BY ends_at",
            component.as_str(),
            from,
            to
        )?;
        all.extend(rows.into_iter().map(|row| (row.component, Probed::from(row))));
    }
    Ok(all)
}

impl From<SpanRow> for Probed {
    fn from(row: SpanRow) -> Self {
        let cause = row.cause.as_deref().and_then(OutageCause::parse);
        let failure = row.failed.then(|| Failure {
            cause: cause.unwrap_or(OutageCause::WrongAnswer),
            evidence: row.evidence.unwrap_or_default(),
        });
        let minutes = Minutes { start: minute_of(row.starts_at), end: minute_of(row.ends_at) };
        Self { minutes, failure }
    }
}

/// A stretch of time in which a server gave signs of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Life {
    pub id: Uuid,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// The latest stretch of a server.
pub async fn latest_life(
    on: &mut impl Connection,
    server: Uuid,
) -> Result<Option<Life>, StorageError> {
    fetch_optional!(
        on,
        Life,
        "SELECT id, starts_at, ends_at FROM server_life WHERE server = $1
         ORDER BY ends_at DESC LIMIT 1",
        server
    )
}

pub async fn begin_life(
    tx: &mut Tx,
    id: Uuid,
    server: Uuid,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO server_life (id, server, starts_at, ends_at) VALUES ($1, $2, $3, $3)",
        id,
        server,
        at
    )?;
    Ok(())
}

pub async fn prolong_life(tx: &mut Tx, id: Uuid, at: DateTime<Utc>) -> Result<(), StorageError> {
    execute!(tx, "UPDATE server_life SET ends_at = $1 WHERE id = $2 AND ends_at < $1", at, id)?;
    Ok(())
}

/// The stretches that have something in common with a stretch of time, with the last one before it and the first one
/// after it, by their beginnings.
pub async fn lives(
    on: &mut impl Connection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, DateTime<Utc>)>, StorageError> {
    fetch_all!(
        on,
        (DateTime<Utc>, DateTime<Utc>),
        "SELECT starts_at, ends_at FROM server_life WHERE ends_at >= COALESCE(
             (SELECT MAX(b.ends_at) FROM server_life b WHERE b.ends_at <= $1), $1)
         AND starts_at <= COALESCE((SELECT MIN(a.starts_at) FROM server_life a WHERE a.starts_at >= $2), $2)
         ORDER BY starts_at, ends_at",
        from,
        to
    )
}
