//! Making packages, and removing those that nobody needs any more, as work under a lease.

use chrono::TimeDelta;
use sigillo_domain::receipt::DistributionPackageState;
use sigillo_storage::distribution_packages::{self as stored, DistributionPackage, PackageFile};
use uuid::Uuid;

use super::write::{Interruption, write};
use crate::App;
use crate::error::AppError;
use crate::objects::unnamed;

/// How long a worker may say nothing before another one begins anew. It records how far it is every few seconds.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long the file of a package is kept.
const KEPT: TimeDelta = TimeDelta::days(7);
/// The pause before another attempt.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// After so many attempts it ends as one that failed.
const ATTEMPTS: i64 = 10;

/// Makes one package that is due, or removes one, and returns how many there were.
pub async fn work(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    if !stored::any_due(&mut app.db.read().await?, now).await? {
        return Ok(0);
    }
    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = stored::claim(&mut tx, lease, now, now + LEASE).await?;
    tx.commit().await?;
    let Some(package) = claimed else { return Ok(0) };
    if package.state == DistributionPackageState::Ready {
        remove(app, &package, lease).await?;
    } else if let Err(interruption) = make(app, &package, lease).await {
        after_failure(app, &package, lease, interruption).await?;
    }
    Ok(1)
}

async fn make(app: &App, package: &DistributionPackage, lease: Uuid) -> Result<(), Interruption> {
    let (claimed, done) = write(app, package, lease).await?;
    let now = app.now();
    let file = PackageFile { sha256: claimed.sha256.clone(), bytes: claimed.bytes };
    let mut tx = app.db.begin().await?;
    claimed.lock(&mut tx).await?;
    let ended = (done, now, now + KEPT);
    // Without the lease the object is named by nothing, and swept.
    if stored::finish(&mut tx, package.id, lease, &file, ended).await? {
        tx.commit().await?;
    }
    Ok(())
}

async fn after_failure(
    app: &App,
    package: &DistributionPackage,
    lease: Uuid,
    interruption: Interruption,
) -> Result<(), AppError> {
    let Interruption::Failed(error) = interruption else { return Ok(()) };
    tracing::warn!(package = %package.id, %error, attempts = package.attempts, "a package of receipts was not made");
    let now = app.now();
    let mut tx = app.db.begin().await?;
    if package.attempts < ATTEMPTS {
        stored::postpone(&mut tx, package.id, lease, now + PAUSE).await?;
    } else {
        stored::end(&mut tx, package.id, lease, DistributionPackageState::Failed, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn remove(app: &App, package: &DistributionPackage, lease: Uuid) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let expired = DistributionPackageState::Expired;
    if !stored::end(&mut tx, package.id, lease, expired, app.now()).await? {
        return Ok(());
    }
    if let Some(file) = &package.file {
        unnamed(app, &mut tx, &file.sha256).await?;
    }
    Ok(tx.commit().await?)
}
