//! A version of a template: its text, whether it is in use, and its history.

use leptos::prelude::*;
use sigillo_contract::contract_template::ContractTemplate;
use sigillo_contract::operations::{
    CreateContractTemplate, GetContractTemplate, ListOrganizations,
};
use sigillo_domain::id::ContractTemplateId;

use super::example::{Rendered, with_samples};
use super::in_use::InUseBadge;
use super::using::UseButton;
use super::version_name;
use crate::components::{
    Crumb, DownloadButton, Fact, Facts, ForbiddenPage, HistoryPanel, LinkButton, Page, guarded,
    load, loaded,
};
use crate::i18n::{date, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn Detail(id: ContractTemplateId) -> impl IntoView {
    if !session::may::<GetContractTemplate>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let found = load(move || api::get::<GetContractTemplate>(id));
    let title = move || {
        let words = texts().contract_templates();
        found.get().map_or_else(|| words.template().to_owned(), |found| version_name(&found))
    };
    let crumbs = vec![
        Crumb::new(t!(contracts.title), Route::Contracts),
        Crumb::new(t!(contract_templates.title), Route::ContractTemplates),
    ];
    let beside = move || found.get().map(|found| view! { <InUseBadge in_use=found.in_use /> });
    let is_there = Memo::new(move |_| found.get().is_some());
    let actions =
        move || is_there.get().then(|| view! { <Actions id=id /> <UseButton source=found /> });
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs.clone() beside=beside actions=actions>
                {loaded(found, |found| view! { <Sheet template=found /> })}
                {move || is_there.get().then(|| view! {
                    <HistoryPanel<ContractTemplate>
                        subject=Signal::derive(move || found.get())
                        put=Callback::new(move |newer| found.put(newer))
                    />
                })}
            </Page>
        }
    };
    guarded(found, |_| true, page).into_any()
}

#[component]
fn Actions(id: ContractTemplateId) -> impl IntoView {
    let preview =
        Callback::new(move |()| -> api::Pending<_> { Box::pin(api::download_preview(id)) });
    let add = session::may::<CreateContractTemplate>().then(|| {
        let href = Route::NewContractTemplateVersion(id).href();
        view! {
            <LinkButton
                href=href
                label=t!(contract_templates.add_version)
                icon="it-pencil"
                class="btn btn-outline-primary"
                key="e"
            />
        }
    });
    view! {
        <DownloadButton label=t!(contract_templates.preview_pdf) download=preview />
        {add}
    }
}

#[component]
fn Sheet(template: ContractTemplate) -> impl IntoView {
    let ContractTemplate { organization_name, language, created_at, created_by, text, .. } =
        template;
    let created = move || texts().contract_templates().created_by(&date(created_at), &created_by);
    let of_several = session::may::<ListOrganizations>();
    view! {
        <section class="panel">
            <Facts columns=true>
                {of_several.then(|| view! {
                    <Fact label=t!(contract_templates.organization)>{organization_name}</Fact>
                })}
                <Fact label=t!(contract_templates.language)>{move || texts().words().language(language)}</Fact>
                <Fact label=t!(contract_templates.created)>{created}</Fact>
            </Facts>
        </section>
        {text.as_deref().and_then(with_samples).map(|text| view! { <Rendered text=text /> })}
    }
}
