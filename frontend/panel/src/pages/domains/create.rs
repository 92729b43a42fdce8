use leptos::prelude::*;
use sigillo_contract::domain::DomainCreate;
use sigillo_contract::operations::CreateDomain;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::name::DomainName;
use sigillo_domain::{Fault, FaultCode, Faults};

use super::settings::{Settings, SettingsFields, create_with};
use crate::components::{
    AlertKind, Crumb, ErrorSummary, ForbiddenPage, Form, LinkButton, OrganizationField, Page,
    Submit, TextField, UndoNote, announce,
};
use crate::i18n::{t, texts};
use crate::route::{Route, key};
use crate::{api, router, session};

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreateDomain>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let crumbs = vec![Crumb::new(t!(domains.title), Route::Domains)];
    view! {
        <Page title=t!(domains.create_title) crumbs=crumbs narrow=true>
            <CreateForm />
        </Page>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Draft {
    organization: RwSignal<String>,
    name: RwSignal<String>,
    settings: Settings,
}

impl Draft {
    fn read(self) -> Result<DomainCreate, Vec<Fault>> {
        let mut faults = Faults::default();
        let organization = self.organization.get_untracked().parse::<OrganizationId>();
        let organization =
            faults.check("/organization_id", organization.map_err(|_| FaultCode::Required));
        let name = faults.check("/name", DomainName::parse(&self.name.get_untracked()));
        let settings = self.settings.edit.values(&mut faults);
        let create = organization.zip(name).map(|(organization_id, name)| {
            let named =
                DomainCreate { organization_id, name: name.to_string(), ..DomainCreate::default() };
            create_with(&settings, named)
        });
        faults.result(create)
    }
}

#[component]
fn CreateForm() -> impl IntoView {
    let form = Form::keeping("domain");
    let asked = router::query().with_untracked(|query| query.get(key::ORGANIZATION));
    let draft = Draft {
        organization: RwSignal::new(asked.unwrap_or_default()),
        name: RwSignal::new(String::new()),
        settings: Settings::of(None),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let create = match draft.read() {
            Ok(create) => create,
            Err(faults) => return form.show_faults(draft.settings.at_fields(faults)),
        };
        let work = async move {
            let made = api::send::<CreateDomain>((), &create, None).await?;
            // The account sees the new domain at once, or, if this fails, after the next sign-in.
            let _ = session::load_me().await;
            Ok(made)
        };
        form.send(work, move |outcome| match outcome {
            Ok(made) => {
                let page = Route::Domain(made.id);
                announce(AlertKind::Success, texts().domains().created_it(&made.name), page);
                router::go(page);
            }
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <OrganizationField form=form label=t!(domains.organization) value=draft.organization />
            <TextField
                form=form
                pointer="/name"
                label=t!(domains.name)
                hint=t!(domains.name_hint)
                value=draft.name
            />
            <SettingsFields form=form settings=draft.settings />
            <UndoNote text=t!(undo.creation) />
            <div class="form-actions">
                <Submit form=form label=t!(domains.create) />
                <LinkButton href=Route::Domains.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}
