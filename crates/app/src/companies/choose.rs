//! The company of a request about a holder: one by its id, or a new one.

use sigillo_domain::company::{Company, NewCompany};
use sigillo_domain::id::{CompanyId, OrganizationId};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Connection, StorageError, Tx, companies};

use super::audited_fields;
use crate::caller::Identity;
use crate::error::AppError;
use crate::record::record_edit;
use crate::{App, Caller};

/// A company that a request has chosen.
pub(crate) enum ChosenCompany {
    Existing(Company),
    New(Company),
}

impl ChosenCompany {
    /// Whether both are new and have one VAT number.
    pub fn has_vat_number_of(&self, other: &Self) -> bool {
        let (Self::New(one), Self::New(other)) = (self, other) else { return false };
        !one.vat_number.is_empty() && one.vat_number == other.vat_number
    }
}

/// Finds the company that the request names, by the field of its id, or validates the new one; `at` is
/// where the request has it. The organisation is None where the request has not named a valid one.
pub(crate) async fn choose(
    app: &App,
    on: &mut impl Connection,
    organization_id: Option<OrganizationId>,
    (id, id_field): (Option<CompanyId>, &str),
    new: &NewCompany<'_>,
    (at, faults): (&str, &mut Faults),
) -> Result<Option<ChosenCompany>, AppError> {
    if let Some(id) = id {
        new.refuse(at, faults);
        let found = companies::find(on, id).await?;
        let found = found.filter(|company| Some(company.organization_id) == organization_id);
        let found = faults.check(&format!("{at}/{id_field}"), found.ok_or(FaultCode::Unknown));
        return Ok(found.map(ChosenCompany::Existing));
    }
    let fields = new.validate(at, faults);
    let Some((fields, organization_id)) = fields.zip(organization_id) else { return Ok(None) };
    let company = fields.build(app.new_id(), organization_id, app.now());
    if is_known(on, &company).await? {
        faults.add(&format!("{at}/vat_number"), FaultCode::Taken);
    }
    Ok(Some(ChosenCompany::New(company)))
}

async fn is_known(on: &mut impl Connection, company: &Company) -> Result<bool, StorageError> {
    if company.vat_number.is_empty() {
        return Ok(false);
    }
    let numbers = [company.vat_number.clone()];
    let found = companies::with_vat_numbers(on, company.organization_id, numbers).await?;
    Ok(!found.is_empty())
}

/// Inserts the company if it is a new one.
pub(crate) async fn settle(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    chosen: ChosenCompany,
    at: &str,
) -> Result<Company, AppError> {
    let company = match chosen {
        ChosenCompany::Existing(company) => return Ok(company),
        ChosenCompany::New(company) => company,
    };
    companies::insert(tx, &company).await.map_err(taken(at))?;
    let fields = (None, audited_fields(&company));
    let subject = company.subject();
    record_edit(tx, caller.actor(), app.now(), subject, fields, None).await?;
    Ok(company)
}

/// The fault of a VAT number that another company of the organisation has.
pub(super) fn taken(at: &str) -> impl FnOnce(StorageError) -> AppError {
    let pointer = format!("{at}/vat_number");
    move |error| match error {
        StorageError::Taken => AppError::fault(&pointer, FaultCode::Taken),
        other => AppError::Storage(other),
    }
}
