use leptos::prelude::*;
use sigillo_contract::operations::CreateOrganization;
use sigillo_contract::organization::OrganizationCreate;
use sigillo_domain::Faults;
use sigillo_domain::account::parse_display_name;

use crate::components::{
    AlertKind, Crumb, ErrorSummary, ForbiddenPage, Form, LinkButton, Page, Submit, TextField,
    UndoNote, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, router, session};

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreateOrganization>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let crumbs = vec![Crumb::new(t!(organizations.title), Route::Organizations)];
    view! {
        <Page title=t!(organizations.create_title) lead=t!(organizations.create_lead) crumbs=crumbs narrow=true>
            <CreateForm />
        </Page>
    }
    .into_any()
}

#[component]
fn CreateForm() -> impl IntoView {
    let form = Form::keeping("organization");
    let name = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut faults = Faults::default();
        let read = faults.check("/name", parse_display_name(&name.get_untracked()));
        let Some(name) = read else { return form.show_faults(faults.into_vec()) };
        form.send(
            async move { api::send::<CreateOrganization>((), &OrganizationCreate { name }, None).await },
            move |outcome| match outcome {
                Ok(made) => {
                    let page = Route::Organization(made.id);
                    announce(AlertKind::Success, texts().organizations().created_it(&made.name), page);
                    router::go(page);
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField
                form=form
                pointer="/name"
                label=t!(organizations.name)
                hint=t!(organizations.name_hint)
                value=name
            />
            <UndoNote text=t!(undo.creation) />
            <div class="form-actions">
                <Submit form=form label=t!(organizations.create) />
                <LinkButton href=Route::Organizations.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}
