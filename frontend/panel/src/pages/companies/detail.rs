//! A company: its data, which can be changed for all its holders, and its history.

use leptos::prelude::*;
use sigillo_contract::company::Company;
use sigillo_contract::operations::{GetCompany, UpdateCompany};
use sigillo_domain::id::CompanyId;

use super::super::holders::{list_of_company, save_company};
use crate::api;
use crate::components::person::{COMPANY, CompanyEdit, CompanyFields};
use crate::components::{
    Alert, AlertKind, Crumb, EditConflict, ErrorSummary, Fact, Facts, ForbiddenPage, Form,
    HistoryPanel, LinkButton, Page, Submit, announce, guarded, load, loaded,
};
use crate::i18n::{date, t, texts};
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: CompanyId) -> impl IntoView {
    if !session::may::<GetCompany>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let found = load(move || api::get::<GetCompany>(id));
    // What the page shows, which follows what is changed on it.
    let shown = RwSignal::new(None::<Company>);
    Effect::new(move |_| shown.set(found.get()));
    let title = move || {
        shown.get().map_or_else(|| t!(companies.company)().to_owned(), |found| found.legal_name)
    };
    let lead = move || {
        let created =
            shown.get().map(|found| texts().companies().created_on(&date(found.created_at)));
        created.unwrap_or_default()
    };
    let crumbs = vec![Crumb::new(t!(companies.title), Route::Companies)];
    let put = Callback::new(move |newer: Company| shown.set(Some(newer)));
    let actions = move || {
        let list = shown.get().as_ref().map(list_of_company);
        list.map(|list| view! {
            <LinkButton href=list label=t!(companies.see_holders) class="btn btn-outline-primary" />
        })
    };
    let page = move || {
        view! {
            <Page title=title lead=lead crumbs=crumbs.clone() narrow=true actions=actions>
                {loaded(found, move |company| if session::may::<UpdateCompany>() {
                    view! { <Change company=company shown=shown /> }.into_any()
                } else {
                    view! { <Sheet company=company /> }.into_any()
                })}
                {move || found.get().is_some().then(|| view! {
                    <HistoryPanel<Company> subject=shown.into() put=put />
                })}
            </Page>
        }
    };
    guarded(found, |_| true, page).into_any()
}

#[component]
fn Change(company: Company, shown: RwSignal<Option<Company>>) -> impl IntoView {
    let form = Form::keeping("company");
    let page = Route::Company(company.id);
    let edited = CompanyEdit::of(company);
    let saved = Callback::new(move |company: Company| {
        announce(AlertKind::Success, texts().companies().saved(), page);
        edited.edit.reset(company.clone());
        shown.set(Some(company));
    });
    let unchanged =
        Callback::new(move |()| announce(AlertKind::Info, texts().forms().nothing_changed(), page));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save_company(edited, form, saved, unchanged);
    };
    view! {
        <EditConflict edit=edited.edit />
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <Alert kind=AlertKind::Info quiet=true><p>{t!(companies.changes_for_all)}</p></Alert>
            <CompanyFields form=form at=COMPANY inputs=edited.inputs />
            <div class="form-actions">
                <Submit form=form label=t!(holders.save) />
            </div>
        </form>
    }
}

/// The data for whoever may not change them.
#[component]
fn Sheet(company: Company) -> impl IntoView {
    let facts = [
        (t!(companies.legal_form) as fn() -> &'static str, company.legal_form),
        (t!(companies.vat_number), company.vat_number),
        (t!(companies.tax_code), company.tax_code),
        (t!(companies.rea), company.rea),
        (t!(companies.recipient_code), company.recipient_code),
        (t!(companies.recipient_pec), company.recipient_pec),
        (t!(companies.administrative_reference), company.administrative_reference),
    ];
    let given = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let facts = given.map(|(label, value)| view! { <Fact label=label>{value}</Fact> });
    view! { <section class="panel"><Facts>{facts.collect_view()}</Facts></section> }
}
