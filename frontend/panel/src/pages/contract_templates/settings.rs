//! How an organisation handles its contracts: the days to sign, and where refusals are reported.

use leptos::prelude::*;
use sigillo_contract::contract::{ContractSettings, ContractSettingsPatch};
use sigillo_contract::operations::{GetContractSettings, UpdateContractSettings};
use sigillo_domain::FaultCode;
use sigillo_domain::contract::MAX_TERM_DAYS;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::name::Email;
use sigillo_kit::edit::{Edit, FieldSpec, Part};

use crate::components::{
    AlertKind, EditConflict, ErrorSummary, FoldedPanel, Form, NumberField, Submit, TextField,
    announce, load, loaded,
};
use crate::i18n::{integer, parse_integer, t, texts};
use crate::{api, router, session};

/// The settings of an organisation, for whoever may change them.
#[component]
pub fn SettingsPanel(organization: OrganizationId) -> impl IntoView {
    session::may::<UpdateContractSettings>().then(|| {
        view! {
            <section class="panel panel-below" aria-labelledby="contract-settings">
                <h2 id="contract-settings">{t!(contract_templates.settings)}</h2>
                <Settings organization=organization />
            </section>
        }
    })
}

/// The settings on the page of an organisation, which are read when somebody opens them.
#[component]
pub fn FoldedSettings(organization: OrganizationId) -> impl IntoView {
    session::may::<UpdateContractSettings>().then(|| {
        view! {
            <FoldedPanel title=t!(contract_templates.settings)><Settings organization=organization /></FoldedPanel>
        }
    })
}

#[component]
fn Settings(organization: OrganizationId) -> impl IntoView {
    let found = load(move || api::get::<GetContractSettings>(organization));
    loaded(found, move |settings| {
        view! { <SettingsForm organization=organization settings=settings /> }
    })
}

type SettingsEdit = Edit<ContractSettings, ContractSettingsPatch>;

fn check_days(days: i64) -> Result<i64, FaultCode> {
    if (1..=MAX_TERM_DAYS).contains(&days) { Ok(days) } else { Err(FaultCode::OutOfRange) }
}

/// An address, or an empty text for none.
fn check_notice(text: &str) -> Result<String, FaultCode> {
    let text = text.trim();
    if text.is_empty() {
        Ok(String::new())
    } else {
        Email::parse(text).map(|email| email.to_string())
    }
}

#[component]
fn SettingsForm(organization: OrganizationId, settings: ContractSettings) -> impl IntoView {
    let form = Form::keeping_of("contract-settings", organization);
    let edit = SettingsEdit::of(settings);
    let days = edit.field(FieldSpec {
        pointer: "/term_days",
        label: t!(contract_templates.term),
        read: |settings: &ContractSettings| settings.term_days,
        write: |patch, days| patch.term_days = Some(days),
        words: |days| integer(*days),
        format: |days| integer(*days),
        parse: |text: &String| parse_integer(text).and_then(check_days),
    });
    let notice = edit.field(FieldSpec {
        pointer: "/notice_email",
        label: t!(contract_templates.notice),
        read: |settings: &ContractSettings| settings.notice_email.clone(),
        write: |patch, email| patch.notice_email = Some(email),
        words: String::clone,
        format: String::clone,
        parse: |text: &String| check_notice(text),
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(organization, edit, form);
    };
    view! {
        <EditConflict edit=edit />
        <form class="measure" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <NumberField
                form=form
                pointer="/term_days"
                label=t!(contract_templates.term)
                hint=t!(contract_templates.term_hint)
                unit=t!(contract_templates.days)
                value=days.input
            />
            <TextField
                form=form
                pointer="/notice_email"
                label=t!(contract_templates.notice)
                hint=t!(contract_templates.notice_hint)
                value=notice.input
                kind="email"
                optional=true
            />
            <div class="form-actions">
                <Submit form=form label=t!(contract_templates.save_settings) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

fn save(organization: OrganizationId, edit: SettingsEdit, form: Form) {
    let page = router::path().get_untracked();
    if !edit.has_changes(Part::Whole) {
        return announce(AlertKind::Info, texts().forms().nothing_changed(), page);
    }
    let patch = match edit.patch() {
        Ok(patch) => patch,
        Err(faults) => return form.show_faults(faults),
    };
    let version = edit.base().version;
    let work = async move {
        api::change::<UpdateContractSettings, GetContractSettings>(organization, &patch, version)
            .await
    };
    let redo = Callback::new(move |()| save(organization, edit, form));
    edit.send(form, Part::Whole, work, redo, move |saved: ContractSettings| {
        announce(AlertKind::Success, texts().contract_templates().settings_saved(), page);
        edit.reset(saved);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_within_a_year_and_the_address_may_be_empty() {
        assert_eq!((check_days(1), check_days(365)), (Ok(1), Ok(365)));
        assert_eq!(
            (check_days(0), check_days(366)),
            (Err(FaultCode::OutOfRange), Err(FaultCode::OutOfRange))
        );
        assert_eq!(check_notice("  "), Ok(String::new()));
        assert_eq!(check_notice(" ufficio@example.it "), Ok("ufficio@example.it".to_owned()));
        assert!(check_notice("ufficio").is_err());
    }
}
