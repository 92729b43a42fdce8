//! The page that corrects a holder's name or codice fiscale. Another person in the place of this one is a change of
//! holder, which is told apart here.

use leptos::prelude::*;
use sigillo_contract::holder::{Holder, HolderPatch};
use sigillo_contract::operations::{GetHolder, UpdateHolder};
use sigillo_domain::holder::{HolderState, NewHolder, parse_person_name, parse_reason};
use sigillo_domain::id::HolderId;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::{Code, Faults};
use sigillo_kit::edit::{Edit as EditOf, FieldSpec, Part};

use super::{crumbs, full_name};
use crate::api::{self, Change};
use crate::components::person::{NameConfirmation, OmocodiaConfirmation, TaxCodeReading};
use crate::components::{
    Alert, AlertKind, Crumb, EditConflict, ErrorSummary, FieldError, Form, LinkButton, Page,
    RadioGroup, Submit, TextArea, TextField, announce, field_errors, guarded, load, loaded,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{router, session};

const REASON: &str = "/correction_reason";
const TAX_CODE: &str = "/tax_code";

#[component]
pub fn Edit(id: HolderId) -> impl IntoView {
    let detail = load(move || api::get::<GetHolder>(id));
    let holder = Memo::new(move |_| detail.get().map(|found| found.holder));
    let trail = Signal::derive(move || -> Vec<Crumb> { crumbs(holder.get().as_ref()) });
    let page = move || {
        view! {
            <Page title=t!(holders.correct_title) lead=t!(holders.correct_lead) crumbs=trail narrow=true>
                {loaded(detail, |found| view! { <CorrectForm holder=found.holder /> })}
            </Page>
        }
    };
    guarded(detail, |_| session::may::<UpdateHolder>(), page)
}

/// Why the data are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Correction,
    ChangeOfHolder,
}

#[derive(Clone, Copy)]
struct Correction {
    edit: EditOf<Holder, HolderPatch>,
    given: RwSignal<String>,
    family: RwSignal<String>,
    code: RwSignal<String>,
    reason: RwSignal<String>,
    purpose: RwSignal<Purpose>,
    form: Form,
    confirmation: NameConfirmation,
    omocodia: OmocodiaConfirmation,
}

impl Correction {
    fn of(holder: Holder, form: Form) -> Self {
        let edit = EditOf::of(holder);
        let given = edit.field(FieldSpec {
            pointer: "/given_name",
            label: t!(holders.given_name),
            read: |holder: &Holder| holder.given_name.clone(),
            write: |patch: &mut HolderPatch, name| patch.given_name = Some(name),
            words: String::clone,
            format: String::clone,
            parse: |input: &String| parse_person_name(input),
        });
        let family = edit.field(FieldSpec {
            pointer: "/family_name",
            label: t!(holders.family_name),
            read: |holder: &Holder| holder.family_name.clone(),
            write: |patch: &mut HolderPatch, name| patch.family_name = Some(name),
            words: String::clone,
            format: String::clone,
            parse: |input: &String| parse_person_name(input),
        });
        let code = edit.field(FieldSpec {
            pointer: TAX_CODE,
            label: t!(holders.tax_code),
            read: |holder: &Holder| holder.tax_code.clone(),
            write: |patch: &mut HolderPatch, code| patch.tax_code = Some(code),
            words: String::clone,
            format: String::clone,
            parse: |input: &String| TaxCode::parse(input).map(|code| code.to_string()),
        });
        let (given, family, code) = (given.input, family.input, code.input);
        Self {
            edit,
            given,
            family,
            code,
            reason: RwSignal::new(String::new()),
            purpose: RwSignal::new(Purpose::Correction),
            form,
            confirmation: NameConfirmation::new(form, code, given, family),
            omocodia: OmocodiaConfirmation::new(form, "/omocodia_confirmed", code),
        }
    }

    /// Whether anything differs from what is stored. A view that reads it follows the input.
    fn is_changed(self) -> bool {
        for text in [self.given, self.family, self.code] {
            text.track();
        }
        self.edit.with_base(|_| ());
        self.edit.has_changes(Part::Whole)
    }

    /// What is to be changed, or what is still missing for it.
    fn read(self) -> Result<HolderPatch, Vec<(String, FieldError)>> {
        let mut faults = Faults::default();
        let (given, family) = (self.given.get_untracked(), self.family.get_untracked());
        let code = self.code.get_untracked();
        let new = NewHolder { given_name: &given, family_name: &family, tax_code: &code };
        new.validate("", &mut faults);
        let correction_reason = faults.check(REASON, parse_reason(&self.reason.get_untracked()));
        if !faults.is_empty() {
            return Err(field_errors(faults.into_vec()));
        }
        let unconfirmed = self.confirmation.error().into_iter().chain(self.omocodia.error());
        let unconfirmed: Vec<_> = unconfirmed.collect();
        if !unconfirmed.is_empty() {
            return Err(unconfirmed);
        }
        let omocodia_confirmed = self.omocodia.is_confirmed();
        let patch = self.edit.changes(Part::Whole, &mut faults);
        Ok(HolderPatch { correction_reason, omocodia_confirmed, ..patch })
    }

    fn save(self) {
        let Self { edit, form, .. } = self;
        let Holder { id, version, .. } = edit.base();
        if !edit.has_changes(Part::Whole) {
            let nothing = texts().forms().nothing_changed();
            return announce(AlertKind::Info, nothing, Route::EditHolder(id));
        }
        let omocodia = self.omocodia;
        let patch = match self.read() {
            Ok(patch) => patch,
            Err(errors) => return form.show_errors(errors),
        };
        let work = async move {
            match api::send::<UpdateHolder>(id, &patch, Some(version)).await {
                Err(error) if error.is(Code::Stale) => {
                    api::get::<GetHolder>(id).await.map(|newer| Change::Conflict(newer.holder))
                }
                outcome => outcome.map(Change::Made),
            }
        };
        let redo = Callback::new(move |()| self.save());
        let failed = move |error| {
            if !omocodia.asks(&error) {
                form.show_failure(error);
            }
        };
        let done = move |saved: Holder| {
            let page = Route::Holder(id);
            announce(AlertKind::Success, texts().holders().corrected(&full_name(&saved)), page);
            router::go(page);
        };
        edit.send_or(form, Part::Whole, work, redo, done, failed);
    }
}

#[component]
fn CorrectForm(holder: Holder) -> impl IntoView {
    let id = holder.id;
    if holder.state != HolderState::Registered {
        return view! {
            <Alert kind=AlertKind::Info quiet=true><p>{t!(problems.holder_ended)}</p></Alert>
        }
        .into_any();
    }
    let form = Form::keeping("holder");
    let correction = Correction::of(holder, form);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if correction.purpose.get_untracked() == Purpose::Correction {
            correction.save();
        }
    };
    let is_changed = Memo::new(move |_| correction.is_changed());
    view! {
        <EditConflict edit=correction.edit />
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField form=form pointer="/family_name" label=t!(holders.family_name) value=correction.family />
            <TextField form=form pointer="/given_name" label=t!(holders.given_name) value=correction.given />
            <TextField form=form pointer=TAX_CODE label=t!(holders.tax_code) value=correction.code />
            <TaxCodeReading code=correction.code />
            {correction.omocodia.view(None)}
            {correction.confirmation.view()}
            {move || is_changed.get().then(|| view! { <PurposeFields correction=correction /> })}
            <div class="form-actions">
                {move || (correction.purpose.get() == Purpose::Correction).then(|| view! {
                    <Submit form=form label=t!(holders.save_correction) />
                })}
                <LinkButton href=Route::Holder(id).href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
    .into_any()
}

/// The choice between the correction of an error and a change of holder.
#[component]
fn PurposeFields(correction: Correction) -> impl IntoView {
    let Correction { form, purpose, reason, .. } = correction;
    view! {
        <RadioGroup
            form=form
            pointer="/purpose"
            label=t!(holders.purpose)
            value=purpose
            options=vec![
                (Purpose::Correction, t!(holders.is_correction).into(), Some(t!(holders.is_correction_meaning).into())),
                (Purpose::ChangeOfHolder, t!(holders.is_change).into(), Some(t!(holders.is_change_meaning).into())),
            ]
        />
        {move || match purpose.get() {
            Purpose::Correction => view! {
                <TextArea form=form pointer=REASON label=t!(holders.correction_reason) hint=t!(holders.correction_reason_hint) value=reason rows=2 />
            }
            .into_any(),
            Purpose::ChangeOfHolder => view! {
                <Alert kind=AlertKind::Info><p>{t!(holders.change_not_available)}</p></Alert>
            }
            .into_any(),
        }}
    }
}
