use leptos::prelude::*;
use sigillo_contract::operations::ListOrganizations;
use sigillo_contract::organization::Organization;

use crate::components::{Finder, ForbiddenPage, Icon, LinkButton, Page, finds, load, loaded};
use crate::i18n::{date, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListOrganizations>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let organizations = load(api::every::<ListOrganizations, Organization>);
    let actions = || view! { <LinkButton href=Route::NewOrganization.href() label=t!(organizations.add) icon="it-plus" /> };
    view! {
        <Page title=t!(organizations.title) lead=t!(organizations.lead) actions=actions>
            {loaded(organizations, |organizations| view! { <Table organizations=organizations /> })}
        </Page>
    }
    .into_any()
}

#[component]
fn Table(organizations: Vec<Organization>) -> impl IntoView {
    if organizations.is_empty() {
        return view! {
            <div class="empty">
                <Icon name="it-inbox" />
                <p class="empty-title">{t!(organizations.none_title)}</p>
                <p>{t!(organizations.none_text)}</p>
                <LinkButton href=Route::NewOrganization.href() label=t!(organizations.add) icon="it-plus" />
            </div>
        }
        .into_any();
    }
    let search = RwSignal::new(String::new());
    let count = organizations.len();
    let organizations = StoredValue::new(organizations);
    let found = Memo::new(move |_| {
        let search = search.get();
        organizations.with_value(|all| {
            let found = all.iter().filter(|one| finds(&search, &[&one.name]));
            found.cloned().collect::<Vec<_>>()
        })
    });
    let shown = Signal::derive(move || found.with(Vec::len));
    view! {
        <Finder label=t!(organizations.search) text=search count=count found=shown />
        <table class="list" role="table" data-testid="organizations">
            <caption class="visually-hidden">{t!(organizations.title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(organizations.name)}</th>
                    <th role="columnheader" scope="col">{t!(organizations.domains)}</th>
                    <th role="columnheader" scope="col">{t!(organizations.created)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {move || found.get().into_iter().map(|one| view! { <Row organization=one /> }).collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(organization: Organization) -> impl IntoView {
    let Organization { id, name, created_at, .. } = organization;
    let domains = session::domains().into_iter().filter(|d| d.organization_id == id).count();
    view! {
        <tr role="row">
            <td role="cell" class="cell-name"><a href=Route::Organization(id).href()>{name}</a></td>
            <td role="cell">{move || texts().organizations().domain_count(domains)}</td>
            <td role="cell" class="cell-date">
                <span class="cell-label" aria-hidden="true">{t!(organizations.created)}": "</span>
                {move || date(created_at)}
            </td>
        </tr>
    }
}
