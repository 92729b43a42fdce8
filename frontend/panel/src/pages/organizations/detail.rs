//! An organisation: its name, which may change, and the ways to what it owns.

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::{GetOrganization, ListDomains, UpdateOrganization};
use sigillo_contract::organization::{Organization, OrganizationPatch};
use sigillo_domain::Faults;
use sigillo_domain::account::parse_display_name;
use uuid::Uuid;

use crate::api::{self, Change};
use crate::components::{
    AlertKind, Crumb, Difference, EditConflict, ErrorSummary, ForbiddenPage, Form, LinkButton,
    Load, Page, Submit, TextField, announce, guarded, load, loaded,
};
use crate::i18n::{date, t, texts};
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: Uuid) -> impl IntoView {
    if !session::may::<GetOrganization>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let found = load(move || api::get::<GetOrganization>(id));
    let shown = RwSignal::new(None::<Organization>);
    Effect::new(move |_| shown.set(found.get()));
    let title = move || {
        shown.get().map_or_else(|| t!(organizations.organization)().to_owned(), |found| found.name)
    };
    let lead = move || {
        let created =
            shown.get().map(|found| texts().organizations().created_on(&date(found.created_at)));
        created.unwrap_or_default()
    };
    let crumbs = vec![Crumb::new(t!(organizations.title), Route::Organizations)];
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let page = move || {
        view! {
            <Page title=title lead=lead crumbs=crumbs.clone() narrow=true>
                {loaded(found, move |found| view! { <Rename organization=found shown=shown /> })}
                {move || is_there.get().then(|| view! { <Owned organization=id /> })}
            </Page>
        }
    };
    guarded(found, |_| true, page).into_any()
}

/// The name, and the rename that came too late, if one did.
#[component]
fn Rename(organization: Organization, shown: RwSignal<Option<Organization>>) -> impl IntoView {
    let form = Form::new("organization");
    let name = RwSignal::new(organization.name.clone());
    let base = RwSignal::new(organization);
    let newer = RwSignal::new(None::<Organization>);
    let put = move |organization: Organization| {
        shown.set(Some(organization.clone()));
        base.set(organization);
    };
    let save = Callback::new(move |()| {
        let organization = base.get_untracked();
        let mut faults = Faults::default();
        let read = faults.check("/name", parse_display_name(&name.get_untracked()));
        let Some(read) = read else { return form.show_faults(faults.into_vec()) };
        let page = Route::Organization(organization.id);
        if read == organization.name {
            return announce(AlertKind::Info, texts().forms().nothing_changed(), page);
        }
        let patch = OrganizationPatch { name: Some(read) };
        form.send(
            async move {
                let (id, version) = (organization.id, organization.version);
                api::change::<UpdateOrganization, GetOrganization>(id, &patch, version).await
            },
            move |outcome| match outcome {
                Ok(Change::Made(saved)) => {
                    announce(AlertKind::Success, texts().organizations().saved(&saved.name), page);
                    name.set(saved.name.clone());
                    put(saved);
                }
                Ok(Change::Conflict(found)) => newer.set(Some(found)),
                Err(error) => form.show_failure(error),
            },
        );
    });
    let overtaken = move || {
        newer.get().map(|found| {
            let difference = Difference {
                field: t!(organizations.name).into(),
                before: base.get_untracked().name.into(),
                theirs: Some(found.name.clone().into()),
                mine: Some(name.get_untracked().into()),
            };
            let found = StoredValue::new(found);
            let on_redo = Callback::new(move |()| {
                newer.set(None);
                put(found.get_value());
                save.run(());
            });
            let on_drop = Callback::new(move |()| {
                newer.set(None);
                name.set(found.get_value().name);
                put(found.get_value());
            });
            view! { <EditConflict differences=vec![difference] on_redo=on_redo on_drop=on_drop /> }
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save.run(());
    };
    view! {
        {overtaken}
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField
                form=form
                pointer="/name"
                label=t!(organizations.name)
                hint=t!(organizations.rename_hint)
                value=name
            />
            <div class="form-actions">
                <Submit form=form label=t!(organizations.save) />
            </div>
        </form>
    }
}

/// Its domains, and the way to its accounts.
#[component]
fn Owned(organization: Uuid) -> impl IntoView {
    let domains: Load<Vec<Domain>> = load(api::every::<ListDomains, Domain>);
    let list = move |domains: Vec<Domain>| {
        let own = domains.into_iter().filter(|domain| domain.organization_id == organization);
        let items = own
            .map(|domain| view! { <li><a href=Route::Domain(domain.id).href()>{domain.name}</a></li> })
            .collect::<Vec<_>>();
        if items.is_empty() {
            view! { <p>{t!(organizations.no_domains)}</p> }.into_any()
        } else {
            view! { <ul class="plain-list">{items}</ul> }.into_any()
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(organizations.domains)}</h2>
            {loaded(domains, list)}
            <div class="form-actions">
                <LinkButton
                    href=Route::NewDomain.for_organization(organization)
                    label=t!(domains.add)
                    class="btn btn-outline-primary"
                    icon="it-plus"
                />
            </div>
        </section>
        <section class="panel">
            <h2>{t!(accounts.title)}</h2>
            <p>{t!(organizations.accounts_lead)}</p>
            <div class="form-actions">
                <LinkButton
                    href=Route::Accounts.for_organization(organization)
                    label=t!(organizations.see_accounts)
                    class="btn btn-outline-primary"
                />
                <LinkButton
                    href=Route::NewAccount.for_organization(organization)
                    label=t!(accounts.add)
                    class="btn btn-outline-primary"
                    icon="it-plus"
                />
            </div>
        </section>
    }
}
