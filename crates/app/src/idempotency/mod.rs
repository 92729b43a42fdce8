//! Requests that may come again under one `Idempotency-Key`: done once, answered each time alike.
//!
//! A row is made before the request is carried out, the transaction that does what was asked says so in
//! it, and the reply joins it afterwards. Until then the request is under a lease, which its server
//! renews: should that server be no more, the next repeat after the lease is carried out, or told that
//! the first was.

mod keys;

use std::future::Future;
use std::net::IpAddr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sigillo_domain::Code;
use sigillo_storage::idempotency::{self as rows, Claimed, Known, KnownState};
use uuid::Uuid;

pub use keys::{Asked, Reading, ReplyKeys};

use crate::App;
use crate::error::AppError;
use crate::throttle::Subjects;

/// How long a reply is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How long a request is believed to be under way without a word of its server.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often whoever carries a request out should say that it is still at it.
pub const RENEW_EVERY: std::time::Duration = std::time::Duration::from_secs(10);
/// Replies forgotten in one transaction.
const PURGED_AT_ONCE: i64 = 1000;

/// A reply, as it is given again.
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
    /// The head is a line of JSON, the rest is the body.
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

    /// Whether the request was sent away undone, for want of a session or of patience.
    fn sends_away(&self) -> bool {
        matches!(self.status, 401 | 429)
    }

    /// Whether it failed for a reason of the moment.
    fn is_failure(&self) -> bool {
        self.status >= 500
    }
}

/// What becomes of a request that comes with a key.
pub enum Claim {
    /// It is the first, and must be carried out and then [`settle`]d.
    First(Lease),
    Again(KeptReply),
    /// The first is being carried out at this moment.
    UnderWay,
}

/// The right to carry a request out.
#[derive(Debug, Clone, Copy)]
pub struct Lease(Uuid);

/// Looks a request up, and takes it when nobody has. With an address, repeats count as attempts until
/// they prove to be of the same request: or a key that somebody knows would be a place to guess the
/// password of its request.
pub async fn claim(
    app: &App,
    asked: &Asked,
    counted_at: Option<IpAddr>,
) -> Result<Claim, AppError> {
    let now = app.now();
    let mut on = app.db.read().await?;
    let known = rows::find(&mut on, &asked.name, now).await?;
    drop(on);
    if let Some(known) = known {
        recognise(app, asked, &known, counted_at).await?;
        match known.state {
            KnownState::Answered(sealed) => {
                let reply = asked.unseal(&sealed).ok_or(AppError::Problem(Code::Internal))?;
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
    let Asked { name, print, .. } = asked;
    let claimed = Claimed { name, print, lease, until: now + LEASE, expires_at: now + KEPT };
    let mut tx = app.db.begin().await?;
    let is_mine = rows::claim(&mut tx, claimed, now).await?;
    tx.commit().await?;
    Ok(if is_mine { Claim::First(Lease(lease)) } else { Claim::UnderWay })
}

/// Refuses another request under the same name.
async fn recognise(
    app: &App,
    asked: &Asked,
    known: &Known,
    counted_at: Option<IpAddr>,
) -> Result<(), AppError> {
    let subjects = counted_at.map(|address| Subjects::of_key(&asked.name, address));
    if let Some(subjects) = &subjects {
        subjects.count(app).await?;
    }
    if known.print != asked.print {
        return Err(AppError::Problem(Code::IdempotencyKeyReused));
    }
    if let Some(subjects) = &subjects {
        let mut tx = app.db.begin().await?;
        subjects.forgive(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Carries the request out: what it commits says that it is done.
pub async fn carry_out<T>(asked: &Asked, lease: Lease, work: impl Future<Output = T>) -> T {
    sigillo_storage::carry_out(&asked.name, lease.0, work).await
}

/// The request is still being carried out.
pub async fn renew(app: &App, asked: &Asked, lease: Lease) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let is_mine = rows::renew(&mut tx, &asked.name, lease.0, app.now() + LEASE).await?;
    tx.commit().await?;
    if !is_mine {
        tracing::warn!("a request with an Idempotency-Key was taken over by a repeat of it");
    }
    Ok(())
}

/// Keeps the reply of a request that was carried out, or lets the request come again.
pub async fn settle(
    app: &App,
    asked: &Asked,
    lease: Lease,
    reply: &KeptReply,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    if reply.sends_away() {
        rows::release(&mut tx, &asked.name, lease.0).await?;
    } else if reply.is_failure() {
        // From now on: it may come again, or is known to be carried out.
        rows::renew(&mut tx, &asked.name, lease.0, app.now()).await?;
    } else {
        let sealed = asked.seal(reply, &*app.entropy).ok_or(AppError::Problem(Code::Internal))?;
        rows::keep(&mut tx, &asked.name, lease.0, &sealed).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets some of the replies that have been kept long enough; says how many.
pub async fn purge(app: &App) -> Result<usize, AppError> {
    let mut tx = app.db.begin().await?;
    let gone = rows::purge(&mut tx, app.now(), PURGED_AT_ONCE).await?;
    tx.commit().await?;
    Ok(gone)
}
