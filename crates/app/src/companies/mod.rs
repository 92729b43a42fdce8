//! Companies, which the holders of an organisation share. They come with a holder or a mailbox.

mod choose;
mod list;
mod update;

pub(crate) use choose::{ChosenCompany, choose, settle};
pub use list::{get, history, list};
pub use update::update;

use serde_json::json;
use sigillo_contract::Operation;
use sigillo_contract::company as contract;
use sigillo_domain::company::Company;

use crate::Grant;
use crate::error::AppError;
use crate::holders::check_organization;
use crate::record::AuditedFields;
use crate::scope::Scoped;

impl Scoped for Company {
    /// Everybody who works for an organisation sees its companies, as they see its holders.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        check_organization(grant.caller(), self.organization_id)
    }
}

/// The fields whose changes the history records.
pub fn audited_fields(company: &Company) -> AuditedFields {
    vec![
        ("legal_name", json!(company.legal_name)),
        ("legal_form", json!(company.legal_form)),
        ("vat_number", json!(company.vat_number)),
        ("tax_code", json!(company.tax_code)),
        ("rea", json!(company.rea)),
        ("recipient_code", json!(company.recipient_code)),
        ("recipient_pec", json!(company.recipient_pec)),
        ("administrative_reference", json!(company.administrative_reference)),
        ("organization_id", json!(company.organization_id)),
    ]
}

pub(crate) fn view(company: Company) -> contract::Company {
    contract::Company {
        id: company.id,
        organization_id: company.organization_id,
        legal_name: company.legal_name,
        legal_form: company.legal_form,
        vat_number: company.vat_number,
        tax_code: company.tax_code,
        rea: company.rea,
        recipient_code: company.recipient_code,
        recipient_pec: company.recipient_pec,
        administrative_reference: company.administrative_reference,
        created_at: company.created_at,
        version: company.version,
    }
}
