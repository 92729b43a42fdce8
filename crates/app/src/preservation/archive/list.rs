//! Listing packages and disposals.

use sigillo_contract::operations::{GetReceiptDisposal, ListReceiptDisposals, ListReceiptPackages};
use sigillo_contract::page::Page;
use sigillo_contract::preservation::{
    ReceiptDisposal, ReceiptDisposalQuery, ReceiptPackage, ReceiptPackageQuery,
};
use sigillo_domain::Faults;
use sigillo_domain::id::{DisposalId, OrganizationId};
use sigillo_domain::list::Sort;
use sigillo_domain::preservation::{DisposalSortField, PackageSortField, standing};
use sigillo_storage::packages::Package;
use sigillo_storage::{disposals, package_list};

use super::decide::{find, shown as shown_disposal};
use crate::caller::Caller;
use crate::error::AppError;
use crate::listing::{ListRequest, one_of};
use crate::{App, Grant};

const NEWEST_PACKAGE: Sort<PackageSortField> = Sort::descending(PackageSortField::ClosedAt);
const NEWEST_DISPOSAL: Sort<DisposalSortField> = Sort::descending(DisposalSortField::ProposedAt);

/// The organisation of which a list shows something: the caller's own, or the one that an operator names, or every one
/// for an operator who names none. It fails if the caller does not see the named one.
fn scope(
    caller: &Caller,
    named: Option<OrganizationId>,
) -> Result<Option<OrganizationId>, OutOfScope> {
    match (caller.organization_id(), named) {
        (Some(own), Some(named)) if own != named => Err(OutOfScope),
        (Some(own), _) => Ok(Some(own)),
        (None, named) => Ok(named),
    }
}

/// The caller does not see the organisation: its list is empty.
struct OutOfScope;

pub async fn list_packages(
    app: &App,
    grant: &Grant<ListReceiptPackages>,
    query: &ReceiptPackageQuery,
) -> Result<Page<ReceiptPackage>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListReceiptPackages>(query, NEWEST_PACKAGE, &mut faults);
    let request = faults.result(request)?;
    let Ok(organization_id) = scope(grant.caller(), query.organization_id) else {
        return Ok(request.empty_page());
    };
    let filter = package_list::Filter { organization_id };
    let found = package_list::page(&mut app.db.read().await?, &filter, &request.page).await?;
    Ok(request.page(found, shown_package))
}

fn shown_package(package: Package) -> ReceiptPackage {
    let standing = standing(package.grounds());
    let (sealed_at, sealed_by, timestamp_at) = match package.seal {
        Some(seal) => (Some(seal.at), Some(seal.by), seal.timestamp),
        None => (None, None, None),
    };
    ReceiptPackage {
        id: package.id,
        organization_id: package.organization_id,
        sequence: package.sequence,
        closed_at: package.closed_at,
        receipts: package.receipts,
        bytes: package.bytes,
        refused: package.refused,
        index_sha256: package.index_sha256,
        sealed_at,
        sealed_by,
        timestamp_at,
        standing,
    }
}

pub async fn list_disposals(
    app: &App,
    grant: &Grant<ListReceiptDisposals>,
    query: &ReceiptDisposalQuery,
) -> Result<Page<ReceiptDisposal>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListReceiptDisposals>(query, NEWEST_DISPOSAL, &mut faults);
    let states = one_of("state", query.state.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let Ok(organization_id) = scope(grant.caller(), query.organization_id) else {
        return Ok(request.empty_page());
    };
    let filter = disposals::Filter { organization_id, states };
    let found = disposals::page(&mut app.db.read().await?, &filter, &request.page).await?;
    let caller = grant.caller();
    Ok(request.page(found, |disposal| shown_disposal(disposal, caller)))
}

pub async fn get_disposal(
    app: &App,
    grant: &Grant<GetReceiptDisposal>,
    id: DisposalId,
) -> Result<ReceiptDisposal, AppError> {
    let found = find(&mut app.db.read().await?, grant, id).await?;
    Ok(shown_disposal(found, grant.caller()))
}
