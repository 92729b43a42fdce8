//! Undoing a recorded change of a domain.

use sigillo_contract::domain::Domain;
use sigillo_contract::history::RecordRestore;
use sigillo_contract::operations::RestoreDomain;
use sigillo_domain::id::DomainId;
use sigillo_domain::permission::PermissionSet;
use sigillo_storage::domains::{self, OwnedDomain};

use super::audited_fields;
use super::update::apply;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::restore::UndoneRecord;
use crate::scope::InScope;
use crate::{App, Grant, view};

pub async fn restore(
    app: &App,
    grant: &Grant<RestoreDomain>,
    id: DomainId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<Domain, AppError> {
    let mut tx = app.db.begin().await?;
    let owned = domains::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let OwnedDomain { domain: before, organization_name } = owned;
    let before = InScope::new(grant, before)?;
    check_version(expected_version, before.version)?;
    let record = UndoneRecord::find(&mut tx, id.subject(), request).await?;
    let patch = record.restoring_edit(&audited_fields(&before))?;
    let domain = apply(app, &mut tx, grant, &before, &patch, Some(&record)).await?;
    tx.commit().await?;
    Ok(view::domain(OwnedDomain { domain, organization_name }, PermissionSet::all()))
}
