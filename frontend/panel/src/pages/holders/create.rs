//! The page for a new holder.

use leptos::prelude::*;
use sigillo_contract::holder::HolderCreate;
use sigillo_contract::operations::{CreateHolder, ListOrganizations};
use sigillo_domain::holder::NewHolder;
use sigillo_domain::{Code, FaultCode, Faults};

use super::{crumbs, full_name};
use crate::components::person::{
    AddressFields, AddressInputs, NameConfirmation, OmocodiaConfirmation, TaxCodeReading,
    address_pointers_of_holder, check_address,
};
use crate::components::{
    AlertKind, ErrorSummary, FieldError, ForbiddenPage, Form, LinkButton, OrganizationField, Page,
    Submit, TextField, UndoNote, YesNo, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, router, session};

const ORGANIZATION: &str = "/organization_id";
const TAX_CODE: &str = "/tax_code";

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreateHolder>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    view! {
        <Page title=t!(holders.create_title) lead=t!(holders.create_lead) crumbs=crumbs(None) narrow=true>
            <CreateForm />
        </Page>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Draft {
    /// Empty unless there are several to choose from.
    organization: RwSignal<String>,
    given: RwSignal<String>,
    family: RwSignal<String>,
    code: RwSignal<String>,
    has_address: RwSignal<bool>,
    address: AddressInputs,
}

impl Draft {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            organization: text(),
            given: text(),
            family: text(),
            code: text(),
            has_address: RwSignal::new(false),
            address: AddressInputs::new(),
        }
    }

    fn read(self, chooses: bool, faults: &mut Faults) -> HolderCreate {
        let text = |input: RwSignal<String>| input.get_untracked().trim().to_owned();
        let organization_id = self.organization.with_untracked(|id| id.parse().ok());
        if chooses && organization_id.is_none() {
            faults.add(ORGANIZATION, FaultCode::Required);
        }
        let create = HolderCreate {
            organization_id,
            given_name: text(self.given),
            family_name: text(self.family),
            tax_code: text(self.code),
            ..HolderCreate::default()
        };
        let new = NewHolder {
            given_name: &create.given_name,
            family_name: &create.family_name,
            tax_code: &create.tax_code,
        };
        new.validate("", faults);
        let address = self.has_address.get_untracked().then(|| untrack(|| self.address.values()));
        if let Some(address) = &address {
            check_address(address, "/addresses/0", faults);
        }
        HolderCreate { addresses: address.into_iter().collect(), ..create }
    }
}

#[component]
fn CreateForm() -> impl IntoView {
    let form = Form::keeping("holder");
    let draft = Draft::new();
    let chooses = session::may::<ListOrganizations>();
    let confirmation = NameConfirmation::new(form, draft.code, draft.given, draft.family);
    let omocodia = OmocodiaConfirmation::new(form, "/omocodia_confirmed", draft.code);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut faults = Faults::default();
        let create = draft.read(chooses, &mut faults);
        if !faults.is_empty() {
            return form.show_faults(faults.into_vec());
        }
        let errors: Vec<_> = confirmation.error().into_iter().chain(omocodia.error()).collect();
        if !errors.is_empty() {
            return form.show_errors(errors);
        }
        send(
            form,
            HolderCreate { omocodia_confirmed: omocodia.is_confirmed(), ..create },
            omocodia,
        );
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            {chooses.then(|| view! {
                <OrganizationField form=form label=t!(accounts.organization) value=draft.organization />
            })}
            <TextField form=form pointer=TAX_CODE label=t!(holders.tax_code) hint=t!(holders.tax_code_hint) value=draft.code />
            <TaxCodeReading code=draft.code />
            {omocodia.view(None)}
            <TextField form=form pointer="/family_name" label=t!(holders.family_name) value=draft.family />
            <TextField form=form pointer="/given_name" label=t!(holders.given_name) value=draft.given />
            {confirmation.view()}
            <YesNo form=form pointer="/has_address" label=t!(holders.with_address) value=draft.has_address />
            {move || draft.has_address.get().then(|| view! {
                <AddressFields form=form at=address_pointers_of_holder() inputs=draft.address />
            })}
            <UndoNote text=t!(undo.creation) />
            <div class="form-actions">
                <Submit form=form label=t!(holders.create) />
                <LinkButton href=Route::Holders.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

fn send(form: Form, create: HolderCreate, omocodia: OmocodiaConfirmation) {
    form.send(async move { api::send::<CreateHolder>((), &create, None).await }, move |outcome| {
        match outcome {
            Ok(made) => {
                let page = Route::Holder(made.id);
                announce(AlertKind::Success, texts().holders().created_it(&full_name(&made)), page);
                router::go(page);
            }
            Err(error) if error.is(Code::HolderExists) => {
                form.show_errors(vec![(TAX_CODE.to_owned(), FieldError::Problem(error))]);
            }
            Err(error) if omocodia.asks(&error) => {}
            Err(error) => form.show_failure(error),
        }
    });
}
