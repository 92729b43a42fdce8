//! The example that contracts are made from while no template is in use.

use leptos::prelude::*;
use sigillo_contract::operations::{CreateContractTemplate, ListContractTemplates};
use sigillo_domain::contract_template::{EXAMPLE, Values, parse};
use sigillo_domain::contract_text::ContractText;

use crate::components::{Crumb, ForbiddenPage, LinkButton, Page};
use crate::i18n::t;
use crate::pages::contracts::ContractBody;
use crate::route::Route;
use crate::session;

#[component]
pub fn Example() -> impl IntoView {
    if !session::may::<ListContractTemplates>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let crumbs = vec![
        Crumb::new(t!(contracts.title), Route::Contracts),
        Crumb::new(t!(contract_templates.title), Route::ContractTemplates),
    ];
    let actions = || {
        session::may::<CreateContractTemplate>().then(|| {
            let href = Route::NewContractTemplate.href();
            view! { <LinkButton href=href label=t!(contract_templates.add) icon="it-plus" key="n" /> }
        })
    };
    view! {
        <Page
            title=t!(contract_templates.example)
            lead=t!(contract_templates.example_lead)
            crumbs=crumbs
            actions=actions
        >
            {with_samples(EXAMPLE).map(|text| view! { <Rendered text=text /> })}
        </Page>
    }
    .into_any()
}

/// The contract that a template's text makes of sample values.
pub fn with_samples(text: &str) -> Option<ContractText> {
    let template = parse(text).ok()?;
    Some(ContractText::fill(&template, &Values::samples()))
}

/// A contract with sample values.
#[component]
pub fn Rendered(text: ContractText) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="rendered">
            <h2 id="rendered">{t!(contract_templates.rendered)}</h2>
            <p class="fact-note">{t!(contract_templates.sample_values)}</p>
            <ContractBody text=text />
        </section>
    }
}
