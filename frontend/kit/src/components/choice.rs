//! Controls that offer a few options.

use leptos::prelude::*;

use super::Form;
use super::field::{FieldErrorText, Frame, Hint, described_by, name_of, take_draft, type_in};
use crate::i18n::t;

/// Radio buttons. Each option has a value, a label and an optional explanation.
#[component]
pub fn RadioGroup<T>(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<T>,
    options: Vec<(T, TextProp, Option<TextProp>)>,
    #[prop(optional, into)] hint: TextProp,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let id = form.field_id(pointer);
    form.register(pointer, label.clone());
    // A draft names the option by its place.
    let choices: Vec<T> = options.iter().map(|(option, ..)| *option).collect();
    let place_of = move |value: T| {
        let place = choices.iter().position(|option| *option == value);
        place.map(|place| place.to_string()).unwrap_or_default()
    };
    let draft = form.draft(pointer, &place_of(value.get_untracked()));
    let draft = draft.and_then(|place| options.get(place.parse::<usize>().ok()?));
    if let Some((option, ..)) = draft {
        value.set(*option);
    }
    let place_of = StoredValue::new(place_of);
    let radios = options.into_iter().enumerate().map({
        let id = id.clone();
        move |(place, (option, words, meaning))| {
            // The first button has the field's id, so that the link in the error summary finds it.
            let own = if place == 0 { id.clone() } else { format!("{id}-{place}") };
            let meaning_id = format!("{own}-meaning");
            view! {
                <div class="choice">
                    <input
                        type="radio"
                        id=own.clone()
                        name=id.clone()
                        aria-describedby=meaning.is_some().then(|| meaning_id.clone())
                        prop:checked=move || value.get() == option
                        on:change=move |_| {
                            let before = place_of.with_value(|of| of(value.get_untracked()));
                            form.typed(pointer, &before, &place.to_string());
                            value.set(option);
                        }
                    />
                    <label for=own>{move || words.get()}</label>
                    {meaning.map(|meaning| view! {
                        <p class="choice-meaning" id=meaning_id>{move || meaning.get()}</p>
                    })}
                </div>
            }
        }
    });
    view! {
        <fieldset
            class="field"
            class:field-invalid=move || form.has_error(pointer)
            aria-describedby=described_by(form, pointer)
        >
            <legend class="field-label">{move || label.get()}</legend>
            <div class="choices">{radios.collect_view()}</div>
            <Hint id=format!("{id}-hint") text=hint />
            <FieldErrorText form=form pointer=pointer />
        </fieldset>
    }
}

/// A checkbox.
#[component]
pub fn YesNo(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<bool>,
    #[prop(optional, into)] hint: TextProp,
) -> impl IntoView {
    let options = vec![
        (true, TextProp::from(t!(words.yes)), None),
        (false, TextProp::from(t!(words.no)), None),
    ];
    view! {
        <RadioGroup form=form pointer=pointer label=label value=value options=options hint=hint />
    }
}

/// A drop-down list. Each option has a value to send and a label.
#[component]
pub fn Select(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(optional, into)] hint: TextProp,
) -> impl IntoView {
    take_draft(form, pointer, value);
    view! {
        <Frame form=form pointer=pointer label=label hint=hint>
            <select
                class="input"
                id=form.field_id(pointer)
                name=name_of(pointer)
                aria-invalid=move || form.has_error(pointer).then_some("true")
                aria-describedby=described_by(form, pointer)
                on:change=move |event| type_in(form, pointer, value, event_target_value(&event))
            >
                {move || {
                    let options = options.get();
                    options.into_iter().map(|(key, words)| {
                        let chosen = value.get() == key;
                        view! { <option value=key selected=chosen>{words}</option> }
                    }).collect_view()
                }}
            </select>
        </Frame>
    }
}
