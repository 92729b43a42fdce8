//! How a template is written.

use leptos::prelude::*;

use crate::i18n::t;

/// The help, folded until somebody asks for it.
#[component]
pub fn Help() -> impl IntoView {
    view! {
        <details class="editor-help">
            <summary>{t!(contract_templates.help)}</summary>
            <ul class="note-list">
                <li>{t!(contract_templates.help_title)}</li>
                <li>{t!(contract_templates.help_section)}</li>
                <li>{t!(contract_templates.help_approval)}</li>
                <li>{t!(contract_templates.help_privacy)}</li>
                <li>{t!(contract_templates.help_lists)}</li>
                <li>{t!(contract_templates.help_style)}</li>
            </ul>
        </details>
    }
}
