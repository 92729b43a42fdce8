//! What an operator enters: maintenance to come, and corrections of what was measured.

use leptos::prelude::*;
use sigillo_contract::operations::{AnnounceMaintenance, CreateSlaCorrection};
use sigillo_contract::sla::{MaintenanceCreate, SlaCorrectionCreate, SlaOverview};
use sigillo_domain::sla::{MinuteState, SlaComponent};

use super::rome::moment_of;
use crate::api;
use crate::components::{
    AlertKind, ErrorSummary, Form, Load, RadioGroup, Submit, TextArea, TextField, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;

fn told(words: &str, found: Load<SlaOverview>) {
    announce(AlertKind::Success, words.to_owned(), Route::ServiceLevels);
    found.reload();
}

#[component]
pub fn Announce(found: Load<SlaOverview>) -> impl IntoView {
    let form = Form::new("announce");
    let chosen = SlaComponent::ALL.map(|component| (component, RwSignal::new(false)));
    let (start, end) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let description = RwSignal::new(String::new());
    form.register("/components", t!(sla.components).into());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let components = chosen.into_iter().filter(|(_, is_chosen)| is_chosen.get_untracked());
        let request = MaintenanceCreate {
            components: components.map(|(component, _)| component.as_str().to_owned()).collect(),
            starts_at: moment_of(&start.get_untracked()),
            ends_at: moment_of(&end.get_untracked()),
            description: description.get_untracked(),
        };
        form.send(
            async move { api::send::<AnnounceMaintenance>((), &request, None).await },
            move |outcome| match outcome {
                Ok(_) => told(texts().sla().announced_it(), found),
                Err(error) => form.show_failure(error),
            },
        );
    };
    let boxes = chosen.into_iter().enumerate().map(|(place, (component, is_chosen))| {
        let own = form.field_id("/components");
        let id = if place == 0 { own } else { format!("{own}-{place}") };
        view! {
            <div class="choice">
                <input
                    type="checkbox"
                    id=id.clone()
                    prop:checked=move || is_chosen.get()
                    on:change=move |event| is_chosen.set(event_target_checked(&event))
                />
                <label for=id>{move || texts().sla().component_name(component)}</label>
            </div>
        }
    });
    view! {
        <details class="panel sla-act">
            <summary>{t!(sla.announce)}</summary>
            <form on:submit=submit novalidate>
                <ErrorSummary form=form />
                <fieldset class="field" class:field-invalid=move || form.has_error("/components")>
                    <legend class="field-label">{t!(sla.components)}</legend>
                    <div class="choices">{boxes.collect_view()}</div>
                    {move || form.error_text("/components").map(|text| view! { <p class="field-error">{text}</p> })}
                </fieldset>
                <Times form=form start=start end=end />
                <TextArea form=form pointer="/description" label=t!(sla.description) value=description />
                <div class="form-actions"><Submit form=form label=t!(sla.do_announce) /></div>
            </form>
        </details>
    }
}

#[component]
pub fn Correct(found: Load<SlaOverview>) -> impl IntoView {
    let form = Form::new("correct");
    let component = RwSignal::new(SlaComponent::Web);
    let state = RwSignal::new(MinuteState::Up);
    let (start, end) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let reason = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = SlaCorrectionCreate {
            component: component.get_untracked().as_str().to_owned(),
            state: state.get_untracked().as_str().to_owned(),
            starts_at: moment_of(&start.get_untracked()),
            ends_at: moment_of(&end.get_untracked()),
            reason: reason.get_untracked(),
        };
        form.send(
            async move { api::send::<CreateSlaCorrection>((), &request, None).await },
            move |outcome| match outcome {
                Ok(_) => told(texts().sla().corrected_it(), found),
                Err(error) => form.show_failure(error),
            },
        );
    };
    let components = SlaComponent::ALL.map(|component| {
        (component, TextProp::from(move || texts().sla().component_name(component)), None)
    });
    let states = MinuteState::ALL
        .map(|state| (state, TextProp::from(move || texts().sla().state_name(state)), None));
    view! {
        <details class="panel sla-act">
            <summary>{t!(sla.correct)}</summary>
            <form on:submit=submit novalidate>
                <p class="field-hint">{t!(sla.corrections_text)}</p>
                <ErrorSummary form=form />
                <RadioGroup
                    form=form
                    pointer="/component"
                    label=t!(sla.component)
                    value=component
                    options=components.to_vec()
                />
                <RadioGroup form=form pointer="/state" label=t!(sla.is) value=state options=states.to_vec() />
                <Times form=form start=start end=end />
                <TextArea form=form pointer="/reason" label=t!(sla.reason) value=reason />
                <div class="form-actions"><Submit form=form label=t!(sla.do_correct) /></div>
            </form>
        </details>
    }
}

#[component]
fn Times(form: Form, start: RwSignal<String>, end: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field-pair">
            <TextField
                form=form
                pointer="/starts_at"
                label=t!(sla.start)
                hint=t!(sla.when_hint)
                value=start
                kind="datetime-local"
            />
            <TextField
                form=form
                pointer="/ends_at"
                label=t!(sla.end)
                hint=t!(sla.when_hint)
                value=end
                kind="datetime-local"
            />
        </div>
    }
}
