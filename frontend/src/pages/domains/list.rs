use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::ListDomains;
use sigillo_contract::page::{MAX_LIMIT, PageQuery};

use crate::components::{Icon, Page, load, loaded};
use crate::i18n::{megabytes, t, texts};
use crate::{api, paths};

#[component]
pub fn List() -> impl IntoView {
    let domains = load(every_domain);
    view! {
        <Page title=t!(domains.title) lead=t!(domains.lead)>
            {loaded(domains, |domains| view! { <Table domains=domains /> })}
        </Page>
    }
}

/// All of them, page after page: an organisation has a handful, a provider some hundreds.
pub async fn every_domain() -> Result<Vec<Domain>, api::ApiError> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let query = PageQuery { cursor, limit: Some(MAX_LIMIT) };
        let page = api::list::<ListDomains>((), &query).await?;
        all.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}

#[component]
fn Table(domains: Vec<Domain>) -> impl IntoView {
    if domains.is_empty() {
        return view! {
            <div class="empty">
                <Icon name="it-inbox" />
                <p class="empty-title">{t!(domains.none_title)}</p>
                <p>{t!(domains.none_text)}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <table class="list" role="table" data-testid="domains">
            <caption class="visually-hidden">{t!(domains.title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(domains.domain)}</th>
                    <th role="columnheader" scope="col">{t!(domains.organization)}</th>
                    <th role="columnheader" scope="col">{t!(domains.onboarding)}</th>
                    <th role="columnheader" scope="col">{t!(words.preservation)}</th>
                    <th role="columnheader" scope="col">{t!(domains.default_quota)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {domains.into_iter().map(|domain| view! { <Row domain=domain /> }).collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(domain: Domain) -> impl IntoView {
    let (onboarding, preservation) = (domain.onboarding, domain.preservation_available);
    view! {
        <tr role="row">
            <td role="cell" class="cell-name"><a href=paths::domain(domain.id)>{domain.name}</a></td>
            <td role="cell">{domain.organization_name}</td>
            <td role="cell">
                <span class="cell-label" aria-hidden="true">{t!(domains.onboarding)}": "</span>
                {move || texts().words().onboarding(onboarding)}
            </td>
            <td role="cell">
                <span class="cell-label" aria-hidden="true">{t!(words.preservation)}": "</span>
                {move || texts().words().included(preservation)}
            </td>
            <td role="cell" class="cell-number">
                <span class="cell-label" aria-hidden="true">{t!(domains.default_quota)}": "</span>
                {move || megabytes(domain.default_quota_mb)}
            </td>
        </tr>
    }
}
