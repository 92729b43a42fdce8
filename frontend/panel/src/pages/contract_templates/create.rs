//! A new template, which starts from the example, and a new version, which starts from the one before.

use leptos::prelude::*;
use sigillo_contract::contract_template::ContractTemplate;
use sigillo_contract::operations::{CreateContractTemplate, GetContractTemplate};
use sigillo_domain::contract_template::EXAMPLE;
use sigillo_domain::id::ContractTemplateId;

use super::editor::{Draft, Editor};
use super::version_name;
use crate::api;
use crate::components::{Crumb, ForbiddenPage, Page, guarded, load, loaded};
use crate::i18n::{t, texts};
use crate::route::{Route, key};
use crate::{router, session};

fn crumbs() -> Vec<Crumb> {
    vec![
        Crumb::new(t!(contracts.title), Route::Contracts),
        Crumb::new(t!(contract_templates.title), Route::ContractTemplates),
    ]
}

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreateContractTemplate>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let asked = router::query().with_untracked(|query| query.get(key::ORGANIZATION));
    let draft = Draft::starting_from(EXAMPLE, asked.unwrap_or_default());
    view! {
        <Page title=t!(contract_templates.create_title) crumbs=crumbs()>
            <Editor draft=draft back=Route::ContractTemplates />
        </Page>
    }
    .into_any()
}

#[component]
pub fn CreateVersion(id: ContractTemplateId) -> impl IntoView {
    if !session::may::<CreateContractTemplate>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let found = load(move || api::get::<GetContractTemplate>(id));
    let title = move || {
        let words = texts().contract_templates();
        found.get().map_or_else(
            || words.add_version().to_owned(),
            |found| words.create_version_title(&found.name),
        )
    };
    let crumbs = Signal::derive(move || {
        let of_found = |found: ContractTemplate| {
            let page = Route::ContractTemplate(found.id);
            Crumb::new(move || version_name(&found), page)
        };
        crumbs().into_iter().chain(found.get().map(of_found)).collect::<Vec<_>>()
    });
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs>
                {loaded(found, move |found| {
                    let draft = Draft::version_of(found);
                    view! { <Editor draft=draft back=Route::ContractTemplate(id) /> }
                })}
            </Page>
        }
    };
    guarded(found, |_| true, page).into_any()
}
