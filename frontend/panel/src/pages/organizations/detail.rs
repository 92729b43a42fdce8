//! An organisation: its name, which can be changed, and links to its domains and accounts.

use leptos::prelude::*;
use sigillo_contract::domain::{Domain, DomainQuery};
use sigillo_contract::operations::{GetOrganization, ListDomains, UpdateOrganization};
use sigillo_contract::organization::{Organization, OrganizationPatch};
use sigillo_domain::account::parse_display_name;
use sigillo_domain::id::OrganizationId;
use sigillo_kit::edit::{Edit, FieldSpec, Part};

use crate::api;
use crate::components::{
    AlertKind, Crumb, EditConflict, ErrorSummary, ForbiddenPage, Form, HistoryPanel, LinkButton,
    LoadMore, Page, Submit, TextField, UndoNote, announce, guarded, incremental_list, load, loaded,
};
use crate::i18n::{date, t, texts};
use crate::pages::contract_templates::FoldedSettings;
use crate::pages::preservation::PreservationPanel;
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: OrganizationId) -> impl IntoView {
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
    let restored = RwSignal::new(None::<Organization>);
    let put = Callback::new(move |newer| restored.set(Some(newer)));
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let page = move || {
        view! {
            <Page title=title lead=lead crumbs=crumbs.clone() narrow=true>
                {loaded(found, move |found| view! {
                    <Rename organization=found shown=shown restored=restored />
                })}
                {move || is_there.get().then(|| view! {
                    <Owned organization=id />
                    <FoldedSettings organization=id />
                    <PreservationPanel organization=id />
                    <HistoryPanel<Organization> subject=shown.into() put=put />
                })}
            </Page>
        }
    };
    guarded(found, |_| true, page).into_any()
}

#[component]
fn Rename(
    organization: Organization,
    shown: RwSignal<Option<Organization>>,
    /// The organisation after a recorded change of it was undone.
    restored: RwSignal<Option<Organization>>,
) -> impl IntoView {
    let form = Form::keeping("organization");
    let edit = Edit::<_, OrganizationPatch>::of(organization);
    let name = edit.field(FieldSpec {
        pointer: "/name",
        label: t!(organizations.name),
        read: |organization: &Organization| organization.name.clone(),
        write: |patch, name| patch.name = Some(name),
        words: String::clone,
        format: String::clone,
        parse: |input: &String| parse_display_name(input),
    });
    Effect::new(move |_| shown.set(Some(edit.with_base(Clone::clone))));
    Effect::new(move |_| {
        if let Some(newer) = restored.get() {
            edit.rebase(newer);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(edit, form);
    };
    view! {
        <EditConflict edit=edit />
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField
                form=form
                pointer="/name"
                label=t!(organizations.name)
                hint=t!(organizations.rename_hint)
                value=name.input
            />
            <UndoNote text=t!(undo.by_restoring) />
            <div class="form-actions">
                <Submit form=form label=t!(organizations.save) />
            </div>
        </form>
    }
}

fn save(edit: Edit<Organization, OrganizationPatch>, form: Form) {
    let Organization { id, version, .. } = edit.base();
    let page = Route::Organization(id);
    if !edit.has_changes(Part::Whole) {
        return announce(AlertKind::Info, texts().forms().nothing_changed(), page);
    }
    let patch = match edit.patch() {
        Ok(patch) => patch,
        Err(faults) => return form.show_faults(faults),
    };
    let work = async move {
        api::change::<UpdateOrganization, GetOrganization>(id, &patch, version).await
    };
    let redo = Callback::new(move |()| save(edit, form));
    edit.send(form, Part::Whole, work, redo, move |saved| {
        announce(AlertKind::Success, texts().organizations().saved(&saved.name), page);
        edit.reset(saved);
    });
}

/// Links to its domains and accounts.
#[component]
fn Owned(organization: OrganizationId) -> impl IntoView {
    let domains = incremental_list(move |page| {
        let query = DomainQuery {
            organization_id: Some(organization),
            cursor: page.cursor,
            limit: page.limit,
            ..DomainQuery::default()
        };
        api::list::<ListDomains>((), &query)
    });
    let list = move || match domains.items() {
        None => domains.placeholder(),
        Some(items) if items.is_empty() => {
            view! { <p>{t!(organizations.no_domains)}</p> }.into_any()
        }
        Some(items) => {
            let item = |domain: Domain| {
                view! { <li><a href=Route::Domain(domain.id).href()>{domain.name}</a></li> }
            };
            let items = items.into_iter().map(item).collect_view();
            view! { <ul class="plain-list">{items}</ul> }.into_any()
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(organizations.domains)}</h2>
            {list}
            <LoadMore list=domains />
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
