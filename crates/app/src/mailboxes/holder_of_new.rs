//! The holder that a mailbox gets, with an address and a company: each an existing one by its id, or a new one
//! that enters with the request (B7, B13, C10).

use sigillo_contract::holder::{AddressChoice, CompanyChoice, HolderChoice};
use sigillo_domain::company::{NewCompany, NewTie, TieFields};
use sigillo_domain::history::Action;
use sigillo_domain::holder::{Holder, HolderAddress, NewHolder};
use sigillo_domain::holder_address::{AddressFields, NewAddress};
use sigillo_domain::id::{CompanyId, CompanyTieId, OrganizationId};
use sigillo_domain::mailbox::HeldBy;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Connection, Tx, holder_addresses, holder_companies, holders};

use crate::caller::Identity;
use crate::companies::{self, ChosenCompany};
use crate::error::AppError;
use crate::holders::{audit, variants};
use crate::{App, Caller};

/// Where a request has the holder.
pub(crate) struct HolderField {
    pub holder: &'static str,
    pub id: &'static str,
    pub tax_code: &'static str,
}

/// Of a new mailbox.
pub(super) const HOLDER: HolderField =
    HolderField { holder: "/holder", id: "/holder/id", tax_code: "/holder/tax_code" };
/// Of a change of holder.
pub(crate) const NEW_HOLDER: HolderField =
    HolderField { holder: "/new_holder", id: "/new_holder/id", tax_code: "/new_holder/tax_code" };

/// What a request says of the holder.
pub(crate) struct HolderRequest<'a> {
    pub at: &'static HolderField,
    pub holder: Option<&'a HolderChoice>,
    pub address: Option<&'a AddressChoice>,
    pub company: Option<&'a CompanyChoice>,
}

const ADDRESS: &str = "/address";
const COMPANY: &str = "/company";

/// What a valid request has chosen.
pub(crate) struct HolderOfNew {
    at: &'static HolderField,
    holder: Chosen<Holder>,
    address: Option<Chosen<HolderAddress, AddressFields>>,
    company: Option<(ChosenCompany, TieFields)>,
}

enum Chosen<T, N = T> {
    Existing(T),
    New(N),
}

/// Finds and validates what the request has chosen; None where it names no holder. An existing holder is
/// locked until the transaction ends, so that nothing of it goes meanwhile.
pub(crate) async fn read(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    organization_id: OrganizationId,
    request: &HolderRequest<'_>,
    faults: &mut Faults,
) -> Result<Option<HolderOfNew>, AppError> {
    let holder = read_holder(app, tx, caller, organization_id, request, faults).await?;
    let existing = match &holder {
        Some(Chosen::Existing(holder)) => Some(holder),
        _ => None,
    };
    let address = read_address(tx, existing, request, faults).await?;
    let company = read_company(app, tx, organization_id, request, faults).await?;
    let has_more = request.address.is_some() || request.company.is_some();
    if request.holder.is_none() && has_more {
        faults.add(request.at.holder, FaultCode::Required);
    }
    Ok(holder.map(|holder| HolderOfNew { at: request.at, holder, address, company }))
}

async fn read_holder(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    organization_id: OrganizationId,
    request: &HolderRequest<'_>,
    faults: &mut Faults,
) -> Result<Option<Chosen<Holder>>, AppError> {
    let Some(choice) = request.holder else { return Ok(None) };
    let new = NewHolder::from(choice);
    let Some(id) = choice.id else {
        let fields = new.validate(request.at.holder, faults);
        let by = &caller.actor().name;
        let built = fields.map(|fields| fields.build(app.new_id(), organization_id, by, app.now()));
        return Ok(built.map(Chosen::New));
    };
    new.refuse(request.at.holder, faults);
    let found = holders::find_to_change(tx, id).await?;
    let found = found.filter(|holder| holder.organization_id == organization_id);
    let found =
        found.ok_or(FaultCode::Unknown).and_then(|holder| match holder.check_changeable() {
            Ok(()) => Ok(holder),
            Err(_) => Err(FaultCode::HolderEnded),
        });
    Ok(faults.check(request.at.id, found).map(Chosen::Existing))
}

async fn read_address(
    on: &mut impl Connection,
    holder: Option<&Holder>,
    request: &HolderRequest<'_>,
    faults: &mut Faults,
) -> Result<Option<Chosen<HolderAddress, AddressFields>>, AppError> {
    let Some(choice) = request.address else { return Ok(None) };
    let new = NewAddress::from(choice);
    let Some(id) = choice.id else {
        return Ok(new.validate(ADDRESS, faults).map(Chosen::New));
    };
    new.refuse(ADDRESS, faults);
    let found = match holder {
        Some(holder) => {
            let found = holder_addresses::find(on, id).await?;
            found.filter(|address| address.holder_id == holder.id)
        }
        None => None,
    };
    let found = faults.check("/address/id", found.ok_or(FaultCode::Unknown));
    Ok(found.map(Chosen::Existing))
}

async fn read_company(
    app: &App,
    on: &mut impl Connection,
    organization_id: OrganizationId,
    request: &HolderRequest<'_>,
    faults: &mut Faults,
) -> Result<Option<(ChosenCompany, TieFields)>, AppError> {
    let Some(choice) = request.company else { return Ok(None) };
    let tie = NewTie::from(choice).validate(COMPANY, faults);
    let (named, new) = ((choice.id, "id"), NewCompany::from(choice));
    let organization_id = Some(organization_id);
    let at = (COMPANY, faults);
    let chosen = companies::choose(app, on, organization_id, named, &new, at).await?;
    Ok(chosen.zip(tie))
}

impl HolderOfNew {
    /// Refuses a new holder whose tax code the organisation has, and finds those with variants of it.
    pub async fn check_tax_code(&self, tx: &mut Tx) -> Result<Vec<Holder>, AppError> {
        match &self.holder {
            Chosen::New(holder) => {
                crate::holders::check_tax_code(tx, holder, self.at.tax_code).await?;
                variants::of(tx, holder).await
            }
            Chosen::Existing(_) => Ok(vec![]),
        }
    }

    /// Inserts what is new of it, and records that in the chain of the holder.
    pub async fn save(self, app: &App, tx: &mut Tx, caller: &Caller) -> Result<HeldBy, AppError> {
        let (holder, key, mut changes, action) = match self.holder {
            Chosen::Existing(holder) => {
                let key = audit::key_of(tx, holder.id).await?;
                (holder, key, vec![], Action::Updated)
            }
            Chosen::New(holder) => {
                let key = crate::holders::insert(app, tx, &holder, self.at.tax_code).await?;
                let changes = audit::creation(&holder, &key)?;
                (holder, key, changes, Action::Created)
            }
        };
        let mut address_id = None;
        match self.address {
            None => {}
            Some(Chosen::Existing(address)) => address_id = Some(address.id),
            Some(Chosen::New(fields)) => {
                let address = fields.build(app.new_id(), holder.id, app.now());
                holder_addresses::insert(tx, &address).await?;
                changes.extend(audit::address_change(None, Some(&address), Some(&key))?);
                address_id = Some(address.id);
            }
        }
        let mut tie_id = None;
        if let Some((company, fields)) = self.company {
            let company = companies::settle(app, tx, caller, company, COMPANY).await?;
            tie_id = present_tie(tx, &holder, company.id, &fields).await?;
            if tie_id.is_none() {
                let tie = fields.build(app.new_id(), holder.id, company.id, app.now());
                holder_companies::insert(tx, &tie).await?;
                changes.extend(audit::tie_change(None, Some(&tie), Some(&key))?);
                tie_id = Some(tie.id);
            }
        }
        audit::record(app, tx, caller.actor(), holder.id, action, changes).await?;
        Ok(HeldBy { holder_id: holder.id, address_id, tie_id })
    }
}

/// The tie that the holder has to the company already: one of the role, if the request names one.
async fn present_tie(
    on: &mut impl Connection,
    holder: &Holder,
    company_id: CompanyId,
    fields: &TieFields,
) -> Result<Option<CompanyTieId>, AppError> {
    let ties = holder_companies::between(on, holder.id, company_id).await?;
    let role = &fields.role;
    let suits = |tied: &&holder_companies::TiedCompany| role.is_empty() || tied.tie.role == *role;
    Ok(ties.iter().find(suits).map(|tied| tied.tie.id))
}
