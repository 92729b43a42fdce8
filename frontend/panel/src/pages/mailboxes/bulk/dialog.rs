//! The dialog for the values of a bulk change. It changes nothing itself: it creates a job, which
//! first checks each mailbox and then waits to be started.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use sigillo_contract::job::{BulkChange, BulkChangeCreate};
use sigillo_contract::operations::CreateBulkChange;
use sigillo_domain::Code;
use sigillo_domain::id::JobId;
use sigillo_domain::plan::PlanState;
use sigillo_kit::list_view::ListView;

use super::super::manager::{ManagerField, assistants};
use super::super::requests::{count_selectable, selection as selection_of};
use super::action::Action;
use super::draft::{
    Draft, EMAIL, MANAGER, PLAN, PRESERVATION, QUOTA, SOFT_LIMIT, TO_CREATOR, UNTIL,
};
use super::selection::{Chosen, Selection};
use crate::api::ApiError;
use crate::components::{
    Alert, AlertKind, Dialog, ErrorSummary, Form, NumberField, Select, Submit, TextField, UndoNote,
    YesNo,
};
use crate::i18n::{integer, t, texts};
use crate::pages::plans;
use crate::route::Route;
use crate::{api, router};

#[component]
pub fn ActionDialog(
    chosen: RwSignal<Option<Action>>,
    selection: Selection,
    view: Memo<ListView>,
) -> impl IntoView {
    let open = Signal::derive(move || chosen.get().is_some());
    let title = move || chosen.get().map_or("", |action| action.words().1());
    let close = Callback::new(move |()| chosen.set(None));
    view! {
        <Dialog id="bulk-change" open=open title=title on_close=close>
            {chosen.get_untracked().map(|action| view! {
                <ActionForm action=action selection=selection view=view close=close />
            })}
        </Dialog>
    }
}

#[component]
fn ActionForm(
    action: Action,
    selection: Selection,
    view: Memo<ListView>,
    close: Callback<()>,
) -> impl IntoView {
    let form = Form::keeping("bulk");
    let draft = Draft::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match draft.read(action) {
            Ok(change) => send(form, change, selection, view.get_untracked()),
            Err(faults) => form.show_faults(faults),
        }
    };
    view! {
        <form novalidate on:submit=submit>
            <ErrorSummary form=form />
            <p class="selection-count">{move || texts().bulk().meant(selection.count())}</p>
            {fields_of(action, form, draft)}
            <p>{t!(bulk.check_first)}</p>
            <UndoNote text=undo_of(action) />
            <div class="form-actions">
                <Submit form=form label=move || texts().bulk().check(selection.count()) />
                <button type="button" class="btn btn-outline-primary" on:click=move |_| {
                    form.mark_saved();
                    close.run(());
                }>
                    {t!(forms.cancel)}
                </button>
            </div>
        </form>
    }
}

/// The explanation of an action, and its fields.
fn fields_of(action: Action, form: Form, draft: Draft) -> AnyView {
    match action {
        Action::Disable => meaning(t!(forms.disabled_meaning)),
        Action::Enable => meaning(t!(bulk.enable_meaning)),
        Action::Reset => view! { <p>{t!(bulk.reset_meaning)}" "{t!(messages.reset_rules)}</p> }.into_any(),
        Action::Quota => view! {
            <div class="field-pair">
                <NumberField form=form pointer=QUOTA label=t!(forms.quota) unit=t!(forms.mb) value=draft.quota />
                <NumberField
                    form=form
                    pointer=SOFT_LIMIT
                    label=t!(forms.soft_limit)
                    hint=t!(bulk.soft_limit_hint)
                    unit=t!(forms.mb)
                    value=draft.soft_limit
                    optional=true
                />
            </div>
        }
        .into_any(),
        Action::Plan => view! {
            <Select
                form=form
                pointer=PLAN
                label=t!(words.plan)
                hint=t!(bulk.plan_hint)
                value=draft.plan
                options=Signal::derive(plan_options)
            />
        }
        .into_any(),
        Action::Manager => assistants(None)
            .map(|found| {
                let first = || {
                    let words = texts().bulk();
                    vec![
                        (String::new(), words.choose_manager().to_owned()),
                        (TO_CREATOR.to_owned(), words.manager_creator().to_owned()),
                    ]
                };
                let first = Signal::derive(first);
                view! { <ManagerField form=form pointer=MANAGER found=found first=first value=draft.manager /> }
            })
            .into_any(),
        Action::Email => view! {
            <TextField
                form=form
                pointer=EMAIL
                label=t!(forms.communication_email)
                hint=t!(bulk.email_hint)
                value=draft.email
                kind="email"
            />
        }
        .into_any(),
        Action::Preservation => view! {
            <YesNo
                form=form
                pointer=PRESERVATION
                label=t!(words.preservation)
                hint=t!(forms.preservation_hint)
                value=draft.preservation
            />
        }
        .into_any(),
        Action::Renew => view! {
            <p>{t!(service.renew_text)}</p>
            <TextField
                form=form
                pointer=UNTIL
                label=t!(service.until)
                hint=t!(service.until_hint)
                value=draft.until
                kind="date"
                optional=true
            />
        }
        .into_any(),
        Action::Terminate => view! {
            <p>{t!(service.terminate_text)}</p>
            <TextField form=form pointer=UNTIL label=t!(service.last_day) value=draft.until kind="date" />
        }
        .into_any(),
        Action::Cancel => view! {
            <Alert kind=AlertKind::Danger quiet=true title=t!(cancel.warning_title)>
                <ul class="note-list">
                    <li>{t!(cancel.messages)}</li>
                    <li>{t!(bulk.never_back)}</li>
                    <li>{t!(bulk.names_retired)}</li>
                </ul>
            </Alert>
            <p class="typed-later">{t!(bulk.typed_later)}</p>
        }
        .into_any(),
    }
}

/// The plans that any of the account's domains offers.
fn plan_options() -> Vec<(String, String)> {
    let offered = plans::offered_anywhere().into_iter();
    let offered = offered.filter(|plan| plan.state == PlanState::Offered);
    let choose = (String::new(), texts().plans().choose().to_owned());
    let each = offered.map(|plan| (plan.id.to_string(), plans::described(&plan)));
    std::iter::once(choose).chain(each).collect()
}

/// Whether the change can be undone once it has been made.
const fn undo_of(action: Action) -> fn() -> &'static str {
    match action {
        Action::Reset | Action::Cancel => t!(undo.never),
        Action::Renew => t!(service.undo_renewal),
        Action::Terminate => t!(bulk.terminate_back),
        Action::Disable
        | Action::Enable
        | Action::Quota
        | Action::Plan
        | Action::Email
        | Action::Preservation
        | Action::Manager => t!(undo.by_job),
    }
}

fn meaning(words: fn() -> &'static str) -> AnyView {
    view! { <p>{words}</p> }.into_any()
}

fn send(form: Form, change: BulkChange, selection: Selection, view: ListView) {
    let chosen = selection.chosen();
    let before = chosen.count();
    let work = create_job(change, chosen, view);
    form.send_unsaved(work, move |result| match result {
        Ok(Outcome::Created(id)) => {
            form.mark_saved();
            router::go(Route::Job(id));
        }
        Ok(Outcome::Recounted(now)) => {
            selection.match_all(now);
            let words = move || texts().bulk().recounted(&integer(before), &integer(now));
            form.show_message(words.into());
        }
        Err(error) => form.show_failure(error),
    });
}

enum Outcome {
    Created(JobId),
    /// The list now finds a different number of mailboxes, so no job was created.
    Recounted(i64),
}

async fn create_job(
    change: BulkChange,
    chosen: Chosen,
    view: ListView,
) -> Result<Outcome, ApiError> {
    let count = Some(chosen.count());
    let (ids, matching) = match chosen {
        Chosen::Named(ids) => (Some(ids), None),
        Chosen::Matching(_) => (None, Some(selection_of(&view))),
    };
    let request = BulkChangeCreate { change, ids, matching, count };
    match api::send::<CreateBulkChange>((), &request, None).await {
        Err(error) if error.is(Code::CountDiffers) => {
            Ok(Outcome::Recounted(count_selectable(view).await?))
        }
        job => Ok(Outcome::Created(job?.id)),
    }
}
