use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::{GetDomain, UpdateDomain};
use sigillo_domain::id::DomainId;
use sigillo_kit::edit::Part;

use super::settings::{Settings, SettingsFields};
use crate::api::{self, Change};
use crate::components::{
    AlertKind, Crumb, EditConflict, ErrorSummary, Fact, Facts, ForbiddenPage, Form, LinkButton,
    Page, Submit, UndoNote, announce, guarded, load, loaded,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{router, session};

#[component]
pub fn Edit(id: DomainId) -> impl IntoView {
    if !session::may::<UpdateDomain>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let domain = load(move || api::get::<GetDomain>(id));
    let name = move || domain.get().map(|domain| domain.name).unwrap_or_default();
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::new(t!(domains.title), Route::Domains)];
        crumbs.extend(domain.get().map(|found| Crumb::new(found.name, Route::Domain(found.id))));
        crumbs
    });
    let page = move || {
        view! {
            <Page title=t!(domains.edit_title) lead=name crumbs=crumbs narrow=true>
                {loaded(domain, |domain| view! { <EditForm domain=domain /> })}
            </Page>
        }
    };
    guarded(domain, |_| true, page).into_any()
}

#[component]
fn EditForm(domain: Domain) -> impl IntoView {
    let form = Form::keeping("domain");
    let back = Route::Domain(domain.id).href();
    let (name, organization) = (domain.name.clone(), domain.organization_name.clone());
    let settings = Settings::of(Some(domain));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(settings, form);
    };
    view! {
        <EditConflict edit=settings.edit />
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <div class="fixed-facts">
                <Facts>
                    <Fact label=t!(domains.name)>{name}</Fact>
                    <Fact label=t!(domains.organization)>{organization}</Fact>
                </Facts>
                <p class="field-hint">{t!(domains.fixed)}</p>
            </div>
            <SettingsFields form=form settings=settings />
            <p class="field-hint">{t!(domains.edit_effect)}</p>
            <UndoNote text=t!(undo.by_restoring) />
            <div class="form-actions">
                <Submit form=form label=t!(domains.save) />
                <LinkButton href=back label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

fn save(settings: Settings, form: Form) {
    let Some(Domain { id, version, .. }) = settings.edit.base() else { return };
    if !settings.edit.has_changes(Part::Whole) {
        let nothing = texts().forms().nothing_changed();
        return announce(AlertKind::Info, nothing, Route::EditDomain(id));
    }
    let patch = match settings.edit.patch() {
        Ok(patch) => patch,
        Err(faults) => return form.show_faults(settings.at_fields(faults)),
    };
    let work = async move {
        Ok(match api::change::<UpdateDomain, GetDomain>(id, &patch, version).await? {
            Change::Conflict(newer) => Change::Conflict(Some(newer)),
            Change::Made(saved) => {
                // The mailbox forms read the domain's settings from the session, so it is reloaded.
                let _ = session::load_me().await;
                Change::Made(saved)
            }
        })
    };
    let redo = Callback::new(move |()| save(settings, form));
    settings.edit.send(form, Part::Whole, work, redo, move |saved: Domain| {
        announce(AlertKind::Success, texts().domains().saved(&saved.name), Route::Domain(id));
        router::go(Route::Domain(id));
    });
}
