//! The fields that the forms for a new and for an existing plan have in common.

use leptos::prelude::*;
use sigillo_contract::plan::{Plan, PlanPatch};
use sigillo_domain::account::parse_display_name;
use sigillo_domain::plan::{PlanState, check_further_size, check_inbox_size, parse_plan_code};
use sigillo_kit::edit::{Edit, EditField, FieldSpec};

use crate::components::{Form, NumberField, RadioGroup, TextField};
use crate::i18n::{megabytes, parse_integer, t, texts};

/// A plan, or None for a new one.
type Subject = Option<Plan>;

#[derive(Clone, Copy)]
pub struct PlanFields {
    pub edit: Edit<Subject, PlanPatch>,
    code: EditField<String>,
    name: EditField<String>,
    inbox: EditField<i64, String>,
    archive: EditField<i64, String>,
    preservation: EditField<i64, String>,
    state: EditField<PlanState>,
}

fn number(number: &i64) -> String {
    number.to_string()
}

impl PlanFields {
    pub fn of(plan: Subject) -> Self {
        let edit = Edit::of(plan);
        Self {
            edit,
            code: edit.field(FieldSpec {
                pointer: "/code",
                label: t!(plans.code),
                read: |plan: &Subject| plan.as_ref().map_or_else(String::new, |it| it.code.clone()),
                write: |patch, code| patch.code = Some(code),
                words: String::clone,
                format: String::clone,
                parse: |input: &String| parse_plan_code(input),
            }),
            name: edit.field(FieldSpec {
                pointer: "/name",
                label: t!(plans.name),
                read: |plan: &Subject| plan.as_ref().map_or_else(String::new, |it| it.name.clone()),
                write: |patch, name| patch.name = Some(name),
                words: String::clone,
                format: String::clone,
                parse: |input: &String| parse_display_name(input),
            }),
            inbox: edit.field(FieldSpec {
                pointer: "/inbox_mb",
                label: t!(plans.inbox),
                read: |plan| plan.as_ref().map_or(0, |it| it.inbox_mb),
                write: |patch, mb| patch.inbox_mb = Some(mb),
                words: |mb| megabytes(*mb),
                format: |mb| if *mb == 0 { String::new() } else { number(mb) },
                parse: |text: &String| parse_integer(text).and_then(check_inbox_size),
            }),
            archive: edit.field(FieldSpec {
                pointer: "/archive_mb",
                label: t!(plans.archive),
                read: |plan| plan.as_ref().map_or(0, |it| it.archive_mb),
                write: |patch, mb| patch.archive_mb = Some(mb),
                words: |mb| megabytes(*mb),
                format: number,
                parse: |text: &String| parse_integer(text).and_then(check_further_size),
            }),
            preservation: edit.field(FieldSpec {
                pointer: "/preservation_mb",
                label: t!(plans.preservation),
                read: |plan| plan.as_ref().map_or(0, |it| it.preservation_mb),
                write: |patch, mb| patch.preservation_mb = Some(mb),
                words: |mb| megabytes(*mb),
                format: number,
                parse: |text: &String| parse_integer(text).and_then(check_further_size),
            }),
            state: edit.field(FieldSpec::choice(
                "/state",
                t!(plans.state),
                |plan: &Subject| plan.as_ref().map_or(PlanState::Offered, |it| it.state),
                |patch, state| patch.state = Some(state),
                |state| texts().plans().state_name(*state).to_owned(),
            )),
        }
    }
}

#[component]
pub fn PlanInputs(form: Form, fields: PlanFields) -> impl IntoView {
    let states = PlanState::ALL.map(|state| {
        (
            state,
            TextProp::from(move || texts().plans().state_name(state)),
            Some(TextProp::from(move || texts().plans().state_meaning(state))),
        )
    });
    view! {
        <TextField form=form pointer="/code" label=t!(plans.code) hint=t!(plans.code_hint) value=fields.code.input />
        <TextField form=form pointer="/name" label=t!(plans.name) hint=t!(plans.name_hint) value=fields.name.input />
        <div class="field-pair">
            <NumberField
                form=form
                pointer="/inbox_mb"
                label=t!(plans.inbox)
                hint=t!(plans.inbox_hint)
                unit=t!(forms.mb)
                value=fields.inbox.input
            />
            <NumberField
                form=form
                pointer="/archive_mb"
                label=t!(plans.archive)
                hint=t!(plans.archive_hint)
                unit=t!(forms.mb)
                value=fields.archive.input
            />
        </div>
        <NumberField
            form=form
            pointer="/preservation_mb"
            label=t!(plans.preservation)
            hint=t!(plans.preservation_hint)
            unit=t!(forms.mb)
            value=fields.preservation.input
        />
        <RadioGroup
            form=form
            pointer="/state"
            label=t!(plans.state)
            value=fields.state.input
            options=states.to_vec()
        />
        <p class="field-hint">{t!(plans.sizes_kept)}</p>
    }
}
