//! What is typed for the holder of a new mailbox, from step to step.

use leptos::prelude::*;
use sigillo_contract::company::Company;
use sigillo_contract::domain::Domain;
use sigillo_contract::holder::{
    AddressChoice, AddressCreate, CompanyChoice, HolderAddress, HolderChoice, HolderDetail,
    HolderQuery,
};
use sigillo_contract::operations::{GetHolder, ListHolders};
use sigillo_domain::holder::NewHolder;
use sigillo_domain::id::{AddressId, CompanyId, OrganizationId};
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::{FaultCode, Faults};

use super::step::Step;
use crate::api::{self, ApiError};
use crate::components::person::{
    AddressInputs, CompanyInputs, NameConfirmation, OmocodiaConfirmation, check_address,
    check_company, company_of_tie,
};
use crate::components::{Form, Load, load};

pub const TAX_CODE: &str = "/holder/tax_code";
/// The field of a registered company: its text finds the company, whose id is kept beside it.
pub const COMPANY_ID: &str = "/company/id";
const CHOSEN_COMPANY: &str = "/company/id/chosen";

/// Which address the mailbox has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressOption {
    /// None, where the domain does not require one.
    None,
    New,
    Known(AddressId),
}

/// Which company the holder has the mailbox for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyOption {
    New,
    /// One of the organisation, to be searched for.
    Registered,
    /// One that the holder is tied to.
    Known(CompanyId),
}

#[derive(Clone, Copy)]
pub struct HolderDraft {
    form: Form,
    /// Whether the domain requires a holder with an address.
    pub is_required: bool,
    pub has_holder: RwSignal<bool>,
    pub code: RwSignal<String>,
    pub family: RwSignal<String>,
    pub given: RwSignal<String>,
    pub confirmation: NameConfirmation,
    pub omocodia: OmocodiaConfirmation,
    /// The holder who has the codice fiscale already.
    pub known: Load<Option<HolderDetail>>,
    pub address_option: RwSignal<AddressOption>,
    pub address: AddressInputs,
    pub has_company: RwSignal<bool>,
    pub company_option: RwSignal<CompanyOption>,
    /// The text that searches for a registered company, and the id of the one that was chosen.
    pub company_search: RwSignal<String>,
    pub company_id: RwSignal<String>,
    pub company: CompanyInputs,
    pub role: RwSignal<String>,
}

impl HolderDraft {
    pub fn new(form: Form, domain: &Domain) -> Self {
        let text = || RwSignal::new(String::new());
        let (code, family, given) = (text(), text(), text());
        let is_required = domain.onboarding == Onboarding::Contract;
        let company_id = text();
        if let Some(id) = form.draft(CHOSEN_COMPANY, "") {
            company_id.set(id);
        }
        Self {
            form,
            is_required,
            has_holder: RwSignal::new(is_required),
            code,
            family,
            given,
            confirmation: NameConfirmation::new(form, code, given, family),
            omocodia: OmocodiaConfirmation::new(form, "/holder/omocodia_confirmed", code),
            known: known_holder(code, domain.organization_id),
            address_option: RwSignal::new(AddressOption::New),
            address: AddressInputs::new(),
            has_company: RwSignal::new(false),
            company_option: RwSignal::new(CompanyOption::New),
            company_search: text(),
            company_id,
            company: CompanyInputs::new(),
            role: text(),
        }
    }

    /// The holder who has the typed code already. A view that reads it follows the input.
    pub fn known(self) -> Option<HolderDetail> {
        let code = TaxCode::parse(&self.code.get()).ok()?;
        self.known.get().flatten().filter(|known| known.holder.tax_code == code.as_str())
    }

    /// The chosen one of the holder's addresses.
    pub fn known_address(self) -> Option<HolderAddress> {
        let AddressOption::Known(id) = self.address_option.get() else { return None };
        self.known()?.addresses.into_iter().find(|address| address.id == id)
    }

    /// The chosen one of the holder's companies.
    pub fn known_company(self) -> Option<Company> {
        let CompanyOption::Known(id) = self.company_option.get() else { return None };
        let tie = self.known()?.companies.into_iter().find(|tie| tie.company.id == id)?;
        Some(tie.company)
    }

    pub fn holder(self) -> HolderChoice {
        if let Some(known) = self.known() {
            return HolderChoice { id: Some(known.holder.id), ..HolderChoice::default() };
        }
        HolderChoice {
            id: None,
            given_name: trimmed(self.given),
            family_name: trimmed(self.family),
            tax_code: trimmed(self.code),
            omocodia_confirmed: self.omocodia.is_confirmed(),
        }
    }

    pub fn address(self) -> Option<AddressChoice> {
        match self.address_option.get() {
            AddressOption::None => None,
            AddressOption::Known(_) => {
                let id = self.known_address().map(|address| address.id);
                Some(AddressChoice { id, ..AddressChoice::default() })
            }
            AddressOption::New => {
                let typed: AddressCreate = self.address.values();
                Some(AddressChoice {
                    id: None,
                    street: typed.street,
                    number: typed.number,
                    locality: typed.locality,
                    province: typed.province,
                    postal_code: typed.postal_code,
                    country: typed.country,
                    phone: typed.phone,
                    fax: typed.fax,
                    email: typed.email,
                    mobile: typed.mobile,
                })
            }
        }
    }

    pub fn company(self) -> Option<CompanyChoice> {
        if !self.has_company.get() {
            return None;
        }
        let role = trimmed(self.role);
        Some(match self.company_option.get() {
            CompanyOption::Known(_) => {
                let id = self.known_company().map(|company| company.id);
                CompanyChoice { id, role, ..CompanyChoice::default() }
            }
            CompanyOption::Registered => {
                let id = self.company_id.get().parse().ok();
                CompanyChoice { id, role, ..CompanyChoice::default() }
            }
            CompanyOption::New => {
                let typed = company_of_tie(self.company);
                CompanyChoice {
                    id: None,
                    legal_name: typed.legal_name,
                    legal_form: typed.legal_form,
                    vat_number: typed.vat_number,
                    tax_code: typed.tax_code,
                    rea: typed.rea,
                    recipient_code: typed.recipient_code,
                    recipient_pec: typed.recipient_pec,
                    administrative_reference: typed.administrative_reference,
                    role,
                }
            }
        })
    }

    /// Judges what is typed at a step, by the rules of the server.
    pub fn check(self, step: Step, faults: &mut Faults) {
        match step {
            Step::Mailbox => self.check_holder(faults),
            Step::Address => self.check_address(faults),
            Step::Company if self.has_company.get_untracked() => self.check_company(faults),
            Step::Company | Step::Tie | Step::Confirmation => {}
        }
    }

    fn check_holder(self, faults: &mut Faults) {
        if untrack(|| self.known()).is_some() {
            return;
        }
        let choice = untrack(|| self.holder());
        let new = NewHolder {
            given_name: &choice.given_name,
            family_name: &choice.family_name,
            tax_code: &choice.tax_code,
        };
        new.validate("/holder", faults);
    }

    fn check_address(self, faults: &mut Faults) {
        match self.address_option.get_untracked() {
            AddressOption::New => {
                check_address(&untrack(|| self.address.values()), "/address", faults);
            }
            AddressOption::Known(_) if untrack(|| self.known_address()).is_none() => {
                faults.add("/address/id", FaultCode::Required);
            }
            AddressOption::Known(_) | AddressOption::None => {}
        }
    }

    fn check_company(self, faults: &mut Faults) {
        let choice = untrack(|| self.company()).unwrap_or_default();
        match self.company_option.get_untracked() {
            CompanyOption::New => {
                check_company(&untrack(|| company_of_tie(self.company)), "/company", faults);
            }
            CompanyOption::Registered | CompanyOption::Known(_) if choice.id.is_none() => {
                faults.add(COMPANY_ID, FaultCode::Required);
            }
            CompanyOption::Registered | CompanyOption::Known(_) => {}
        }
    }

    /// Takes a registered holder by the codice fiscale, as if that had been typed.
    pub fn choose_holder(self, tax_code: &str) {
        self.form.typed(TAX_CODE, &self.code.get_untracked(), tax_code);
        self.code.set(tax_code.to_owned());
    }

    /// Keeps the id of the registered company that was chosen, as a field that was typed in.
    pub fn choose_company(self, id: CompanyId) {
        let id = id.to_string();
        self.form.typed(CHOSEN_COMPANY, &self.company_id.get_untracked(), &id);
        self.company_id.set(id);
    }
}

fn trimmed(input: RwSignal<String>) -> String {
    input.get().trim().to_owned()
}

/// Reads the holder who has a codice fiscale, once a whole one is typed.
fn known_holder(
    code: RwSignal<String>,
    organization: OrganizationId,
) -> Load<Option<HolderDetail>> {
    let whole = Memo::new(move |_| TaxCode::parse(&code.get()).ok());
    load(move || {
        let code = whole.get();
        async move {
            match code {
                Some(code) => find(code, organization).await,
                None => Ok(None),
            }
        }
    })
}

async fn find(
    code: TaxCode,
    organization: OrganizationId,
) -> Result<Option<HolderDetail>, ApiError> {
    let query = HolderQuery {
        tax_code: Some(code.to_string()),
        organization_id: Some(organization),
        limit: Some(1),
        ..HolderQuery::default()
    };
    let page = api::list::<ListHolders>((), &query).await?;
    match page.items.into_iter().find(|holder| holder.tax_code == code.as_str()) {
        Some(holder) => api::get::<GetHolder>(holder.id).await.map(Some),
        None => Ok(None),
    }
}
