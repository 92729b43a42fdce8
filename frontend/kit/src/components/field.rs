//! Form fields: a label, a hint, a control, and its error.

use leptos::html;
use leptos::prelude::*;

use super::{Form, Icon};
use crate::i18n::t;

/// The label, hint and error around a control. The control has the field's id and refers to the
/// hint and the error in its `aria-describedby`.
#[component]
pub fn Frame(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: TextProp,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let id = form.field_id(pointer);
    form.register(pointer, label.clone());
    view! {
        <div class="field" class:field-invalid=move || form.has_error(pointer)>
            <label class="field-label" for=id.clone()>
                {move || label.get()}
                {optional.then(|| view! { <span class="field-optional">" "{t!(forms.optional)}</span> })}
            </label>
            {children()}
            <Hint id=format!("{id}-hint") text=hint />
            <FieldErrorText form=form pointer=pointer />
        </div>
    }
}

/// The help text under a field.
#[component]
pub fn Hint(id: String, text: TextProp) -> impl IntoView {
    move || {
        let words = text.get();
        (!words.is_empty()).then(|| view! { <p class="field-hint" id=id.clone()>{words}</p> })
    }
}

/// The error under a field.
#[component]
pub fn FieldErrorText(form: Form, pointer: &'static str) -> impl IntoView {
    let id = form.field_id(pointer);
    move || {
        let id = format!("{id}-fault");
        form.error_text(pointer).map(|text| {
            view! {
                <p class="field-fault" id=id>
                    <Icon name="it-error" class="icon-sm" />
                    <span>{text}</span>
                </p>
            }
        })
    }
}

/// The ids of the elements that describe a control, for `aria-describedby`.
pub fn described_by(form: Form, pointer: &str) -> String {
    let id = form.field_id(pointer);
    format!("{id}-fault {id}-hint")
}

/// A field for one line of text.
#[component]
pub fn TextField(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: TextProp,
    #[prop(optional)] optional: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    /// A text after the control, such as `@pec.example.it`.
    #[prop(optional, into)]
    suffix: Option<TextProp>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    take_draft(form, pointer, value);
    view! {
        <Frame form=form pointer=pointer label=label hint=hint optional=optional>
            <div class="field-control">
                <input
                    node_ref=node_ref
                    class="input"
                    type=kind
                    id=form.field_id(pointer)
                    name=name_of(pointer)
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-required=(!optional).then_some("true")
                    aria-invalid=move || form.has_error(pointer).then_some("true")
                    aria-describedby=described_by(form, pointer)
                    prop:value=move || value.get()
                    on:input=move |event| type_in(form, pointer, value, event_target_value(&event))
                />
                {suffix.map(|suffix| view! { <span class="field-suffix">{move || suffix.get()}</span> })}
            </div>
        </Frame>
    }
}

/// A field for a whole number; `value` is the text as it was typed.
#[component]
pub fn NumberField(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(into)] unit: TextProp,
    #[prop(optional, into)] hint: TextProp,
    #[prop(optional)] optional: bool,
    /// Called at every keystroke, but not when the page sets the value.
    #[prop(optional, into)]
    on_typed: Option<Callback<()>>,
) -> impl IntoView {
    if take_draft(form, pointer, value)
        && let Some(on_typed) = on_typed
    {
        on_typed.run(());
    }
    view! {
        <Frame form=form pointer=pointer label=label hint=hint optional=optional>
            <div class="field-control field-control-number">
                <input
                    class="input"
                    type="text"
                    inputmode="numeric"
                    id=form.field_id(pointer)
                    name=name_of(pointer)
                    autocomplete="off"
                    aria-required=(!optional).then_some("true")
                    aria-invalid=move || form.has_error(pointer).then_some("true")
                    aria-describedby=described_by(form, pointer)
                    prop:value=move || value.get()
                    on:input=move |event| {
                        type_in(form, pointer, value, event_target_value(&event));
                        if let Some(on_typed) = on_typed {
                            on_typed.run(());
                        }
                    }
                />
                <span class="field-suffix">{move || unit.get()}</span>
            </div>
        </Frame>
    }
}

/// A password field, with a button that shows the password.
#[component]
pub fn PasswordField(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: TextProp,
    #[prop(default = "current-password")] autocomplete: &'static str,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let action = move || {
        if shown.get() { t!(forms.hide_password)() } else { t!(forms.show_password)() }
    };
    view! {
        <Frame form=form pointer=pointer label=label hint=hint>
            <div class="field-control">
                <input
                    class="input input-with-button"
                    type=move || if shown.get() { "text" } else { "password" }
                    id=form.field_id(pointer)
                    name=name_of(pointer)
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-required="true"
                    aria-invalid=move || form.has_error(pointer).then_some("true")
                    aria-describedby=described_by(form, pointer)
                    prop:value=move || value.get()
                    on:input=move |event| {
                        value.set(event_target_value(&event));
                        form.clear_error(pointer);
                    }
                />
                <button
                    type="button"
                    class="input-button"
                    aria-label=action
                    title=action
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        let name = if shown.get() { "it-password-invisible" } else { "it-password-visible" };
                        view! { <Icon name=name /> }
                    }}
                </button>
            </div>
        </Frame>
    }
}

/// A field for several lines of text.
#[component]
pub fn TextArea(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: TextProp,
    #[prop(optional)] optional: bool,
    #[prop(default = 3)] rows: u32,
) -> impl IntoView {
    take_draft(form, pointer, value);
    view! {
        <Frame form=form pointer=pointer label=label hint=hint optional=optional>
            <textarea
                class="input"
                rows=rows
                id=form.field_id(pointer)
                name=name_of(pointer)
                aria-required=(!optional).then_some("true")
                aria-invalid=move || form.has_error(pointer).then_some("true")
                aria-describedby=described_by(form, pointer)
                prop:value=move || value.get()
                on:input=move |event| type_in(form, pointer, value, event_target_value(&event))
            ></textarea>
        </Frame>
    }
}

/// Puts the draft of a field in the place of its value; returns whether there is one.
pub fn take_draft(form: Form, pointer: &str, value: RwSignal<String>) -> bool {
    let draft = form.draft(pointer, &value.get_untracked());
    let is_there = draft.is_some();
    if let Some(draft) = draft {
        value.set(draft);
    }
    is_there
}

/// Changes the input of a field as the person did.
pub fn type_in(form: Form, pointer: &str, value: RwSignal<String>, now: String) {
    form.typed(pointer, &value.get_untracked(), &now);
    value.set(now);
}

pub fn name_of(pointer: &'static str) -> &'static str {
    pointer.trim_start_matches('/')
}
