//! Creating a holder with its addresses and companies, all of it or nothing.

use sigillo_contract::holder::{Holder as Shown, HolderCreate};
use sigillo_contract::operations::CreateHolder;
use sigillo_domain::company::{CompanyTie, NewCompany, NewTie, TieFields};
use sigillo_domain::history::Action;
use sigillo_domain::holder::{Holder, HolderAddress, NewHolder};
use sigillo_domain::holder_address::{AddressFields, NewAddress};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_storage::{
    Connection, StorageError, Tx, holder_addresses, holder_companies, holders, organizations,
};

use super::{audit, check_organization, variants, view};
use crate::caller::Identity;
use crate::companies::{self, ChosenCompany};
use crate::error::AppError;
use crate::personal::{HolderKeys, PersonalKey};
use crate::{App, Caller, Grant, local_time};

/// How many addresses, and how many companies, a new holder may come with.
const MOST: usize = 20;

pub async fn create(
    app: &App,
    grant: &Grant<CreateHolder>,
    request: &HolderCreate,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let (holder, addresses, ties) = read(app, &mut tx, grant.caller(), request).await?;
    check_tax_code(&mut tx, &holder, "/tax_code").await?;
    let variants = variants::of(&mut tx, &holder).await?;
    if !variants.is_empty() && !request.omocodia_confirmed {
        drop(tx);
        return Err(variants::refusal(app, grant, variants, "").await?);
    }
    insert_with(app, &mut tx, grant.caller(), &holder, addresses, ties).await?;
    tx.commit().await?;
    Ok(view::holder(holder, local_time(app.now()).date()))
}

/// A company that a new holder is tied to, and where the request has it.
type Tied = (String, ChosenCompany, TieFields);

/// Validates the whole request; every fault comes at once.
async fn read(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    request: &HolderCreate,
) -> Result<(Holder, Vec<AddressFields>, Vec<Tied>), AppError> {
    let mut faults = Faults::default();
    let organization_id = organization(tx, caller, request, &mut faults).await?;
    let fields = NewHolder::from(request).validate("", &mut faults);
    for (pointer, count) in
        [("/addresses", request.addresses.len()), ("/companies", request.companies.len())]
    {
        if count > MOST {
            faults.add(pointer, FaultCode::TooLong);
        }
    }
    let mut addresses = vec![];
    for (place, address) in request.addresses.iter().take(MOST).enumerate() {
        let at = format!("/addresses/{place}");
        addresses.extend(NewAddress::from(address).validate(&at, &mut faults));
    }
    let mut ties: Vec<Tied> = vec![];
    for (place, company) in request.companies.iter().take(MOST).enumerate() {
        let at = format!("/companies/{place}");
        let tie = NewTie::from(company).validate(&at, &mut faults);
        let named = (company.company_id, "company_id");
        let new = NewCompany::from(company);
        let chosen =
            companies::choose(app, tx, organization_id, named, &new, (&at, &mut faults)).await?;
        let Some((chosen, tie)) = chosen.zip(tie) else { continue };
        if ties.iter().any(|(_, earlier, _)| earlier.has_vat_number_of(&chosen)) {
            faults.add(&format!("{at}/vat_number"), FaultCode::Repeated);
        }
        ties.push((at, chosen, tie));
    }
    let by = &caller.actor().name;
    let holder = fields.zip(organization_id);
    let holder = holder.map(|(fields, id)| fields.build(app.new_id(), id, by, app.now()));
    let holder = faults.result(holder)?;
    Ok((holder, addresses, ties))
}

/// The organisation of the new holder: the caller's own, or the one that an operator names.
async fn organization(
    on: &mut impl Connection,
    caller: &Caller,
    request: &HolderCreate,
    faults: &mut Faults,
) -> Result<Option<OrganizationId>, AppError> {
    const POINTER: &str = "/organization_id";
    let Some(id) = request.organization_id.or(caller.organization_id()) else {
        faults.add(POINTER, FaultCode::Required);
        return Ok(None);
    };
    let found = match check_organization(caller, id) {
        Ok(()) => organizations::find(on, id).await?,
        Err(_) => None,
    };
    Ok(faults.check(POINTER, found.map(|found| found.id).ok_or(FaultCode::Unknown)))
}

/// Refuses a tax code that another holder of the organisation has.
pub(crate) async fn check_tax_code(
    on: &mut impl Connection,
    holder: &Holder,
    pointer: &'static str,
) -> Result<(), AppError> {
    let found = holders::find_by_tax_code(on, holder.organization_id, &holder.tax_code).await?;
    if found.is_some() { Err(exists(pointer)(StorageError::Taken)) } else { Ok(()) }
}

/// The error for a taken tax code. Two people may create the same holder at once: only the statement that
/// writes the second one knows.
pub(super) fn exists(pointer: &'static str) -> impl FnOnce(StorageError) -> AppError {
    move |error| match error {
        StorageError::Taken => {
            AppError::AtField(Code::HolderExists, Fault::new(pointer, FaultCode::Taken))
        }
        other => AppError::Storage(other),
    }
}

/// Inserts a holder, and gives it the key of its personal values. What it is created with is recorded by the
/// caller.
pub(crate) async fn insert(
    app: &App,
    tx: &mut Tx,
    holder: &Holder,
    pointer: &'static str,
) -> Result<PersonalKey, AppError> {
    holders::insert(tx, holder).await.map_err(exists(pointer))?;
    let keys = HolderKeys::in_transaction(tx)?;
    Ok(keys.create(tx, holder.id, &*app.entropy).await?)
}

async fn insert_with(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    holder: &Holder,
    addresses: Vec<AddressFields>,
    ties: Vec<Tied>,
) -> Result<(), AppError> {
    let key = insert(app, tx, holder, "/tax_code").await?;
    let mut changes = audit::creation(holder, &key)?;
    // Ids of one moment are in no order, and the list of addresses is in the order of the ids.
    let mut ids: Vec<_> = addresses.iter().map(|_| app.new_id()).collect();
    ids.sort_unstable();
    for (id, fields) in ids.into_iter().zip(addresses) {
        let address: HolderAddress = fields.build(id, holder.id, app.now());
        holder_addresses::insert(tx, &address).await?;
        changes.extend(audit::address_change(None, Some(&address), Some(&key))?);
    }
    let mut ids: Vec<_> = ties.iter().map(|_| app.new_id()).collect();
    ids.sort_unstable();
    for (id, (at, company, fields)) in ids.into_iter().zip(ties) {
        let company = companies::settle(app, tx, caller, company, &at).await?;
        let tie: CompanyTie = fields.build(id, holder.id, company.id, app.now());
        holder_companies::insert(tx, &tie).await?;
        changes.extend(audit::tie_change(None, Some(&tie), Some(&key))?);
    }
    audit::record(app, tx, caller.actor(), holder.id, Action::Created, changes).await
}
