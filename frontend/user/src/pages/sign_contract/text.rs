//! The text of a contract, as headings, paragraphs and lists.

use leptos::prelude::*;
use sigillo_domain::contract_text::{ContractText, SectionKind, TextFact, TextSection};
use sigillo_domain::message::Language;

use super::read::focus_box;
use crate::i18n::{t, texts};
use sigillo_kit::components::contract_blocks;

/// The id of the heading of a section to accept apart: the first one has the number 0.
pub(super) fn section_id(number: usize) -> String {
    format!("section-{number}")
}

#[component]
pub(super) fn Text(text: ContractText, language: Language) -> impl IntoView {
    let mut apart = 0;
    let sections = text.sections.into_iter().map(|section| {
        let number = (section.kind != SectionKind::Ordinary).then_some(apart);
        apart += usize::from(number.is_some());
        section_view(section, number)
    });
    let sections: Vec<_> = sections.collect();
    view! {
        <article class="panel contract" lang=language.as_str() aria-labelledby="contract-title">
            <h2 id="contract-title">{text.title}</h2>
            {facts(t!(signing.parties), text.parties)}
            {facts(t!(signing.mailbox_and_plan), text.mailbox)}
            {contract_blocks(text.preamble, |words| view! { <h3>{words}</h3> }.into_any())}
            {sections}
        </article>
    }
}

/// A table of facts, if there are any.
fn facts(heading: fn() -> &'static str, facts: Vec<TextFact>) -> Option<impl IntoView> {
    let fact = |TextFact { label, value }| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    (!facts.is_empty()).then(|| {
        view! {
            <section>
                <h3>{heading}</h3>
                <dl class="contract-facts">{facts.into_iter().map(fact).collect_view()}</dl>
            </section>
        }
    })
}

fn section_view(section: TextSection, number: Option<usize>) -> AnyView {
    let TextSection { heading, blocks: content, kind } = section;
    let to_box = number.map(|number| {
        let heading = heading.clone();
        let what = move || texts().signing().to_box_of(&heading);
        view! {
            <p class="contract-apart">
                {(kind == SectionKind::SpecificApproval).then(|| view! {
                    <span>{t!(signing.to_approve)}</span>
                })}
                // The contract as a whole has the first box.
                <button type="button" class="link" aria-label=what on:click=move |_| focus_box(number + 1)>
                    {t!(signing.to_box)}
                </button>
            </p>
        }
    });
    view! {
        <section class:contract-marked=number.is_some()>
            <h3 id=number.map(section_id) tabindex=number.map(|_| "-1")>{heading}</h3>
            {contract_blocks(content, |words| view! { <h4>{words}</h4> }.into_any())}
            {to_box}
        </section>
    }
    .into_any()
}
