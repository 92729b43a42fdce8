use leptos::prelude::*;
use sigillo_contract::operations::{CreateReseller, ListOrganizations};
use sigillo_contract::reseller::ResellerCreate;
use sigillo_domain::account::parse_display_name;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::{Fault, FaultCode, Faults};

use crate::components::{
    AlertKind, Crumb, ErrorSummary, ForbiddenPage, Form, LinkButton, OrganizationField, Page,
    Submit, TextField, UndoNote, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, router, session};

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreateReseller>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let crumbs = vec![Crumb::new(t!(resellers.title), Route::Resellers)];
    view! {
        <Page title=t!(resellers.create_title) crumbs=crumbs narrow=true>
            <CreateForm />
        </Page>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    organization: RwSignal<String>,
    /// Whether the organisation has to be chosen.
    of_several: bool,
}

impl Draft {
    fn read(self) -> Result<ResellerCreate, Vec<Fault>> {
        let mut faults = Faults::default();
        let organization = self.organization.get_untracked().parse::<OrganizationId>();
        let organization_id = match organization {
            Ok(id) => Some(id),
            Err(_) if self.of_several => {
                faults.add("/organization_id", FaultCode::Required);
                None
            }
            Err(_) => None,
        };
        let name = faults.check("/name", parse_display_name(&self.name.get_untracked()));
        faults.result(name.map(|name| ResellerCreate { organization_id, name }))
    }
}

#[component]
fn CreateForm() -> impl IntoView {
    let form = Form::keeping("reseller");
    let draft = Draft {
        name: RwSignal::new(String::new()),
        organization: RwSignal::new(String::new()),
        of_several: session::may::<ListOrganizations>(),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let create = match draft.read() {
            Ok(create) => create,
            Err(faults) => return form.show_faults(faults),
        };
        form.send(
            async move { api::send::<CreateReseller>((), &create, None).await },
            move |outcome| match outcome {
                Ok(made) => {
                    let page = Route::Reseller(made.id);
                    announce(AlertKind::Success, texts().resellers().created_it(&made.name), page);
                    router::go(page);
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            {draft.of_several.then(|| view! {
                <OrganizationField form=form label=t!(resellers.organization) value=draft.organization />
            })}
            <TextField
                form=form
                pointer="/name"
                label=t!(resellers.name)
                hint=t!(resellers.name_hint)
                value=draft.name
            />
            <UndoNote text=t!(undo.creation) />
            <div class="form-actions">
                <Submit form=form label=t!(resellers.create) />
                <LinkButton href=Route::Resellers.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}
