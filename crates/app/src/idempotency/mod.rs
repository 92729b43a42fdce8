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

pub use keys::{Reading, ReplyKeys, RequestIdentity};

use crate::App;
use crate::error::AppError;
use crate::throttle::Subjects;

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

    /// Whether the request was refused before it was carried out: not signed in, or too many
    /// attempts.
    fn sends_away(&self) -> bool {
        matches!(self.status, 401 | 429)
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
}

/// The exclusive right to carry out a request.
#[derive(Debug, Clone, Copy)]
pub struct Lease(Uuid);

/// Looks up a request and claims it if it is the first. With an address, repeats count as attempts
/// until they are proven to be the same request; otherwise anybody who knows a key could use it to
/// guess the password in its request.
pub async fn claim(
    app: &App,
    identity: &RequestIdentity,
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
                let reply = identity.unseal(&sealed).ok_or(AppError::Problem(Code::Internal))?;
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
    let mut tx = app.db.begin().await?;
    let is_mine = rows::claim(&mut tx, claimed, now).await?;
    tx.commit().await?;
    Ok(if is_mine { Claim::First(Lease(lease)) } else { Claim::UnderWay })
}

/// Refuses a different request under the same key.
async fn recognise(
    app: &App,
    identity: &RequestIdentity,
    known: &Known,
    counted_at: Option<IpAddr>,
) -> Result<(), AppError> {
    let subjects = counted_at.map(|address| Subjects::of_key(&identity.name, address));
    if let Some(subjects) = &subjects {
        subjects.count(app).await?;
    }
    if known.print != identity.print {
        return Err(AppError::Problem(Code::IdempotencyKeyReused));
    }
    if let Some(subjects) = &subjects {
        let mut tx = app.db.begin().await?;
        subjects.forgive(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
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
    if reply.sends_away() {
        rows::release(&mut tx, &identity.name, lease.0).await?;
    } else if reply.is_failure() {
        // Ending the lease lets a repeat be carried out, or be told that the first request was.
        rows::renew(&mut tx, &identity.name, lease.0, app.now()).await?;
    } else {
        let sealed =
            identity.seal(reply, &*app.entropy).ok_or(AppError::Problem(Code::Internal))?;
        rows::keep(&mut tx, &identity.name, lease.0, &sealed).await?;
    }
    Ok(tx.commit().await?)
}

/// Deletes some of the expired replies and returns their number.
pub async fn purge(app: &App) -> Result<usize, AppError> {
    let mut tx = app.db.begin().await?;
    let gone = rows::purge(&mut tx, app.now(), PURGED_AT_ONCE).await?;
    tx.commit().await?;
    Ok(gone)
}
