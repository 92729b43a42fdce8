//! Closing packages: what has been received since the last one, with its index and the report on what was taken in.
//!
//! The files are in the store before the transaction that makes the package, which is the only thing that anybody sees of
//! it: whoever dies before leaves nothing but content that nothing names. Two servers that close at the same time are
//! kept apart by a lease, and by the end of the chain, which is moved on once.

use chrono::TimeDelta;
use sigillo_domain::document::ObjectDamage;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::OrganizationId;
use sigillo_storage::packages::{self, Package};
use sigillo_storage::receipt_archives::{self, Head};
use sigillo_storage::{Tx, organizations, preservation_settings};
use uuid::Uuid;

use super::facts::{PackageFacts, Refusal, TakenIn};
use super::index::Index;
use super::xml::Xml;
use super::{SERVICE, VERIFY_EVERY, intake_report};
use crate::App;
use crate::caller::SystemCaller;
use crate::error::{AppError, NOT_FOUND};
use crate::objects::{Claimed, Incoming, damage_of};
use crate::ports::ObjectError;
use crate::record::{HistoryEntry, record};

/// The most receipts of a package.
const MAX_RECEIPTS: i64 = 1000;
/// No further receipt is added beyond this size: each is read through before its package is closed.
const MAX_BYTES: i64 = 2 * 1024 * 1024 * 1024;
/// How long a receipt waits for its package at most.
const MAX_AGE: TimeDelta = TimeDelta::hours(1);
/// How long one server has for a package. It reads the content of 2 GB at most.
const LEASE: TimeDelta = TimeDelta::minutes(20);
/// The field of an organisation that its history records as the end of its chain of packages.
pub(crate) const HEAD_FIELD: &str = "receipt_archive";

/// Closes the packages that are due, and returns how many were closed.
pub async fn close_due(app: &App) -> Result<usize, AppError> {
    let stored_by = app.now() - MAX_AGE;
    let due = packages::due(&mut app.db.read().await?, MAX_RECEIPTS, stored_by).await?;
    let (mut closed, mut failed) = (0, None);
    for organization_id in due {
        match close(app, organization_id).await {
            Ok(true) => closed += 1,
            Ok(false) => {}
            // What is wrong with one archive must not hold up the others.
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) if closed == 0 => Err(error),
        _ => Ok(closed),
    }
}

/// Closes a package of what an organisation has waiting. False if there is nothing, or another server was first.
pub async fn close(app: &App, organization_id: OrganizationId) -> Result<bool, AppError> {
    let (lease, now): (Uuid, _) = (app.new_id(), app.now());
    let mut tx = app.db.begin().await?;
    if !receipt_archives::claim(&mut tx, organization_id, lease, now, now + LEASE).await? {
        return Ok(false);
    }
    tx.commit().await?;
    let outcome = close_under_lease(app, organization_id, lease).await;
    let mut tx = app.db.begin().await?;
    receipt_archives::release(&mut tx, organization_id, lease, app.now()).await?;
    tx.commit().await?;
    outcome
}

async fn close_under_lease(
    app: &App,
    organization_id: OrganizationId,
    lease: Uuid,
) -> Result<bool, AppError> {
    let receipts = take_in(app, organization_id).await?;
    if receipts.is_empty() {
        return Ok(false);
    }
    let facts = facts(app, organization_id).await?;
    let report = write_report(app, &facts, &receipts).await?;
    let index = write_index(app, &facts, &receipts, &report.sha256).await?;
    let package = package(organization_id, &facts, &receipts, (&index, &report));
    let mut tx = app.db.begin().await?;
    let verify_at = facts.closed_at + VERIFY_EVERY;
    let advanced = receipt_archives::advance(
        &mut tx,
        organization_id,
        lease,
        &index.sha256,
        facts.sequence,
        verify_at,
    );
    if !advanced.await? {
        return Ok(false);
    }
    index.lock(&mut tx).await?;
    report.lock(&mut tx).await?;
    packages::insert(&mut tx, &package).await?;
    if !assign(&mut tx, &package, &receipts).await? {
        return Ok(false);
    }
    record_head(&mut tx, &package, facts.previous.as_ref()).await?;
    tx.commit().await?;
    Ok(true)
}

/// The receipts that wait, each read through: what cannot be relied on is refused.
async fn take_in(app: &App, organization_id: OrganizationId) -> Result<Vec<TakenIn>, AppError> {
    let waiting =
        packages::waiting(&mut app.db.read().await?, organization_id, MAX_RECEIPTS).await?;
    let (mut taken, mut bytes) = (vec![], 0);
    for receipt in waiting {
        if bytes > MAX_BYTES {
            break;
        }
        bytes += receipt.bytes;
        let refusal = match damage_of(app, &receipt.sha256).await? {
            None => None,
            Some(ObjectDamage::Missing) => Some(Refusal::Missing),
            Some(ObjectDamage::Altered) => Some(Refusal::Altered),
        };
        taken.push(TakenIn { receipt, refusal });
    }
    Ok(taken)
}

async fn facts(app: &App, organization_id: OrganizationId) -> Result<PackageFacts, AppError> {
    let mut on = app.db.read().await?;
    let organization = organizations::find(&mut on, organization_id).await?.ok_or(NOT_FOUND)?;
    let settings = preservation_settings::find(&mut on, organization_id).await?;
    let Head { sequence, index_sha256 } = receipt_archives::head(&mut on, organization_id).await?;
    drop(on);
    Ok(PackageFacts {
        id: app.new_id(),
        sequence: sequence + 1,
        closed_at: app.now(),
        producer: organization.name,
        settings,
        seal_is_self_signed: super::seal_is_self_signed(app).await,
        previous: index_sha256.map(|sha256| (sequence, sha256)),
    })
}

async fn write_report(
    app: &App,
    facts: &PackageFacts,
    receipts: &[TakenIn],
) -> Result<Claimed, AppError> {
    let mut incoming = Incoming::begin(app).await?;
    let mut xml = Xml::document();
    intake_report::begin(&mut xml, facts, receipts);
    for taken in receipts {
        intake_report::receipt(&mut xml, taken);
        write(&mut incoming, xml.take()).await?;
    }
    xml.end();
    write(&mut incoming, xml.take()).await?;
    incoming.keep(app).await
}

async fn write_index(
    app: &App,
    facts: &PackageFacts,
    receipts: &[TakenIn],
    report_sha256: &str,
) -> Result<Claimed, AppError> {
    let mut incoming = Incoming::begin(app).await?;
    let mut index = Index::begin(facts, report_sha256);
    for taken in receipts.iter().filter(|taken| taken.refusal.is_none()) {
        write(&mut incoming, index.receipt(&taken.receipt)).await?;
    }
    write(&mut incoming, index.end()).await?;
    incoming.keep(app).await
}

async fn write(incoming: &mut Incoming, text: String) -> Result<(), ObjectError> {
    incoming.write(text.into_bytes().into()).await
}

fn package(
    organization_id: OrganizationId,
    facts: &PackageFacts,
    receipts: &[TakenIn],
    (index, report): (&Claimed, &Claimed),
) -> Package {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let taken = || receipts.iter().filter(|taken| taken.refusal.is_none());
    Package {
        id: facts.id,
        organization_id,
        sequence: facts.sequence,
        closed_at: facts.closed_at,
        receipts: count(taken().count()),
        bytes: taken().map(|taken| taken.receipt.bytes).sum(),
        refused: count(receipts.len() - taken().count()),
        index_sha256: index.sha256.clone(),
        previous_sha256: facts.previous.as_ref().map(|(_, sha256)| sha256.clone()),
        report_sha256: report.sha256.clone(),
        has_responsible: facts.settings.has_responsible(),
        has_manual: facts.settings.has_manual(),
        seal: None,
    }
}

/// Puts the receipts into the package; false if one of them is in another.
async fn assign(tx: &mut Tx, package: &Package, receipts: &[TakenIn]) -> Result<bool, AppError> {
    let mut assigned = 0;
    for refusal in [None, Some(Refusal::Missing), Some(Refusal::Altered)] {
        let ids: Vec<_> = receipts
            .iter()
            .filter(|taken| taken.refusal == refusal)
            .map(|taken| taken.receipt.id)
            .collect();
        if !ids.is_empty() {
            assigned += packages::assign(tx, package.id, ids, refusal.map(Refusal::as_str)).await?;
        }
    }
    Ok(assigned == receipts.len())
}

/// Records the new end of the chain, so that the history covers what the archive holds.
async fn record_head(
    tx: &mut Tx,
    package: &Package,
    previous: Option<&(i64, String)>,
) -> Result<(), AppError> {
    let before = previous.map(|(sequence, sha256)| head_text(*sequence, sha256));
    let after = head_text(package.sequence, &package.index_sha256);
    let change = FieldChange::new(HEAD_FIELD, before.into(), after.into());
    let entry = HistoryEntry {
        subject: package.organization_id.subject(),
        action: Action::PackageClosed,
        changes: &[change],
    };
    record(tx, SystemCaller::new(SERVICE).actor(), package.closed_at, entry).await
}

/// The end of a chain as the history records it.
pub(crate) fn head_text(sequence: i64, index_sha256: &str) -> String {
    format!("{sequence} {index_sha256}")
}
