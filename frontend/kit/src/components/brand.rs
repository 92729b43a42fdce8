//! The parts of the header that both apps show.

use leptos::prelude::*;

use super::Icon;
use crate::i18n::{self, Lang, lang, t};

/// The logo and name of the service, and the name of the app.
#[component]
pub fn Brand(#[prop(into)] line: TextProp) -> impl IntoView {
    view! {
        <Icon name="it-mail" class="brand-mark" />
        <span>
            <span class="brand-name">"Sigillo"</span>
            <span class="brand-line">{move || line.get()}</span>
        </span>
    }
}

/// The language switch. Each language is named in the language itself, after the code that is seen.
#[component]
pub fn Languages() -> impl IntoView {
    let button = |choice: Lang| {
        view! {
            <button
                type="button"
                class="lang"
                lang=choice.code()
                aria-label=format!("{} – {}", choice.code().to_uppercase(), choice.name())
                aria-pressed=move || if lang() == choice { "true" } else { "false" }
                on:click=move |_| i18n::set_lang(choice)
            >
                {choice.code().to_uppercase()}
            </button>
        }
    };
    view! {
        <div class="langs" role="group" aria-label=t!(common.language)>
            {Lang::ALL.map(button).into_iter().collect_view()}
        </div>
    }
}
