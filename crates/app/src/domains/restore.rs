//! Undoing a recorded change of a domain.

use sigillo_contract::domain::Domain;
use sigillo_contract::history::RecordRestore;
use sigillo_contract::operations::RestoreDomain;
use sigillo_domain::id::DomainId;
use sigillo_domain::permission::PermissionSet;
use sigillo_storage::domains::OwnedDomain;

use super::update::apply;
use super::{audited_fields, find_to_change, shown};
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::restore::UndoneRecord;
use crate::{App, Grant};

pub async fn restore(
    app: &App,
    grant: &Grant<RestoreDomain>,
    id: DomainId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<Domain, AppError> {
    let mut tx = app.db.begin().await?;
    let (before, organization_name) = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let record = UndoneRecord::find(&mut tx, id.subject(), request).await?;
    let patch = record.restoring_edit(&audited_fields(&before))?;
    let domain = apply(app, &mut tx, grant, &before, &patch, Some(&record)).await?;
    let owned = OwnedDomain { domain, organization_name };
    let restored = shown(&mut tx, owned, PermissionSet::all()).await?;
    tx.commit().await?;
    Ok(restored)
}
