//! The editor of a template: its text, and beside it what is wrong with it and the contract that it makes.

use leptos::prelude::*;
use sigillo_contract::contract_template::{ContractTemplate, ContractTemplateCreate};
use sigillo_contract::operations::{CreateContractTemplate, ListOrganizations};
use sigillo_domain::contract_template::{
    ParsedTemplate, Problem, TEMPLATE_NAME_MAX, Values, check_text, parse,
};
use sigillo_domain::contract_text::ContractText;
use sigillo_domain::message::Language;
use sigillo_domain::{Fault, FaultCode, Faults};

use super::help::Help;
use super::placeholders::Placeholders;
use super::problems::Problems;
use super::text_area::{TEXT, TextEditor, TextPlace};
use super::version_name;
use crate::components::{
    AlertKind, ErrorSummary, Fact, Facts, Form, LinkButton, OrganizationField, RadioGroup, Submit,
    TextField, announce,
};
use crate::i18n::{t, texts};
use crate::pages::contracts::ContractBody;
use crate::route::Route;
use crate::{api, router, session};

/// What is typed into the editor.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The id of the organisation; empty for one's own.
    organization: RwSignal<String>,
    name: RwSignal<String>,
    language: RwSignal<Language>,
    text: RwSignal<String>,
    /// Whether it is a new version, which keeps the name and the organisation.
    is_version: bool,
}

impl Draft {
    pub fn starting_from(text: &str, organization: String) -> Self {
        Self {
            organization: RwSignal::new(organization),
            name: RwSignal::new(String::new()),
            language: RwSignal::new(Language::It),
            text: RwSignal::new(text.to_owned()),
            is_version: false,
        }
    }

    pub fn version_of(template: ContractTemplate) -> Self {
        Self {
            organization: RwSignal::new(template.organization_id.to_string()),
            name: RwSignal::new(template.name),
            language: RwSignal::new(template.language),
            text: RwSignal::new(template.text.unwrap_or_default()),
            is_version: true,
        }
    }

    fn read(self) -> Result<ContractTemplateCreate, Vec<Fault>> {
        let mut faults = Faults::default();
        let organization_id = if self.is_version || session::may::<ListOrganizations>() {
            let id = self.organization.get_untracked().parse().map_err(|_| FaultCode::Required);
            faults.check("/organization_id", id).map(Some)
        } else {
            Some(None)
        };
        let name = faults.check("/name", check_name(&self.name.get_untracked()));
        let text = self.text.get_untracked();
        let is_text = faults.collect(check_text(TEXT, &text).map(drop));
        let language = self.language.get_untracked();
        let create = organization_id.zip(name).zip(is_text).map(|((organization_id, name), ())| {
            ContractTemplateCreate { organization_id, name, language, text }
        });
        faults.result(create)
    }
}

fn check_name(name: &str) -> Result<String, FaultCode> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(FaultCode::Required),
        n if n > TEMPLATE_NAME_MAX => Err(FaultCode::TooLong),
        _ if name.chars().any(char::is_control) => Err(FaultCode::InvalidCharacters),
        _ => Ok(name.to_owned()),
    }
}

#[component]
pub fn Editor(
    draft: Draft,
    /// The page to return to without saving.
    back: Route,
) -> impl IntoView {
    let form = Form::keeping("template");
    let place = TextPlace::new(form, draft.text);
    let parsed = Memo::new(move |_| draft.text.with(|text| Parsed(parse(text))));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(form, draft);
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <div class="panel"><Head form=form draft=draft /></div>
            <div class="columns editor">
                <div class="panel">
                    <TextEditor place=place />
                    <Problems parsed=parsed place=place />
                    <Placeholders place=place language=draft.language />
                    <Help />
                </div>
                <Preview parsed=parsed />
            </div>
            <div class="form-actions">
                <Submit form=form label=t!(contract_templates.save) />
                <LinkButton href=back.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

/// The text as it was read.
#[derive(Clone, PartialEq)]
pub struct Parsed(pub Result<ParsedTemplate, Vec<Problem>>);

#[component]
fn Head(form: Form, draft: Draft) -> impl IntoView {
    let languages =
        Language::ALL.map(|one| (one, TextProp::from(move || texts().words().language(one)), None));
    let name = if draft.is_version {
        let name = draft.name;
        view! {
            <Facts><Fact label=t!(contract_templates.name)>{move || name.get()}</Fact></Facts>
        }
        .into_any()
    } else {
        view! {
            {session::may::<ListOrganizations>().then(|| view! {
                <OrganizationField form=form label=t!(contract_templates.organization) value=draft.organization />
            })}
            <TextField
                form=form
                pointer="/name"
                label=t!(contract_templates.name)
                hint=t!(contract_templates.name_hint)
                value=draft.name
            />
        }
        .into_any()
    };
    view! {
        <div class="measure">
            {name}
            <RadioGroup
                form=form
                pointer="/language"
                label=t!(contract_templates.language)
                value=draft.language
                options=languages.to_vec()
            />
        </div>
    }
}

/// The contract with sample values. While the text has problems, the last one without any is shown.
#[component]
fn Preview(parsed: Memo<Parsed>) -> impl IntoView {
    let is_current = Memo::new(move |_| parsed.with(|parsed| parsed.0.is_ok()));
    let shown = Memo::new(move |last: Option<&Option<ContractText>>| {
        parsed.with(|Parsed(parsed)| match parsed {
            Ok(template) => Some(ContractText::fill(template, &Values::samples())),
            Err(_) => last.cloned().flatten(),
        })
    });
    let note = move || {
        let words = texts().contract_templates();
        if is_current.get() {
            words.sample_values()
        } else if shown.with(Option::is_some) {
            words.preview_old()
        } else {
            words.preview_none()
        }
    };
    view! {
        <section
            class="panel editor-preview"
            class:editor-preview-old=move || !is_current.get()
            aria-labelledby="preview"
            // It scrolls by itself, also with the keyboard.
            tabindex="0"
        >
            <h2 id="preview">{t!(contract_templates.preview)}</h2>
            <p class="fact-note">{note}</p>
            {move || shown.get().map(|text| view! { <ContractBody text=text /> })}
        </section>
    }
}

fn save(form: Form, draft: Draft) {
    let create = match draft.read() {
        Ok(create) => create,
        Err(faults) => return form.show_faults(faults),
    };
    form.send(
        async move { api::send::<CreateContractTemplate>((), &create, None).await },
        move |outcome| match outcome {
            Ok(made) => {
                let page = Route::ContractTemplate(made.id);
                let said = texts().contract_templates().saved(&version_name(&made));
                announce(AlertKind::Success, said, page);
                router::go(page);
            }
            Err(error) => form.show_failure(error),
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_has_a_name_of_one_line() {
        assert_eq!(check_name("  Privati "), Ok("Privati".to_owned()));
        assert_eq!(check_name(" "), Err(FaultCode::Required));
        assert_eq!(check_name(&"a".repeat(TEMPLATE_NAME_MAX + 1)), Err(FaultCode::TooLong));
        assert_eq!(check_name("due\nrighe"), Err(FaultCode::InvalidCharacters));
    }
}
