//! Measuring a component once a minute, whatever number of servers would.

use std::time::Duration;

use chrono::TimeDelta;
use sigillo_domain::sla::{Failure, OutageCause, SlaComponent, minute_of, start_of_minute};
use sigillo_storage::sla_probes;
use uuid::Uuid;

use crate::App;
use crate::error::AppError;
use crate::ports::ServiceProbe;

/// How much longer than its probe a server has a minute for itself. Another one may then probe in its place.
const GRACE: TimeDelta = TimeDelta::seconds(5);
/// How long claims are kept: longer than clocks of servers differ.
const KEEP_CLAIMS: TimeDelta = TimeDelta::days(1);
/// The characters of what a probe saw that are kept.
const MAX_EVIDENCE: usize = 300;

/// How long a probe may take; one that hangs has failed.
pub const fn time_limit(component: SlaComponent) -> Duration {
    match component {
        SlaComponent::Web | SlaComponent::Submission | SlaComponent::Imap => {
            Duration::from_secs(15)
        }
        // The queue of the mail host has its own pace.
        SlaComponent::Delivery => Duration::from_secs(40),
    }
}

/// Measures the present minute of a component unless somebody has, or is at it. Returns how many minutes were measured:
/// 0 or 1.
pub async fn measure(app: &App, probe: &dyn ServiceProbe) -> Result<usize, AppError> {
    let now = app.now();
    let minute = start_of_minute(minute_of(now));
    let component = probe.component();
    // A read is cheap and does not occupy SQLite's single writer.
    let mut on = app.db.read().await?;
    if !sla_probes::is_free(&mut on, component, minute, now).await? {
        return Ok(0);
    }
    drop(on);
    let limit = time_limit(component);
    let lease: Uuid = app.new_id();
    let until = now + TimeDelta::from_std(limit).unwrap_or(GRACE) + GRACE;
    let mut tx = app.db.begin().await?;
    let claimed = sla_probes::claim(&mut tx, component, minute, lease, now, until).await?;
    tx.commit().await?;
    if !claimed {
        return Ok(0);
    }
    let outcome = match tokio::time::timeout(limit, probe.probe(lease)).await {
        Ok(outcome) => outcome.map_err(|failure| shortened(&failure)),
        Err(_) => Err(Failure {
            cause: OutageCause::TimedOut,
            evidence: format!("no answer within {} seconds", limit.as_secs()),
        }),
    };
    if let Err(failure) = &outcome {
        let (component, cause) = (component.as_str(), failure.cause.as_str());
        tracing::warn!(component, cause, evidence = failure.evidence, "a probe failed");
    }
    let mut tx = app.db.begin().await?;
    // What comes after the lease has been taken over is not the truth of this minute any more.
    if !sla_probes::finish(&mut tx, component, minute, lease).await? {
        return Ok(0);
    }
    let failure = outcome.as_ref().err();
    sla_probes::add(&mut tx, app.new_id(), component, minute, failure).await?;
    tx.commit().await?;
    Ok(1)
}

fn shortened(failure: &Failure) -> Failure {
    let evidence = failure.evidence.chars().take(MAX_EVIDENCE).collect();
    Failure { cause: failure.cause, evidence }
}

/// Forgets which server had which minute, once no server can ask for it any more.
pub async fn forget_claims(app: &App) -> Result<usize, AppError> {
    let mut tx = app.db.begin().await?;
    sla_probes::forget_claims(&mut tx, app.now() - KEEP_CLAIMS).await?;
    tx.commit().await?;
    Ok(0)
}
