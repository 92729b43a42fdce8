use leptos::prelude::*;
use sigillo_contract::operations::CreatePlan;
use sigillo_contract::plan::{PlanCreate, PlanPatch};
use sigillo_domain::{Fault, Faults};

use super::fields::{PlanFields, PlanInputs};
use crate::components::{
    AlertKind, Crumb, ErrorSummary, ForbiddenPage, Form, LinkButton, Page, Submit, UndoNote,
    announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, router, session};

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreatePlan>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let crumbs = vec![Crumb::new(t!(plans.title), Route::Plans)];
    view! {
        <Page title=t!(plans.create_title) crumbs=crumbs narrow=true>
            <CreateForm />
        </Page>
    }
    .into_any()
}

fn read(fields: PlanFields) -> Result<PlanCreate, Vec<Fault>> {
    let mut faults = Faults::default();
    let PlanPatch { code, name, inbox_mb, archive_mb, preservation_mb, state } =
        fields.edit.values(&mut faults);
    let create = PlanCreate {
        code: code.unwrap_or_default(),
        name: name.unwrap_or_default(),
        inbox_mb: inbox_mb.unwrap_or_default(),
        archive_mb,
        preservation_mb,
        state,
    };
    faults.result(Some(create))
}

#[component]
fn CreateForm() -> impl IntoView {
    let form = Form::keeping("plan");
    let fields = PlanFields::of(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let create = match read(fields) {
            Ok(create) => create,
            Err(faults) => return form.show_faults(faults),
        };
        form.send(
            async move { api::send::<CreatePlan>((), &create, None).await },
            move |outcome| match outcome {
                Ok(made) => {
                    let page = Route::Plan(made.id);
                    announce(AlertKind::Success, texts().plans().created_it(&made.code), page);
                    router::go(page);
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <PlanInputs form=form fields=fields />
            <UndoNote text=t!(undo.creation) />
            <div class="form-actions">
                <Submit form=form label=t!(plans.create) />
                <LinkButton href=Route::Plans.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}
