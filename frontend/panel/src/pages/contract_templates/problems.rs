//! What is wrong with the text of a template, with the lines.

use leptos::prelude::*;
use sigillo_domain::contract_template::Problem;

use super::editor::Parsed;
use super::text_area::TextPlace;
use crate::components::Icon;
use crate::i18n::{integer, texts};

fn count(number: usize) -> String {
    integer(i64::try_from(number).unwrap_or(i64::MAX))
}

#[component]
pub fn Problems(parsed: Memo<Parsed>, place: TextPlace) -> impl IntoView {
    let problems =
        Memo::new(move |_| parsed.with(|parsed| parsed.0.clone().err().unwrap_or_default()));
    let summary = move || {
        let words = texts().contract_templates();
        match problems.with(Vec::len) {
            0 => words.no_problems().to_owned(),
            1 => words.one_problem().to_owned(),
            many => words.many_problems(&count(many)),
        }
    };
    let are_any = Memo::new(move |_| problems.with(|problems| !problems.is_empty()));
    let item = move |problem: Problem| {
        let Problem { line, kind, text } = problem;
        view! {
            <li>
                <button type="button" class="link" on:click=move |_| place.go_to(line)>
                    {move || texts().contract_templates().at_line(&count(line))}
                </button>
                ": "
                {move || texts().contract_templates().problem(kind, &text)}
            </li>
        }
    };
    view! {
        <div class="problems" class:problems-found=move || are_any.get() data-testid="template-problems">
            <p role="status">
                {move || {
                    let name = if are_any.get() { "it-error" } else { "it-check-circle" };
                    view! { <Icon name=name class="icon-sm" /> }
                }}
                <span>{summary}</span>
            </p>
            {move || are_any.get().then(|| view! {
                <ul>{problems.get().into_iter().map(item).collect_view()}</ul>
            })}
        </div>
    }
}
