//! The ties between a holder and companies.

use chrono::NaiveDate;
use sigillo_contract::Operation;
use sigillo_contract::holder::{HolderCompany, HolderCompanyCreate, HolderCompanyPatch};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    AddHolderCompany, ListHolderCompanies, RemoveHolderCompany, UpdateHolderCompany,
};
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::company::{CompanyTie, NewCompany, NewTie};
use sigillo_domain::history::Action;
use sigillo_domain::id::{CompanyTieId, HolderId};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::Tx;
use sigillo_storage::holder_companies::{self, TiedCompany};

use super::{audit, check_changeable, find, find_to_change, view};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::listing::Window;
use crate::{App, Grant, access_log};

pub async fn companies(
    app: &App,
    grant: &Grant<ListHolderCompanies>,
    id: HolderId,
    query: &PageQuery,
) -> Result<Page<HolderCompany>, AppError> {
    let window: Window<CompanyTieId> = Window::of(query)?;
    let mut on = app.db.read().await?;
    let holder = find(&mut on, grant, id).await?;
    let found = holder_companies::list(&mut on, id, window.after, window.fetch()).await?;
    drop(on);
    access_log::record_reading_of_part(app, grant, &holder).await?;
    Ok(window.page(found, |tied| tied.tie.id, view::tied_company))
}

pub async fn add_company(
    app: &App,
    grant: &Grant<AddHolderCompany>,
    id: HolderId,
    request: &HolderCompanyCreate,
) -> Result<HolderCompany, AppError> {
    let mut tx = app.db.begin().await?;
    let holder = find_to_change(&mut tx, grant, id).await?;
    check_changeable(&holder)?;
    let mut faults = Faults::default();
    let fields = NewTie::from(request).validate("", &mut faults);
    let named = (request.company_id, "company_id");
    let new = NewCompany::from(request);
    let organization_id = Some(holder.organization_id);
    let chosen =
        crate::companies::choose(app, &mut tx, organization_id, named, &new, ("", &mut faults))
            .await?;
    let (fields, chosen) = faults.result(fields.zip(chosen))?;
    let company = crate::companies::settle(app, &mut tx, grant.caller(), chosen, "").await?;
    let tie = fields.build(app.new_id(), id, company.id, app.now());
    holder_companies::insert(&mut tx, &tie).await?;
    record(app, &mut tx, grant, None, Some(&tie)).await?;
    tx.commit().await?;
    Ok(view::tied_company(TiedCompany { tie, company }))
}

pub async fn update_company(
    app: &App,
    grant: &Grant<UpdateHolderCompany>,
    id: CompanyTieId,
    expected_version: Option<ExpectedVersions>,
    patch: &HolderCompanyPatch,
) -> Result<HolderCompany, AppError> {
    let mut tx = app.db.begin().await?;
    let found = find_tie(&mut tx, grant, id, expected_version).await?;
    let before = &found.tie;
    let after = patched(before, patch)?;
    if after == *before {
        return Ok(view::tied_company(found));
    }
    let after = CompanyTie { version: before.version + 1, ..after };
    holder_companies::update(&mut tx, &after).await?;
    record(app, &mut tx, grant, Some(before), Some(&after)).await?;
    tx.commit().await?;
    Ok(view::tied_company(TiedCompany { tie: after, ..found }))
}

/// Removes a tie that no mailbox has.
pub async fn remove_company(
    app: &App,
    grant: &Grant<RemoveHolderCompany>,
    id: CompanyTieId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Nothing, AppError> {
    let mut tx = app.db.begin().await?;
    let found = find_tie(&mut tx, grant, id, expected_version).await?;
    if holder_companies::is_in_use(&mut tx, id).await? {
        return Err(AppError::Problem(Code::InUse));
    }
    holder_companies::delete(&mut tx, id).await?;
    record(app, &mut tx, grant, Some(&found.tie), None).await?;
    tx.commit().await?;
    Ok(Nothing {})
}

/// Finds a tie to change it, with its holder locked. The tie is read again under the lock.
async fn find_tie<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: CompanyTieId,
    expected_version: Option<ExpectedVersions>,
) -> Result<TiedCompany, AppError> {
    let found = holder_companies::find(tx, id).await?.ok_or(NOT_FOUND)?;
    let holder = find_to_change(tx, grant, found.tie.holder_id).await?;
    let found = holder_companies::find(tx, id).await?.ok_or(NOT_FOUND)?;
    if found.tie.holder_id != holder.id {
        // A merge has given it to another holder meanwhile.
        return Err(AppError::Problem(Code::Stale));
    }
    check_version(expected_version, found.tie.version)?;
    check_changeable(&holder)?;
    Ok(found)
}

/// The tie as it would be after the change.
fn patched(before: &CompanyTie, patch: &HolderCompanyPatch) -> Result<CompanyTie, AppError> {
    let mut faults = Faults::default();
    let mut day = |pointer: &str, text: Option<&str>, present| match text {
        None => present,
        Some(text) => faults.check(pointer, parse_day(text)).flatten(),
    };
    let from = day("/from", patch.from.as_deref(), before.from);
    let to = day("/to", patch.to.as_deref(), before.to);
    let role = patch.role.as_deref().unwrap_or(&before.role);
    let fields = NewTie { role, from, to }.validate("", &mut faults);
    let fields = faults.result(fields)?;
    Ok(CompanyTie { role: fields.role, from: fields.from, to: fields.to, ..before.clone() })
}

/// A day, or none for an empty text.
fn parse_day(text: &str) -> Result<Option<NaiveDate>, FaultCode> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| FaultCode::InvalidType),
    }
}

async fn record<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    before: Option<&CompanyTie>,
    after: Option<&CompanyTie>,
) -> Result<(), AppError> {
    let Some(holder_id) = after.or(before).map(|tie| tie.holder_id) else { return Ok(()) };
    let key = audit::key_of(tx, holder_id).await?;
    let change = audit::tie_change(before, after, Some(&key))?;
    audit::record(app, tx, grant.caller().actor(), holder_id, Action::Updated, change).await
}
