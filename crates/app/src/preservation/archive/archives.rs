//! What the archives hold, in counts and volumes.

use sigillo_contract::Operation;
use sigillo_contract::operations::GetPreservationStatus;
use sigillo_contract::preservation::{
    PreservationArchive, PreservationOutcome, PreservationStatus,
};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::organization::Organization;
use sigillo_domain::preservation::standing;
use sigillo_storage::receipt_archives::{self, Verification};
use sigillo_storage::{Connection, organizations, preservation_settings, stored_objects};

use crate::error::{AppError, NOT_FOUND};
use crate::{App, Grant};

/// Operators have every organisation in scope, the accounts of one their own.
pub(super) async fn check_organization<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: OrganizationId,
) -> Result<Organization, AppError> {
    if grant.caller().organization_id().is_some_and(|own| own != id) {
        return Err(NOT_FOUND);
    }
    organizations::find(on, id).await?.ok_or(NOT_FOUND)
}

pub async fn status(
    app: &App,
    grant: &Grant<GetPreservationStatus>,
) -> Result<PreservationStatus, AppError> {
    let seal_is_self_signed = super::seal_is_self_signed(app).await;
    let mut on = app.db.read().await?;
    let own = grant.caller().organization_id();
    let shown = match own {
        Some(own) => vec![own],
        None => receipt_archives::with_receipts(&mut on).await?,
    };
    let mut archives = vec![];
    for id in shown {
        archives.push(archive(app, &mut on, id, seal_is_self_signed).await?);
    }
    archives.sort_by(|one, other| one.organization_name.cmp(&other.organization_name));
    let locked_objects = match own {
        Some(_) => None,
        None => Some(stored_objects::count_locked(&mut on).await?),
    };
    Ok(PreservationStatus { archives, locked_objects })
}

async fn archive(
    app: &App,
    on: &mut impl Connection,
    id: OrganizationId,
    seal_is_self_signed: Option<bool>,
) -> Result<PreservationArchive, AppError> {
    let organization = organizations::find(on, id).await?.ok_or(NOT_FOUND)?;
    let settings = preservation_settings::find(on, id).await?;
    let volumes = receipt_archives::volumes(on, id, settings.retained_since(app.now())).await?;
    let grounds = settings.grounds(seal_is_self_signed);
    let verification = receipt_archives::last_verification(on, id).await?;
    Ok(PreservationArchive {
        organization_id: id,
        organization_name: organization.name,
        standing: standing(grounds),
        has_responsible: grounds.has_responsible,
        has_manual: grounds.has_manual,
        seal_is_self_signed,
        retention_years: settings.retention_years,
        packages: volumes.packages,
        unsealed: volumes.unsealed,
        receipts: volumes.receipts,
        bytes: volumes.bytes,
        waiting: volumes.waiting,
        discarded: volumes.discarded,
        past_retention: volumes.past_retention,
        verification: verification.map(outcome),
    })
}

fn outcome(found: Verification) -> PreservationOutcome {
    PreservationOutcome {
        started_at: found.started_at,
        ended_at: found.ended_at,
        packages: found.packages,
        unsealed: found.unsealed,
        receipts: found.receipts,
        bytes: found.bytes,
        problems: found.problems,
        report: found.report,
    }
}
