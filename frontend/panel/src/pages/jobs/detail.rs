//! The page of a job, for all its states.

use leptos::prelude::*;
use sigillo_contract::import::ImportFile;
use sigillo_contract::job::Job;
use sigillo_contract::operations::GetJob;
use sigillo_domain::id::JobId;
use sigillo_domain::import::ImportKind;
use sigillo_domain::job::JobState;

use super::columns::Columns;
use super::decide::Decide;
use super::follow::follow;
use super::progress::Progress;
use super::rows::Rows;
use super::selection::SelectionFacts;
use super::unused::unused_facts;
use super::{JobBadge, created_by, run_by};
use crate::components::{Alert, AlertKind, Crumb, Fact, Facts, Load, Page, guarded, load, loaded};
use crate::i18n::{date_time, integer, problem_text, t, texts};
use crate::route::Route;
use crate::{api, browser};

const HEADING: &str = "job-state";

#[component]
pub fn Detail(id: JobId) -> impl IntoView {
    let job = load(move || api::get::<GetJob>(id));
    follow(job, id);
    let title = move || match job.get() {
        Some(job) => texts().jobs().what(&job),
        None => texts().jobs().job().to_owned(),
    };
    let page = move || {
        view! {
            <Page title=title crumbs=vec![Crumb::new(t!(jobs.title), Route::Jobs)]>
                {body(job)}
            </Page>
        }
    };
    guarded(job, |_| true, page)
}

/// The version increases with the state and not with the progress, so the page's content stays in
/// place while the progress bar moves. What undoes the job does not change its version.
fn body(job: Load<Job>) -> AnyView {
    let version = Memo::new(move |_| job.get().map(|job| (job.version, job.undone_by)));
    // The pressed button disappears with its panel, so the focus moves to the heading of the job's
    // new state.
    let first = StoredValue::new(true);
    Effect::new(move |_| {
        if version.get().is_some() && !first.get_value() {
            browser::focus(HEADING);
        }
        first.set_value(version.with_untracked(Option::is_none));
    });
    view! {
        <Show when=move || version.get().is_none()>
            <Failed job=job />
        </Show>
        {move || version.get().and_then(|_| untrack(|| job.get())).map(|found| view! { <Life found=found job=job /> })}
    }
    .into_any()
}

/// A link to another job, with its title as soon as that is known.
#[component]
fn JobLink(id: JobId) -> impl IntoView {
    let job = load(move || api::get::<GetJob>(id));
    let title = move || {
        let t = texts().jobs();
        job.get().map_or_else(|| t.open_job().to_owned(), |job| t.what(&job))
    };
    view! { <a href=Route::Job(id).href()>{title}</a> }
}

/// What was read of the file, where that is not all of it.
fn file_facts(file: &ImportFile) -> impl IntoView + use<> {
    let organization = file.organization.clone();
    let (hidden, skipped) = (file.hidden_rows, file.hidden_rows_skipped);
    let hidden_rows = move || {
        let t = texts().jobs();
        let count = integer(hidden);
        if skipped { t.hidden_skipped(&count) } else { t.hidden_included(&count) }
    };
    // Most files begin with their headings.
    let line = file.headings_line.filter(|line| *line > 1);
    view! {
        {organization.map(|name| view! { <Fact label=t!(accounts.organization)>{name}</Fact> })}
        {file.sheet.clone().map(|sheet| view! { <Fact label=t!(jobs.sheet)>{sheet}</Fact> })}
        {line.map(|line| view! {
            <Fact label=t!(jobs.headings_at)>{move || texts().jobs().headings_line(&integer(line))}</Fact>
        })}
        {(hidden > 0).then(|| view! { <Fact label=t!(jobs.hidden_rows)>{hidden_rows}</Fact> })}
    }
}

#[component]
fn Failed(job: Load<Job>) -> impl IntoView {
    loaded(job, |_| ())
}

#[component]
fn Life(found: Job, job: Load<Job>) -> impl IntoView {
    let state = found.state;
    let said = move || {
        let t = texts().jobs();
        match state {
            JobState::Mapping => "",
            JobState::Checking => t.checking_text(),
            JobState::Ready => t.ready_text(),
            JobState::Running => t.running_text(),
            JobState::Finished => t.finished_text(),
            JobState::Cancelled => t.cancelled_text(),
            JobState::Failed => t.failed_text(),
        }
    };
    let (by, at) = (created_by(&found), found.created_at);
    let run = run_by(&found).zip(found.started_at);
    let (selection, undoes, undone_by) = (found.matching.clone(), found.undoes, found.undone_by);
    let file = found.import.clone();
    let of_holders = found.kind.imports() == Some(ImportKind::Holders);
    let forgotten = move || {
        if of_holders { t!(holder_import.forgotten_text)() } else { t!(jobs.forgotten_text)() }
    };
    let problem = found.problem;
    let with_rows =
        !found.rows_forgotten && !matches!(state, JobState::Mapping | JobState::Checking);
    let mapped = found.import.is_some() && matches!(state, JobState::Mapping | JobState::Ready);
    view! {
        <section class="panel" aria-labelledby=HEADING data-testid="job">
            <div class="message-head">
                <h2 id=HEADING tabindex="-1">{t!(jobs.state_label)}</h2>
                <span role="status"><JobBadge state=state /></span>
            </div>
            <p class="measure">{said}</p>
            {problem.map(|code| view! {
                <Alert kind=AlertKind::Danger quiet=true>
                    <p>{move || problem_text(&api::ApiError::of(code))}</p>
                </Alert>
            })}
            <Progress job=job />
            <Facts>
                <Fact label=t!(jobs.asked)>{move || texts().jobs().by(&by, &date_time(at))}</Fact>
                {file.as_ref().map(file_facts)}
                {file.as_ref().map(unused_facts)}
                {run.map(|(who, at)| view! {
                    <Fact label=t!(jobs.run_by)>{move || texts().jobs().by(&who, &date_time(at))}</Fact>
                })}
                {selection.map(|selection| view! { <SelectionFacts selection=selection /> })}
                {undoes.map(|id| view! { <Fact label=t!(jobs.undoes)><JobLink id=id /></Fact> })}
                {undone_by.map(|id| view! { <Fact label=t!(jobs.undone_by)><JobLink id=id /></Fact> })}
            </Facts>
            <Decide found=found.clone() job=job />
        </section>
        {mapped.then(|| view! { <Columns found=found.clone() job=job /> })}
        {found.rows_forgotten.then(|| view! {
            <Alert kind=AlertKind::Info quiet=true><p>{forgotten}</p></Alert>
        })}
        {with_rows.then(|| view! {
            <Rows found=found.clone() job=job />
        })}
    }
}
