//! How an organisation preserves its receipts: whoever is responsible, the manual, and the retention.

use leptos::prelude::*;
use sigillo_contract::operations::{GetPreservationSettings, UpdatePreservationSettings};
use sigillo_contract::preservation::{PreservationSettings, PreservationSettingsPatch};
use sigillo_domain::FaultCode;
use sigillo_domain::account::parse_display_name;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::preservation::{
    DEFAULT_RETENTION_YEARS, MAX_RETENTION_YEARS, parse_agent_code, parse_manual,
};
use sigillo_kit::edit::{Edit, FieldSpec, Part};

use crate::components::{
    AlertKind, EditConflict, ErrorSummary, FoldedPanel, Form, NumberField, Submit, TextField,
    announce, load, loaded,
};
use crate::i18n::{integer, parse_integer, t, texts};
use crate::route::Route;
use crate::{api, session};

type SettingsEdit = Edit<PreservationSettings, PreservationSettingsPatch>;

/// The settings on the page of an organisation, which are read when somebody opens them.
#[component]
pub fn PreservationPanel(organization: OrganizationId) -> impl IntoView {
    session::may::<UpdatePreservationSettings>().then(|| {
        view! {
            <FoldedPanel title=t!(preservation.settings)><Settings organization=organization /></FoldedPanel>
        }
    })
}

#[component]
fn Settings(organization: OrganizationId) -> impl IntoView {
    let found = load(move || api::get::<GetPreservationSettings>(organization));
    loaded(found, move |settings| {
        view! { <SettingsForm organization=organization settings=settings /> }
    })
}

fn check_name(text: &str) -> Result<String, FaultCode> {
    if text.trim().is_empty() { Ok(String::new()) } else { parse_display_name(text) }
}

fn check_years(years: i64) -> Result<i64, FaultCode> {
    let allowed = DEFAULT_RETENTION_YEARS..=MAX_RETENTION_YEARS;
    if allowed.contains(&years) { Ok(years) } else { Err(FaultCode::OutOfRange) }
}

/// A field that is a text, by the rule for it.
fn text_field(
    edit: SettingsEdit,
    (pointer, label): (&'static str, fn() -> &'static str),
    read: fn(&PreservationSettings) -> String,
    write: fn(&mut PreservationSettingsPatch, String),
    parse: fn(&String) -> Result<String, FaultCode>,
) -> RwSignal<String> {
    let words = String::clone;
    edit.field(FieldSpec { pointer, label, read, write, words, format: words, parse }).input
}

#[component]
fn SettingsForm(organization: OrganizationId, settings: PreservationSettings) -> impl IntoView {
    let form = Form::keeping_of("preservation-settings", organization);
    let edit = SettingsEdit::of(settings);
    let producer = text_field(
        edit,
        ("/producer_code", t!(preservation.producer_code)),
        |settings| settings.producer_code.clone(),
        |patch, code| patch.producer_code = Some(code),
        |text| parse_agent_code(text),
    );
    let name = text_field(
        edit,
        ("/responsible_name", t!(preservation.responsible_name)),
        |settings| settings.responsible_name.clone(),
        |patch, name| patch.responsible_name = Some(name),
        |text| check_name(text),
    );
    let code = text_field(
        edit,
        ("/responsible_code", t!(preservation.responsible_code)),
        |settings| settings.responsible_code.clone(),
        |patch, code| patch.responsible_code = Some(code),
        |text| parse_agent_code(text),
    );
    let manual = text_field(
        edit,
        ("/manual", t!(preservation.manual)),
        |settings| settings.manual.clone(),
        |patch, manual| patch.manual = Some(manual),
        |text| parse_manual(text),
    );
    let years = edit.field(FieldSpec {
        pointer: "/retention_years",
        label: t!(preservation.retention_years),
        read: |settings: &PreservationSettings| settings.retention_years,
        write: |patch, years| patch.retention_years = Some(years),
        words: |years| integer(*years),
        format: |years| integer(*years),
        parse: |text: &String| parse_integer(text).and_then(check_years),
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(organization, edit, form);
    };
    view! {
        <EditConflict edit=edit />
        <form class="measure" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField form=form pointer="/producer_code" label=t!(preservation.producer_code)
                hint=t!(preservation.code_hint) value=producer optional=true />
            <TextField form=form pointer="/responsible_name" label=t!(preservation.responsible_name)
                value=name optional=true />
            <TextField form=form pointer="/responsible_code" label=t!(preservation.responsible_code)
                hint=t!(preservation.code_hint) value=code optional=true />
            <TextField form=form pointer="/manual" label=t!(preservation.manual)
                hint=t!(preservation.manual_hint) value=manual optional=true />
            <NumberField form=form pointer="/retention_years" label=t!(preservation.retention_years)
                hint=t!(preservation.retention_hint) unit=t!(preservation.years_unit) value=years.input />
            <div class="form-actions">
                <Submit form=form label=t!(preservation.save) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

fn save(organization: OrganizationId, edit: SettingsEdit, form: Form) {
    let page = Route::Organization(organization);
    if !edit.has_changes(Part::Whole) {
        return announce(AlertKind::Info, texts().forms().nothing_changed(), page);
    }
    let patch = match edit.patch() {
        Ok(patch) => patch,
        Err(faults) => return form.show_faults(faults),
    };
    let version = edit.base().version;
    let work = async move {
        api::change::<UpdatePreservationSettings, GetPreservationSettings>(
            organization,
            &patch,
            version,
        )
        .await
    };
    let redo = Callback::new(move |()| save(organization, edit, form));
    edit.send(form, Part::Whole, work, redo, move |saved: PreservationSettings| {
        announce(AlertKind::Success, texts().preservation().saved(), page);
        edit.reset(saved);
    });
}
