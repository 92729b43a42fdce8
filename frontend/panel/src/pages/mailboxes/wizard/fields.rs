//! The fields of the steps: the holder, the address, the tie to a company, the company.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "a draft is a set of signals, and components take their properties by value"
)]

use leptos::prelude::*;
use sigillo_contract::holder::{HolderDetail, MailboxHolder};
use sigillo_domain::id::CompanyId;

use super::Wizard;
use super::draft::{AddressOption, COMPANY_ID, CompanyOption, HolderDraft, TAX_CODE};
use crate::components::person::{
    AddressFields, CompanyFields, TaxCodeReading, address_line, address_pointers_of_mailbox,
    company_of_mailbox, find_companies, typed_address,
};
use crate::components::{
    Alert, AlertKind, Combobox, Form, RadioGroup, Suggestion, TextField, YesNo, suggestions,
};
use crate::i18n::{t, texts};

/// Who holds the mailbox: a known codice fiscale says the name.
#[component]
pub fn HolderFields(form: Form, draft: HolderDraft) -> impl IntoView {
    let known = Memo::new(move |_| draft.known().map(|known| known.holder));
    let is_known = Memo::new(move |_| known.with(Option::is_some));
    let note = move || {
        known.get().map(|holder| {
            let name = format!("{} {}", holder.family_name, holder.given_name);
            view! {
                <Alert kind=AlertKind::Info>
                    <p data-testid="known-holder">{move || texts().wizard().holder_is_known(&name)}</p>
                </Alert>
            }
        })
    };
    let choose = Callback::new(move |known: MailboxHolder| draft.choose_holder(&known.tax_code));
    view! {
        <fieldset class="wizard-part">
            <legend>{t!(holders.holder)}</legend>
            <TextField form=form pointer=TAX_CODE label=t!(holders.tax_code) hint=t!(wizard.tax_code_hint) value=draft.code />
            <TaxCodeReading code=draft.code />
            {note}
            {draft.omocodia.view(Some(choose))}
            <div hidden=move || is_known.get()>
                <div class="field-pair">
                    <TextField form=form pointer="/holder/family_name" label=t!(holders.family_name) value=draft.family />
                    <TextField form=form pointer="/holder/given_name" label=t!(holders.given_name) value=draft.given />
                </div>
                {draft.confirmation.view()}
            </div>
        </fieldset>
    }
}

/// One of the holder's addresses, or a new one.
#[component]
pub fn AddressStep(form: Form, draft: HolderDraft) -> impl IntoView {
    let known = Memo::new(move |_| draft.known());
    let options = move || {
        let known = known.get();
        view! { <AddressOptions form=form draft=draft known=known /> }
    };
    view! {
        {options}
        <div hidden=move || draft.address_option.get() != AddressOption::New>
            <AddressFields form=form at=address_pointers_of_mailbox() inputs=draft.address />
        </div>
    }
}

#[component]
fn AddressOptions(form: Form, draft: HolderDraft, known: Option<HolderDetail>) -> impl IntoView {
    let addresses = known.map(|known| known.addresses).unwrap_or_default();
    let first = addresses.first().map(|address| AddressOption::Known(address.id));
    // What a person chose before is put back by the radio buttons.
    draft.address_option.set(first.unwrap_or(AddressOption::New));
    let mut options: Vec<(AddressOption, TextProp, Option<TextProp>)> =
        vec![(AddressOption::New, t!(wizard.new_address).into(), None)];
    if !draft.is_required {
        options.push((AddressOption::None, t!(wizard.no_address).into(), None));
    }
    options.extend(addresses.iter().map(|address| {
        let line = address_line(&typed_address(address));
        (AddressOption::Known(address.id), TextProp::from(move || line.clone()), None)
    }));
    (options.len() > 1).then(|| {
        view! {
            <RadioGroup
                form=form
                pointer="/address/id"
                label=t!(wizard.which_address)
                value=draft.address_option
                options=options
            />
        }
    })
}

/// Whether the holder has the mailbox for a company.
#[component]
pub fn TieStep(form: Form, draft: HolderDraft) -> impl IntoView {
    view! {
        <YesNo
            form=form
            pointer="/company"
            label=t!(wizard.has_company)
            hint=t!(wizard.has_company_hint)
            value=draft.has_company
        />
    }
}

/// One of the holder's companies, another registered one, or a new one.
#[component]
pub fn CompanyStep(form: Form, draft: HolderDraft, wizard: Wizard) -> impl IntoView {
    let organization = wizard.domain.with_value(|domain| domain.organization_id);
    let known = Memo::new(move |_| draft.known());
    let found =
        suggestions(draft.company_search, 2, move |text| find_companies(text, Some(organization)));
    let choose = Callback::new(move |one: Suggestion<CompanyId>| draft.choose_company(one.key));
    let is = move |option| draft.company_option.get() == option;
    view! {
        {move || {
            let known = known.get();
            view! { <CompanyOptions form=form draft=draft known=known /> }
        }}
        <div hidden=move || !is(CompanyOption::Registered)>
            <Combobox
                form=form
                pointer=COMPANY_ID
                label=t!(companies.company)
                hint=t!(holders.find_company_hint)
                value=draft.company_search
                found=found
                on_choose=choose
            />
        </div>
        <div hidden=move || !is(CompanyOption::New)>
            <CompanyFields form=form at=company_of_mailbox() inputs=draft.company />
        </div>
        <TextField form=form pointer="/company/role" label=t!(holders.role) hint=t!(holders.role_hint) value=draft.role optional=true />
    }
}

#[component]
fn CompanyOptions(form: Form, draft: HolderDraft, known: Option<HolderDetail>) -> impl IntoView {
    let ties = known.map(|known| known.companies).unwrap_or_default();
    let first = ties.first().map(|tie| CompanyOption::Known(tie.company.id));
    // What a person chose before is put back by the radio buttons.
    draft.company_option.set(first.unwrap_or(CompanyOption::New));
    let mut options: Vec<(CompanyOption, TextProp, Option<TextProp>)> = vec![
        (CompanyOption::New, t!(wizard.new_company).into(), None),
        (CompanyOption::Registered, t!(wizard.registered_company).into(), None),
    ];
    options.extend(ties.into_iter().map(|tie| {
        let name = tie.company.legal_name;
        (CompanyOption::Known(tie.company.id), TextProp::from(move || name.clone()), None)
    }));
    view! {
        <RadioGroup
            form=form
            pointer=COMPANY_OPTION
            label=t!(wizard.which_company)
            value=draft.company_option
            options=options
        />
    }
}

/// The choice among the companies; the id of a registered one is a field of its own.
const COMPANY_OPTION: &str = "/company_option";
