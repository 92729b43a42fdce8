//! The tools above the grants: a template for several domains at once, and the summary of what has
//! been granted.

use std::collections::BTreeSet;

use leptos::prelude::*;
use sigillo_domain::permission::{Permission, PermissionSet};

use super::grants::GrantsField;
use super::templates::{Comparison, Summary, Template};
use crate::components::Pick;
use crate::i18n::{t, texts};

/// The key of the choice that takes every permission away.
const NONE: &str = "none";

#[component]
pub fn TemplateTools(
    grants: GrantsField,
    /// Every domain that the search found.
    #[prop(into)]
    found: Signal<Vec<String>>,
    /// Whether a search narrows the domains.
    #[prop(into)]
    is_search: Signal<bool>,
    chosen: RwSignal<BTreeSet<String>>,
    /// Called after the permissions were changed; with true if those of all domains found were.
    on_change: Callback<bool>,
) -> impl IntoView {
    let template = RwSignal::new(Template::ViewOnly.key().to_owned());
    let options = Signal::derive(|| {
        let each = Template::ALL.map(|one| (one.key(), texts().accounts().template(one)));
        let none = (NONE, texts().accounts().no_permission());
        each.into_iter()
            .chain([none])
            .map(|(key, words)| (key.to_owned(), words.to_owned()))
            .collect()
    });
    let apply = move |domains: &[String]| {
        let template = template.with_untracked(|key| Template::from_key(key));
        grants.alter(domains, |set| template.map_or(PermissionSet::NONE, |one| one.apply(set)));
    };
    let to_chosen = move |_| {
        apply(&chosen.get_untracked().into_iter().collect::<Vec<_>>());
        on_change.run(false);
    };
    let to_found = move |_| {
        apply(&found.get_untracked());
        on_change.run(true);
    };
    let all_label = move || {
        let (t, count) = (texts().accounts(), found.with(Vec::len));
        if is_search.get() { t.apply_to_found(count) } else { t.apply_to_all(count) }
    };
    let chosen_count = Memo::new(move |_| chosen.with(BTreeSet::len));
    view! {
        <Pick id="grants-template" label=t!(accounts.template_label) options=options value=template />
        <Show when=move || { chosen_count.get() > 0 }>
            <button type="button" class="btn btn-outline-primary" on:click=to_chosen>
                {move || texts().accounts().apply_to_chosen(chosen_count.get())}
            </button>
        </Show>
        <Show when=move || { found.with(|found| !found.is_empty()) }>
            <button type="button" class="btn btn-outline-primary" on:click=to_found>{all_label}</button>
        </Show>
    }
}

/// How many domains have been granted, and how.
#[component]
pub fn GrantsSummary(grants: GrantsField) -> impl IntoView {
    let summary = move || grants.with(|grants| summary_words(&Summary::of(grants)));
    view! { <p class="grants-summary" role="status">{summary}</p> }
}

fn summary_words(summary: &Summary) -> String {
    let t = texts().accounts();
    let counts = Template::ALL.into_iter().zip(summary.by_template).filter(|(_, count)| *count > 0);
    let mut parts: Vec<_> =
        counts.map(|(template, count)| t.as_template(count, t.template(template))).collect();
    if summary.customised > 0 {
        parts.push(t.customised_count(summary.customised));
    }
    if parts.is_empty() {
        return t.no_domain_granted().to_owned();
    }
    format!("{}: {}", texts().organizations().domain_count(summary.domains()), parts.join(", "))
}

/// The template that a domain's permissions follow, or what differs from it.
#[component]
pub fn ComparisonNote(#[prop(into)] set: Signal<PermissionSet>) -> impl IntoView {
    move || {
        let comparison = Comparison::of(set.get())?;
        let t = texts().accounts();
        let template = t.template(comparison.template);
        let note = if comparison.is_exact() {
            template.into_any()
        } else {
            let differences = t.differences_from(
                template,
                &permission_names(&comparison.added),
                &permission_names(&comparison.missing),
            );
            view! { <span class="state state-pending">{t.customised()}</span>" "{differences} }
                .into_any()
        };
        Some(view! { <span class="grant-note">{note}</span> })
    }
}

fn permission_names(permissions: &[Permission]) -> String {
    let words = texts().words();
    permissions.iter().map(|one| words.permission(*one)).collect::<Vec<_>>().join(", ")
}
