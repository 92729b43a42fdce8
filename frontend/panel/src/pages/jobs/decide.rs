//! The actions on a job: start it, stop it, download the rows that failed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::job::{Job, JobRun};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{CancelJob, RunJob, UndoJob};
use sigillo_domain::Code;
use sigillo_domain::id::JobId;
use sigillo_domain::import::ImportKind;
use sigillo_domain::job::{BulkAction, JobState};

use crate::components::{
    Alert, AlertKind, ErrorSummary, FieldError, Form, Icon, LinkButton, Load, Submit, TextField,
    UndoNote, announce,
};
use crate::i18n::{Lang, integer, lang, parse_integer, t, texts};
use crate::route::Route;
use crate::{api, browser, router, session};

/// The field in which the person confirms the number of mailboxes.
const COUNT: &str = "/count";

#[component]
pub fn Decide(found: Job, job: Load<Job>) -> impl IntoView {
    let form = Form::new("job");
    match found.state {
        JobState::Ready => ready(&found, job, form),
        JobState::Mapping | JobState::Checking | JobState::Running => view! {
            <ErrorSummary form=form />
            <UndoNote text=stop_note(found.state) />
            <div class="form-actions"><Stop found=found job=job form=form /></div>
        }
        .into_any(),
        JobState::Finished | JobState::Cancelled | JobState::Failed => over(&found, job, form),
    }
}

fn ready(found: &Job, job: Load<Job>, form: Form) -> AnyView {
    let (id, version, count) = (found.id, found.version, found.counts.to_do);
    let is_import = found.import.is_some();
    let creates = found.kind.imports() == Some(ImportKind::Mailboxes);
    let of_holders = is_of_holders(found);
    let is_for_ever = found.change.as_ref().is_some_and(|c| c.action == BulkAction::Cancel);
    let typed = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_for_ever && parse_integer(&typed.get_untracked()) != Ok(count) {
            let said = move || texts().jobs().count_mismatch(&integer(count));
            let error = FieldError::Text(TextProp::from(said));
            return form.show_errors(vec![(COUNT.to_owned(), error)]);
        }
        let word = JobRun { count: Some(count) };
        form.send(
            async move { api::send::<RunJob>(id, &word, Some(version)).await },
            move |outcome| match outcome {
                Ok(changed) => job.put(changed),
                // The job has changed meanwhile; reloading it shows why it cannot be started.
                Err(error) if error.is(Code::Stale) || error.is(Code::NotInThisState) => {
                    announce(AlertKind::Warning, texts().jobs().overtaken(), Route::Job(id));
                    job.reload();
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    let label = move || {
        let t = texts().jobs();
        match (is_for_ever, creates, count) {
            _ if of_holders => texts().holder_import().start(count),
            (true, ..) => t.start_cancel(&t.mailboxes(count)),
            (_, true, 1) => t.start_import_one().to_owned(),
            (_, true, _) => t.start_import(&integer(count)),
            (_, false, 1) => t.start_one().to_owned(),
            (..) => t.start(&integer(count)),
        }
    };
    let losses = is_for_ever.then(|| {
        view! {
            <div class="losses">
                <h2><Icon name="it-warning-circle" />{t!(jobs.cancel_title)}</h2>
                <ul>
                    <li>{t!(cancel.messages)}</li>
                    <li>{t!(cancel.never_back)}</li>
                    <li>{t!(cancel.name_retired)}</li>
                    <li>{t!(cancel.row_kept)}</li>
                </ul>
            </div>
            <TextField form=form pointer=COUNT label=t!(jobs.count_label) value=typed />
        }
    });
    let undo = undo_of(found);
    let class = if is_for_ever { "btn btn-danger" } else { "btn btn-primary" };
    let something = count > 0;
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            {if something {
                view! {
                    {losses}
                    <UndoNote text=undo />
                }
                .into_any()
            } else {
                view! { <Alert kind=AlertKind::Info quiet=true><p>{t!(jobs.nothing_to_do)}</p></Alert> }.into_any()
            }}
            <div class="form-actions">
                {something.then(|| view! { <Submit form=form label=label class=class /> })}
                {(found.counts.failed > 0 && is_import).then(|| view! { <Download id=found.id form=form /> })}
                <Stop found=found.clone() job=job form=form />
            </div>
            <UndoNote text=t!(jobs.drop_note) />
        </form>
    }
    .into_any()
}

/// Whether what the job is about to do can be undone. What undoes another job is undone mailbox by
/// mailbox.
fn undo_of(found: &Job) -> fn() -> &'static str {
    match &found.change {
        Some(change) if change.action.can_be_undone() => t!(undo.by_job),
        None if found.undoes.is_some() => t!(undo.by_restoring),
        _ => t!(undo.never),
    }
}

fn stop_note(state: JobState) -> fn() -> &'static str {
    if state == JobState::Running { t!(jobs.stop_note) } else { t!(jobs.drop_note) }
}

fn over(found: &Job, job: Load<Job>, form: Form) -> AnyView {
    let failed = found.counts.failed > 0 && !found.rows_forgotten;
    let mend = failed && found.import.is_some();
    let of_holders = is_of_holders(found);
    let domain = found.import.as_ref().and_then(|file| file.domain.clone());
    let domain = domain.or_else(|| session::chosen_domain().map(|domain| domain.name));
    let domain = domain.filter(|_| !of_holders);
    let id = found.id;
    let undo = may_undo(found).then(|| view! { <Undo id=id job=job form=form /> });
    view! {
        <ErrorSummary form=form />
        {mend.then(|| view! { <p class="measure lead-in">{t!(jobs.mend_text)}</p> })}
        <div class="form-actions">
            {failed.then(|| view! { <Download id=id form=form /> })}
            {undo}
            {of_holders.then(|| view! {
                <LinkButton href=Route::Holders.href() label=t!(holder_import.to_list) class="btn btn-outline-primary" />
            })}
            {domain.map(|domain| view! {
                <LinkButton href=Route::Mailboxes.for_domain(&domain) label=t!(jobs.to_list) class="btn btn-outline-primary" />
            })}
        </div>
    }
    .into_any()
}

fn is_of_holders(found: &Job) -> bool {
    found.kind.imports() == Some(ImportKind::Holders)
}

/// Whether what the job did to mailboxes can be undone.
fn may_undo(found: &Job) -> bool {
    let change = found.change.as_ref();
    change.is_some_and(|change| change.action.can_be_undone())
        && found.counts.done > 0
        && found.undone_by.is_none()
        && !found.rows_forgotten
}

/// Makes the job that undoes this one; its page shows the dry run.
#[component]
fn Undo(id: JobId, job: Load<Job>, form: Form) -> impl IntoView {
    let undo = move |_| {
        form.send(
            async move { api::send::<UndoJob>(id, &Nothing {}, None).await },
            move |outcome| match outcome {
                Ok(made) => router::go(Route::Job(made.id)),
                // Reloading the page shows which job undoes this one.
                Err(error) if error.is(Code::AlreadyUndone) => {
                    announce(AlertKind::Warning, texts().jobs().overtaken(), Route::Job(id));
                    job.reload();
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <button type="button" class="btn btn-outline-primary" on:click=undo>{t!(jobs.undo)}</button>
    }
}

/// Stops a running job, or drops one that has not started.
#[component]
fn Stop(found: Job, job: Load<Job>, form: Form) -> impl IntoView {
    let (id, runs) = (found.id, found.state == JobState::Running);
    let stop = move |_| {
        form.clear();
        spawn_local(async move {
            match api::send::<CancelJob>(id, &Nothing {}, None).await {
                Ok(changed) => job.put(changed),
                // The job had already ended.
                Err(error) if error.is(Code::NotInThisState) => job.reload(),
                Err(error) => form.show_failure(error),
            }
        });
    };
    view! {
        <button type="button" class="btn btn-outline-primary" on:click=stop>
            {move || if runs { t!(jobs.stop_job)() } else { t!(jobs.drop_job)() }}
        </button>
    }
}

#[component]
fn Download(id: JobId, form: Form) -> impl IntoView {
    let take = move |_| {
        form.clear();
        spawn_local(async move {
            let english = lang() == Lang::En;
            match api::download_failed_rows(id, english).await {
                Ok(file) => browser::save_file(&file.blob, &file.name),
                Err(error) => form.show_failure(error),
            }
        });
    };
    view! {
        <button type="button" class="btn btn-outline-primary" on:click=take>
            <Icon name="it-download" />
            <span>{t!(jobs.download)}</span>
        </button>
    }
}
