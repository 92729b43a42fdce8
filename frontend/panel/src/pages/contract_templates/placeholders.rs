//! The placeholders of a template, with what they stand for.

use leptos::prelude::*;
use sigillo_domain::contract_template::Placeholder;
use sigillo_domain::message::Language;

use super::text_area::TextPlace;
use crate::i18n::{t, texts};

/// The placeholder as it is written in a text of this language.
fn written(placeholder: Placeholder, language: Language) -> String {
    let name = match language {
        Language::It => placeholder.italian(),
        Language::En => placeholder.english(),
    };
    format!("{{{{{name}}}}}")
}

#[component]
pub fn Placeholders(place: TextPlace, language: RwSignal<Language>) -> impl IntoView {
    let row = move |one: Placeholder| {
        let name = move || written(one, language.get());
        let label = move || texts().contract_templates().insert(&name());
        view! {
            <li>
                <button
                    type="button"
                    class="placeholder-name"
                    aria-label=label
                    on:click=move |_| place.insert(&written(one, language.get_untracked()))
                >
                    {name}
                </button>
                <span>{move || texts().contract_templates().meaning(one)}</span>
            </li>
        }
    };
    view! {
        <details class="editor-help">
            <summary>{t!(contract_templates.placeholders)}</summary>
            <p class="field-hint">{t!(contract_templates.placeholders_lead)}</p>
            <ul class="placeholders">{Placeholder::ALL.iter().copied().map(row).collect_view()}</ul>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use sigillo_domain::contract_template::parse;

    use super::*;

    #[test]
    fn a_placeholder_is_written_as_the_rules_read_it() {
        for placeholder in Placeholder::ALL {
            for language in Language::ALL {
                let name = written(*placeholder, language);
                let text =
                    format!("# C\n\n## Oggetto\n\n{name}\n\n## Dati {{privacy}}\n\nTesto.\n");
                assert!(parse(&text).is_ok(), "{name}");
            }
        }
    }
}
