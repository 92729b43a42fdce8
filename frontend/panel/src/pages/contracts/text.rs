//! The text of a contract, as its holder reads it.

use leptos::prelude::*;
use sigillo_domain::contract_text::{ContractText, TextBlock, TextSection};

use crate::components::contract_blocks;
use crate::i18n::texts;

/// The text, with headings below those of the panel that shows it.
#[component]
pub fn ContractBody(text: ContractText) -> impl IntoView {
    // A template has no parties yet.
    let ContractText { title, preamble, sections, .. } = text;
    view! {
        <article class="contract-text">
            <h3>{title}</h3>
            {blocks(preamble)}
            {sections.into_iter().map(section).collect_view()}
        </article>
    }
}

fn section(section: TextSection) -> AnyView {
    let TextSection { kind, heading, blocks: content } = section;
    let mark = move || {
        let words = texts().contracts().mark(kind);
        words.map(|words| view! { <span class="contract-mark">{words}</span> })
    };
    view! {
        <h4>{heading}{mark}</h4>
        {blocks(content)}
    }
    .into_any()
}

fn blocks(blocks: Vec<TextBlock>) -> AnyView {
    contract_blocks(blocks, |words| view! { <h5>{words}</h5> }.into_any())
}
