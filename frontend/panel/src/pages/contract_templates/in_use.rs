//! What the new contracts of an organisation are made from.

use leptos::prelude::*;
use sigillo_contract::contract_template::{ContractTemplate, ContractTemplateQuery};
use sigillo_contract::operations::ListContractTemplates;
use sigillo_contract::page::{MAX_LIMIT, Page};
use sigillo_domain::id::OrganizationId;

use super::version_name;
use crate::api;
use crate::components::{Alert, AlertKind, load, loaded};
use crate::i18n::t;
use crate::route::Route;

/// Marks the version that is in use.
#[component]
pub fn InUseBadge(in_use: bool) -> impl IntoView {
    if in_use {
        let label = t!(contract_templates.in_use);
        view! { <span class="state state-words state-active">{label}</span> }.into_any()
    } else {
        view! { <span class="fact-note">{t!(contract_templates.not_in_use)}</span> }.into_any()
    }
}

#[component]
pub fn InUse(organization: OrganizationId) -> impl IntoView {
    let found = load(move || {
        let query = ContractTemplateQuery {
            organization_id: Some(organization),
            limit: Some(MAX_LIMIT),
            ..ContractTemplateQuery::default()
        };
        async move { api::list::<ListContractTemplates>((), &query).await }
    });
    loaded(found, |page: Page<ContractTemplate>| {
        let is_whole = page.next_cursor.is_none();
        match page.items.into_iter().find(|one| one.in_use) {
            Some(used) => {
                let href = Route::ContractTemplate(used.id).href();
                view! {
                    <Alert kind=AlertKind::Info quiet=true>
                        <p>
                            {t!(contract_templates.used_now)}" "
                            <a href=href>{move || version_name(&used)}</a>
                        </p>
                    </Alert>
                }
                .into_any()
            }
            None if is_whole => view! {
                <Alert kind=AlertKind::Warning quiet=true title=t!(contract_templates.example_used)>
                    <p>{t!(contract_templates.example_used_text)}</p>
                </Alert>
            }
            .into_any(),
            // The version in use is an old one, which the list shows.
            None => ().into_any(),
        }
    })
}
