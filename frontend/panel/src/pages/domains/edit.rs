use leptos::prelude::*;
use sigillo_contract::domain::{Domain, DomainPatch};
use sigillo_contract::operations::{GetDomain, UpdateDomain};
use uuid::Uuid;

use super::settings::{Settings, SettingsFields, differences};
use crate::api::{self, Change};
use crate::components::{
    AlertKind, Crumb, EditConflict, ErrorSummary, Fact, Facts, ForbiddenPage, Form, LinkButton,
    Page, Submit, announce, guarded, load, loaded,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{router, session};

#[component]
pub fn Edit(id: Uuid) -> impl IntoView {
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

/// A change that came too late: the domain as it is now, and what was to be changed.
type Late = Option<(Domain, DomainPatch)>;

#[component]
fn EditForm(domain: Domain) -> impl IntoView {
    let form = Form::new("domain");
    let settings = Settings::of(&domain);
    let (id, name, organization) =
        (domain.id, domain.name.clone(), domain.organization_name.clone());
    let back = Route::Domain(id).href();
    let base = RwSignal::new(domain);
    let late = RwSignal::new(Late::None);
    let leave = Callback::new(move |()| router::go(Route::Domain(id)));
    let save = Callback::new(move |()| {
        let domain = base.get_untracked();
        match settings.patch(&domain) {
            Err(faults) => form.show_faults(faults),
            Ok(patch) if patch == DomainPatch::default() => {
                let here = Route::EditDomain(id);
                announce(AlertKind::Info, texts().forms().nothing_changed(), here);
            }
            Ok(patch) => send(form, &domain, patch, late, leave),
        }
    });
    let overtaken = move || {
        late.get().map(|(newer, patch)| {
            let differences = differences(&base.get_untracked(), &newer, &patch);
            let newer = StoredValue::new(newer);
            let on_redo = Callback::new(move |()| {
                late.set(None);
                settings.rebase(&base.get_untracked(), &newer.get_value());
                base.set(newer.get_value());
                save.run(());
            });
            let on_drop = Callback::new(move |()| {
                late.set(None);
                settings.reset(&newer.get_value());
                base.set(newer.get_value());
            });
            view! { <EditConflict differences=differences on_redo=on_redo on_drop=on_drop /> }
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
            <div class="fixed-facts">
                <Facts>
                    <Fact label=t!(domains.name)>{name}</Fact>
                    <Fact label=t!(domains.organization)>{organization}</Fact>
                </Facts>
                <p class="field-hint">{t!(domains.fixed)}</p>
            </div>
            <SettingsFields form=form settings=settings />
            <p class="field-hint">{t!(domains.edit_effect)}</p>
            <div class="form-actions">
                <Submit form=form label=t!(domains.save) />
                <LinkButton href=back label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

fn send(form: Form, base: &Domain, patch: DomainPatch, late: RwSignal<Late>, leave: Callback<()>) {
    let (id, version) = (base.id, base.version);
    let asked = patch.clone();
    let work = async move {
        let change = api::change::<UpdateDomain, GetDomain>(id, &patch, version).await?;
        if matches!(change, Change::Made(_)) {
            // Forms of mailboxes ask the session what the domain gives.
            let _ = session::load_me().await;
        }
        Ok(change)
    };
    form.send(work, move |outcome| match outcome {
        Ok(Change::Made(saved)) => {
            let page = Route::Domain(saved.id);
            announce(AlertKind::Success, texts().domains().saved(&saved.name), page);
            leave.run(());
        }
        Ok(Change::Conflict(newer)) => late.set(Some((newer, asked))),
        Err(error) => form.show_failure(error),
    });
}
