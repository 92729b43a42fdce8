//! Requests with an `Idempotency-Key`: a repeat is not carried out again and gets the same reply.
//!
//! A row is inserted before the request is carried out, the transaction of the request marks it as
//! done, and the reply is added afterwards. Until then the request is under a lease that its server
//! renews. If that server dies, the next repeat after the lease ends is carried out, or is told
//! that the first one was.

mod keys;

use std::future::Future;
use std::net::IpAddr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sigillo_domain::Code;
use sigillo_storage::idempotency::{self as rows, Claimed, Known, KnownState};
use uuid::Uuid;

pub use keys::{CallerIdentity, Reading, ReplyKeys, RequestIdentity};

use crate::App;
use crate::error::AppError;
use crate::throttle::Attempts;

/// How long a reply is stored.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How long a request counts as under way without a renewal by its server.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often the server that carries out a request renews its lease.
pub const RENEW_EVERY: std::time::Duration = std::time::Duration::from_secs(10);
/// Number of replies deleted in one transaction.
const PURGED_AT_ONCE: i64 = 1000;

/// A stored reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    status: u16,
    headers: Vec<(String, String)>,
}

impl KeptReply {
    /// The first line is JSON (status and headers); the rest is the body.
    fn to_bytes(&self) -> Option<Vec<u8>> {
        let head = Head { status: self.status, headers: self.headers.clone() };
        let mut bytes = serde_json::to_vec(&head).ok()?;
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.body);
        Some(bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let Head { status, headers } = serde_json::from_slice(&bytes[..end]).ok()?;
        Some(Self { status, headers, body: bytes[end + 1..].to_vec() })
    }

    /// Whether the request was refused before it was carried out: not signed in, not allowed or not
    /// confirmed yet, or too many attempts.
    fn sends_away(&self) -> bool {
        matches!(self.status, 401 | 403 | 429)
    }

    /// Whether the request was refused for the present state of something, which a person may change
    /// before sending it again.
    fn conflicts(&self) -> bool {
        matches!(self.status, 409 | 412)
    }

    /// Whether the request was refused. For an anonymous caller such a reply is kept only if the request has
    /// changed something, such as the count of tries: anybody can cause any number of the others.
    fn is_refusal(&self) -> bool {
        (400..500).contains(&self.status)
    }

    /// Whether the request failed for a temporary reason.
    fn is_failure(&self) -> bool {
        self.status >= 500
    }
}

/// The result of looking up a request that has a key.
pub enum Claim {
    /// The first request with this key: the caller must carry it out and then [`settle`] it.
    First(Lease),
    Again(KeptReply),
    /// The first request is still being carried out.
    UnderWay,
    /// The reply will not be kept: too many were kept for the anonymous caller's address.
    NotKept,
}

/// The exclusive right to carry out a request.
#[derive(Debug, Clone, Copy)]
pub struct Lease(Uuid);

/// Looks up a request and claims it if it is the first. With an address to count at, repeats that
/// are another request count as attempts; otherwise anybody who knows a key could use it to guess
/// the password in its request. Anonymous replies are kept for a limited number of requests from one
/// address, since each takes space for a day.
pub async fn claim(
    app: &App,
    identity: &RequestIdentity,
    address: IpAddr,
    counted_at: Option<IpAddr>,
) -> Result<Claim, AppError> {
    let now = app.now();
    let mut on = app.db.read().await?;
    let known = rows::find(&mut on, &identity.name, now).await?;
    drop(on);
    if let Some(known) = known {
        recognise(app, identity, &known, counted_at).await?;
        match known.state {
            KnownState::Answered(sealed) => {
                // A caller whose permissions changed since does not get the reply, which may tell of
                // what it may no longer see.
                let reply = identity.unseal(&sealed).ok_or(AppError::Problem(Code::ReplyLost))?;
                return Ok(Claim::Again(reply));
            }
            KnownState::UnderWay { until } | KnownState::CarriedOut { until } if until > now => {
                return Ok(Claim::UnderWay);
            }
            KnownState::UnderWay { .. } => {}
            KnownState::CarriedOut { .. } => return Err(AppError::Problem(Code::ReplyLost)),
        }
    }
    let lease = app.new_id();
    let RequestIdentity { name, print, .. } = identity;
    let claimed = Claimed { name, print, lease, until: now + LEASE, expires_at: now + KEPT };
    let anonymous = identity.is_anonymous.then(|| Attempts::to_keep_reply(address));
    if let Some(attempts) = &anonymous
        && is_blocked(attempts.check(app).await)?
    {
        return Ok(Claim::NotKept);
    }
    let mut tx = app.db.begin().await?;
    if let Some(attempts) = &anonymous
        && is_blocked(attempts.count(app, &mut tx).await)?
    {
        return Ok(Claim::NotKept);
    }
    let is_mine = rows::claim(&mut tx, claimed, now).await?;
    tx.commit().await?;
    Ok(if is_mine { Claim::First(Lease(lease)) } else { Claim::UnderWay })
}

fn is_blocked(outcome: Result<(), AppError>) -> Result<bool, AppError> {
    match outcome {
        Ok(()) => Ok(false),
        Err(AppError::TooManyRequests { .. }) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Refuses a different request under the same key.
async fn recognise(
    app: &App,
    identity: &RequestIdentity,
    known: &Known,
    counted_at: Option<IpAddr>,
) -> Result<(), AppError> {
    let attempts = counted_at.map(|address| Attempts::to_repeat(&identity.name, address));
    let mut turn = None;
    if let Some(attempts) = &attempts {
        turn = Some(attempts.begin(app).await?);
    }
    let is_other = known.print != identity.print;
    if is_other && let Some(attempts) = &attempts {
        attempts.fail(app).await?;
    }
    drop(turn);
    if is_other { Err(AppError::Problem(Code::IdempotencyKeyReused)) } else { Ok(()) }
}

/// Carries out the request, so that the transaction it commits also marks it as done.
pub async fn carry_out<T>(
    identity: &RequestIdentity,
    lease: Lease,
    work: impl Future<Output = T>,
) -> T {
    sigillo_storage::carry_out(&identity.name, lease.0, work).await
}

/// Extends the lease of a request that is still being carried out.
pub async fn renew(app: &App, identity: &RequestIdentity, lease: Lease) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let is_mine = rows::renew(&mut tx, &identity.name, lease.0, app.now() + LEASE).await?;
    tx.commit().await?;
    if !is_mine {
        tracing::warn!("a request with an Idempotency-Key was taken over by a repeat of it");
    }
    Ok(())
}

/// Stores the reply of a request that was carried out; otherwise allows the request to be sent
/// again.
pub async fn settle(
    app: &App,
    identity: &RequestIdentity,
    lease: Lease,
    reply: &KeptReply,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let only_if_changed = reply.conflicts() || (identity.is_anonymous && reply.is_refusal());
    if reply.sends_away() {
        rows::release(&mut tx, &identity.name, lease.0).await?;
    } else if reply.is_failure() {
        // Ending the lease lets a repeat be carried out, or be told that the first request was.
        rows::renew(&mut tx, &identity.name, lease.0, app.now()).await?;
    } else if !only_if_changed || !rows::release_unchanged(&mut tx, &identity.name, lease.0).await?
    {
        let sealed =
            identity.seal(reply, &*app.entropy).ok_or(AppError::Problem(Code::Internal))?;
        rows::keep(&mut tx, &identity.name, lease.0, &sealed).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets a reply that is of no more use, so that its request is carried out again.
pub async fn forget(app: &App, identity: &RequestIdentity) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    rows::forget(&mut tx, &identity.name).await?;
    Ok(tx.commit().await?)
}

/// Deletes some of the expired replies and returns their number.
pub async fn purge(app: &App) -> Result<usize, AppError> {
    let mut tx = app.db.begin().await?;
    let gone = rows::purge(&mut tx, app.now(), PURGED_AT_ONCE).await?;
    tx.commit().await?;
    Ok(gone)
}
