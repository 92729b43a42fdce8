//! The addresses of a holder.

use sigillo_contract::Operation;
use sigillo_contract::holder::{AddressCreate, AddressPatch, HolderAddress as Shown};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    AddHolderAddress, ListHolderAddresses, RemoveHolderAddress, UpdateHolderAddress,
};
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::history::Action;
use sigillo_domain::holder::HolderAddress;
use sigillo_domain::holder_address::{AddressFields, NewAddress};
use sigillo_domain::id::{AddressId, HolderId};
use sigillo_domain::{Code, Faults};
use sigillo_storage::{Tx, holder_addresses};

use super::{audit, check_changeable, find, find_to_change, view};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::listing::Window;
use crate::{App, Grant, access_log};

pub async fn addresses(
    app: &App,
    grant: &Grant<ListHolderAddresses>,
    id: HolderId,
    query: &PageQuery,
) -> Result<Page<Shown>, AppError> {
    let window: Window<AddressId> = Window::of(query)?;
    let mut on = app.db.read().await?;
    let holder = find(&mut on, grant, id).await?;
    let found = holder_addresses::list(&mut on, id, window.after, window.fetch()).await?;
    drop(on);
    access_log::record_reading_of_part(app, grant, &holder).await?;
    Ok(window.page(found, |address| address.id, view::address))
}

pub async fn add_address(
    app: &App,
    grant: &Grant<AddHolderAddress>,
    id: HolderId,
    request: &AddressCreate,
) -> Result<Shown, AppError> {
    let fields = read(&NewAddress::from(request))?;
    let mut tx = app.db.begin().await?;
    let holder = find_to_change(&mut tx, grant, id).await?;
    check_changeable(&holder)?;
    let address = fields.build(app.new_id(), id, app.now());
    holder_addresses::insert(&mut tx, &address).await?;
    record(app, &mut tx, grant, None, Some(&address)).await?;
    tx.commit().await?;
    Ok(view::address(address))
}

pub async fn update_address(
    app: &App,
    grant: &Grant<UpdateHolderAddress>,
    id: AddressId,
    expected_version: Option<ExpectedVersions>,
    patch: &AddressPatch,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_address(&mut tx, grant, id, expected_version).await?;
    let fields = read(&patched(&before, patch))?;
    let after = HolderAddress {
        created_at: before.created_at,
        version: before.version,
        ..fields.build(id, before.holder_id, before.created_at)
    };
    if after == before {
        return Ok(view::address(before));
    }
    let after = HolderAddress { version: before.version + 1, ..after };
    holder_addresses::update(&mut tx, &after).await?;
    record(app, &mut tx, grant, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(view::address(after))
}

/// Removes an address that no mailbox has.
pub async fn remove_address(
    app: &App,
    grant: &Grant<RemoveHolderAddress>,
    id: AddressId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Nothing, AppError> {
    let mut tx = app.db.begin().await?;
    let address = find_address(&mut tx, grant, id, expected_version).await?;
    if holder_addresses::is_in_use(&mut tx, id).await? {
        return Err(AppError::Problem(Code::InUse));
    }
    holder_addresses::delete(&mut tx, id).await?;
    record(app, &mut tx, grant, Some(&address), None).await?;
    tx.commit().await?;
    Ok(Nothing {})
}

/// Finds an address to change it, with its holder locked. The address is read again under the lock.
async fn find_address<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: AddressId,
    expected_version: Option<ExpectedVersions>,
) -> Result<HolderAddress, AppError> {
    let found = holder_addresses::find(tx, id).await?.ok_or(NOT_FOUND)?;
    let holder = find_to_change(tx, grant, found.holder_id).await?;
    let address = holder_addresses::find(tx, id).await?.ok_or(NOT_FOUND)?;
    if address.holder_id != holder.id {
        // A merge has given it to another holder meanwhile.
        return Err(AppError::Problem(Code::Stale));
    }
    check_version(expected_version, address.version)?;
    check_changeable(&holder)?;
    Ok(address)
}

fn read(asked: &NewAddress<'_>) -> Result<AddressFields, AppError> {
    let mut faults = Faults::default();
    let fields = asked.validate("", &mut faults);
    Ok(faults.result(fields)?)
}

/// The address as it would be after the change.
fn patched<'a>(before: &'a HolderAddress, patch: &'a AddressPatch) -> NewAddress<'a> {
    let text = |patched: &'a Option<String>, present: &'a String| -> &'a str {
        patched.as_deref().unwrap_or(present)
    };
    NewAddress {
        street: text(&patch.street, &before.street),
        number: text(&patch.number, &before.number),
        locality: text(&patch.locality, &before.locality),
        province: text(&patch.province, &before.province),
        postal_code: text(&patch.postal_code, &before.postal_code),
        country: text(&patch.country, &before.country),
        phone: text(&patch.phone, &before.phone),
        fax: text(&patch.fax, &before.fax),
        email: text(&patch.email, &before.email),
        mobile: text(&patch.mobile, &before.mobile),
    }
}

async fn record<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    before: Option<&HolderAddress>,
    after: Option<&HolderAddress>,
) -> Result<(), AppError> {
    let Some(holder_id) = after.or(before).map(|address| address.holder_id) else { return Ok(()) };
    let key = audit::key_of(tx, holder_id).await?;
    let change = audit::address_change(before, after, Some(&key))?;
    audit::record(app, tx, grant.caller().actor(), holder_id, Action::Updated, change).await
}
