//! A company.

use leptos::prelude::*;
use sigillo_contract::company::{Company, CompanyPatch, CompanyQuery};
use sigillo_contract::holder::HolderCompanyCreate;
use sigillo_contract::operations::ListCompanies;
use sigillo_domain::Faults;
use sigillo_domain::company::NewCompany;
use sigillo_domain::id::{CompanyId, OrganizationId};
use sigillo_kit::edit::{Edit, FieldSpec};

use crate::api::{self, ApiError};
use crate::components::{Form, Suggestion, TextField};
use crate::i18n::t;

/// The pointers of the fields, which differ from request to request.
#[derive(Clone, Copy)]
pub struct CompanyPointers {
    pub legal_name: &'static str,
    pub legal_form: &'static str,
    pub vat_number: &'static str,
    pub tax_code: &'static str,
    pub rea: &'static str,
    pub recipient_code: &'static str,
    pub recipient_pec: &'static str,
    pub administrative_reference: &'static str,
}

macro_rules! pointers {
    ($prefix:literal) => {
        CompanyPointers {
            legal_name: concat!($prefix, "/legal_name"),
            legal_form: concat!($prefix, "/legal_form"),
            vat_number: concat!($prefix, "/vat_number"),
            tax_code: concat!($prefix, "/tax_code"),
            rea: concat!($prefix, "/rea"),
            recipient_code: concat!($prefix, "/recipient_code"),
            recipient_pec: concat!($prefix, "/recipient_pec"),
            administrative_reference: concat!($prefix, "/administrative_reference"),
        }
    };
}

/// Of a request about one company, or about one tie to a company.
pub const COMPANY: CompanyPointers = pointers!("");

/// Of the request for a new mailbox.
pub const fn company_of_mailbox() -> CompanyPointers {
    pointers!("/company")
}

/// What is typed into the fields.
#[derive(Clone, Copy)]
pub struct CompanyInputs {
    pub legal_name: RwSignal<String>,
    pub legal_form: RwSignal<String>,
    pub vat_number: RwSignal<String>,
    pub tax_code: RwSignal<String>,
    pub rea: RwSignal<String>,
    pub recipient_code: RwSignal<String>,
    pub recipient_pec: RwSignal<String>,
    pub administrative_reference: RwSignal<String>,
}

impl CompanyInputs {
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            legal_name: empty(),
            legal_form: empty(),
            vat_number: empty(),
            tax_code: empty(),
            rea: empty(),
            recipient_code: empty(),
            recipient_pec: empty(),
            administrative_reference: empty(),
        }
    }
}

/// What is typed for a company, as the request for a tie has it. A view that reads it follows the input.
pub fn company_of_tie(inputs: CompanyInputs) -> HolderCompanyCreate {
    let text = |input: RwSignal<String>| input.get().trim().to_owned();
    HolderCompanyCreate {
        legal_name: text(inputs.legal_name),
        legal_form: text(inputs.legal_form),
        vat_number: text(inputs.vat_number),
        tax_code: text(inputs.tax_code).to_uppercase(),
        rea: text(inputs.rea).to_uppercase(),
        recipient_code: text(inputs.recipient_code).to_uppercase(),
        recipient_pec: text(inputs.recipient_pec),
        administrative_reference: text(inputs.administrative_reference),
        ..HolderCompanyCreate::default()
    }
}

/// Judges a new company by the rules of the server; `at` is its pointer in the request.
pub fn check_company(company: &HolderCompanyCreate, at: &str, faults: &mut Faults) {
    let new = NewCompany {
        legal_name: &company.legal_name,
        legal_form: &company.legal_form,
        vat_number: &company.vat_number,
        tax_code: &company.tax_code,
        rea: &company.rea,
        recipient_code: &company.recipient_code,
        recipient_pec: &company.recipient_pec,
        administrative_reference: &company.administrative_reference,
    };
    new.validate(at, faults);
}

#[component]
pub fn CompanyFields(form: Form, at: CompanyPointers, inputs: CompanyInputs) -> impl IntoView {
    view! {
        <div class="field-row field-row-name field-row-company">
            <TextField form=form pointer=at.legal_name label=t!(companies.legal_name) value=inputs.legal_name />
            <TextField form=form pointer=at.legal_form label=t!(companies.legal_form) hint=t!(companies.legal_form_hint) value=inputs.legal_form optional=true />
        </div>
        <div class="field-row field-row-company">
            <TextField form=form pointer=at.vat_number label=t!(companies.vat_number) value=inputs.vat_number optional=true />
            <TextField form=form pointer=at.tax_code label=t!(companies.tax_code) value=inputs.tax_code optional=true />
            <TextField form=form pointer=at.rea label=t!(companies.rea) hint=t!(companies.rea_hint) value=inputs.rea optional=true />
        </div>
        <div class="field-row field-row-company">
            <TextField form=form pointer=at.recipient_code label=t!(companies.recipient_code) hint=t!(companies.recipient_code_hint) value=inputs.recipient_code optional=true />
            <TextField form=form pointer=at.recipient_pec label=t!(companies.recipient_pec) value=inputs.recipient_pec kind="email" optional=true />
            <TextField form=form pointer=at.administrative_reference label=t!(companies.administrative_reference) value=inputs.administrative_reference optional=true />
        </div>
    }
}

/// A company that is being changed.
#[derive(Clone, Copy)]
pub struct CompanyEdit {
    pub edit: Edit<Company, CompanyPatch>,
    pub inputs: CompanyInputs,
}

/// A field of the company as it is typed.
fn text(
    pointer: &'static str,
    label: fn() -> &'static str,
    read: fn(&Company) -> String,
    write: fn(&mut CompanyPatch, String),
) -> FieldSpec<Company, CompanyPatch, String> {
    FieldSpec {
        pointer,
        label,
        read,
        write,
        words: String::clone,
        format: String::clone,
        parse: |input: &String| Ok(input.trim().to_owned()),
    }
}

impl CompanyEdit {
    pub fn of(company: Company) -> Self {
        let edit = Edit::of(company);
        let field = |spec| edit.field(spec).input;
        let at = COMPANY;
        let inputs = CompanyInputs {
            legal_name: field(text(
                at.legal_name,
                t!(companies.legal_name),
                |c| c.legal_name.clone(),
                |p, v| p.legal_name = Some(v),
            )),
            legal_form: field(text(
                at.legal_form,
                t!(companies.legal_form),
                |c| c.legal_form.clone(),
                |p, v| p.legal_form = Some(v),
            )),
            vat_number: field(text(
                at.vat_number,
                t!(companies.vat_number),
                |c| c.vat_number.clone(),
                |p, v| p.vat_number = Some(v),
            )),
            tax_code: field(text(
                at.tax_code,
                t!(companies.tax_code),
                |c| c.tax_code.clone(),
                |p, v| p.tax_code = Some(v),
            )),
            rea: field(text(at.rea, t!(companies.rea), |c| c.rea.clone(), |p, v| p.rea = Some(v))),
            recipient_code: field(text(
                at.recipient_code,
                t!(companies.recipient_code),
                |c| c.recipient_code.clone(),
                |p, v| p.recipient_code = Some(v),
            )),
            recipient_pec: field(text(
                at.recipient_pec,
                t!(companies.recipient_pec),
                |c| c.recipient_pec.clone(),
                |p, v| p.recipient_pec = Some(v),
            )),
            administrative_reference: field(text(
                at.administrative_reference,
                t!(companies.administrative_reference),
                |c| c.administrative_reference.clone(),
                |p, v| p.administrative_reference = Some(v),
            )),
        };
        Self { edit, inputs }
    }
}

/// The companies of an organisation that fit a text.
pub async fn find_companies(
    text: String,
    organization: Option<OrganizationId>,
) -> Result<Vec<Suggestion<CompanyId>>, ApiError> {
    let query = CompanyQuery {
        q: Some(text),
        organization_id: organization,
        limit: Some(8),
        ..CompanyQuery::default()
    };
    let page = api::list::<ListCompanies>((), &query).await?;
    let entries = page.items.into_iter().map(|company| Suggestion {
        key: company.id,
        title: company.legal_name,
        note: company.vat_number,
    });
    Ok(entries.collect())
}
