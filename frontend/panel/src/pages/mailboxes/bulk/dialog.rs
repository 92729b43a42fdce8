//! What is asked of the chosen mailboxes. Nothing is changed from here: it begins a job that looks at
//! each of them, and waits.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use sigillo_contract::job::{BulkChange, BulkChangeCreate};
use sigillo_contract::operations::{CreateBulkChange, ListMailboxes};
use sigillo_domain::Code;
use uuid::Uuid;

use super::super::list_view::ListView;
use super::action::Action;
use super::draft::{Draft, EMAIL, PRESERVATION, QUOTA, SOFT_LIMIT};
use super::selection::{Chosen, Selection};
use crate::api::ApiError;
use crate::components::{
    Alert, AlertKind, Dialog, ErrorSummary, Form, NumberField, Submit, TextField, YesNo,
};
use crate::i18n::{integer, t, texts};
use crate::route::Route;
use crate::{api, router};

#[component]
pub fn AskDialog(
    asked: RwSignal<Option<Action>>,
    selection: Selection,
    view: Memo<ListView>,
) -> impl IntoView {
    let open = Signal::derive(move || asked.get().is_some());
    let title = move || asked.get().map_or("", |action| action.words().1());
    let close = Callback::new(move |()| asked.set(None));
    view! {
        <Dialog id="bulk-change" open=open title=title on_close=close>
            {asked.get_untracked().map(|action| view! {
                <Ask action=action selection=selection view=view close=close />
            })}
        </Dialog>
    }
}

#[component]
fn Ask(
    action: Action,
    selection: Selection,
    view: Memo<ListView>,
    close: Callback<()>,
) -> impl IntoView {
    let form = Form::new("bulk");
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
            {what(action, form, draft)}
            <p>{t!(bulk.check_first)}</p>
            <div class="form-actions">
                <Submit form=form label=move || texts().bulk().check(selection.count()) />
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
            </div>
        </form>
    }
}

/// What it does, and what it wants to know.
fn what(action: Action, form: Form, draft: Draft) -> AnyView {
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

fn meaning(words: fn() -> &'static str) -> AnyView {
    view! { <p>{words}</p> }.into_any()
}

fn send(form: Form, change: BulkChange, selection: Selection, view: ListView) {
    let chosen = selection.chosen();
    let before = chosen.count();
    let work = begin(change, chosen, view);
    form.send(work, move |outcome| match outcome {
        Ok(Begun::Job(id)) => router::go(Route::Job(id)),
        Ok(Begun::Recounted(now)) => {
            selection.match_all(now);
            let words = move || texts().bulk().recounted(&integer(before), &integer(now));
            form.show_message(words.into());
        }
        Err(error) => form.show_failure(error),
    });
}

enum Begun {
    Job(Uuid),
    /// The list finds other mailboxes than those that were meant: so many. Nothing was begun.
    Recounted(i64),
}

async fn begin(change: BulkChange, chosen: Chosen, view: ListView) -> Result<Begun, ApiError> {
    let count = Some(chosen.count());
    let (ids, matching) = match chosen {
        Chosen::Named(ids) => (Some(ids), None),
        Chosen::Matching(_) => (None, Some(view.selection())),
    };
    let asked = BulkChangeCreate { change, ids, matching, count };
    match api::send::<CreateBulkChange>((), &asked, None).await {
        Err(error) if error.is(Code::CountDiffers) => {
            let page = api::list::<ListMailboxes>((), &view.counting()).await?;
            Ok(Begun::Recounted(page.total.unwrap_or(0)))
        }
        outcome => Ok(Begun::Job(outcome?.id)),
    }
}
