//! The rows of a job, by outcome.

use leptos::prelude::*;
use sigillo_contract::job::{Job, JobRow, JobRowQuery};
use sigillo_contract::operations::ListJobRows;
use sigillo_domain::Code;
use sigillo_domain::id::JobId;
use sigillo_domain::job::Outcome;
use sigillo_domain::mailbox::Warning;

use crate::api;
use crate::components::{Column, DataTable, Load, LoadMore, Waiting, incremental_list};
use crate::i18n::{fault_text, integer, problem_text, t, texts};
use crate::route::Route;

/// The outcomes in the order of their buttons.
const OUTCOMES: [Outcome; 4] = [Outcome::ToDo, Outcome::Done, Outcome::Failed, Outcome::Unchanged];

#[component]
pub fn Rows(id: JobId, is_import: bool, some_failed: bool, job: Load<Job>) -> impl IntoView {
    // The rows that failed are shown first.
    let first = if some_failed { Some(Outcome::Failed) } else { None };
    let chosen = RwSignal::new(first);
    let count = move |outcome: Option<Outcome>| {
        job.get().map_or(0, |job| match outcome {
            None => job.total,
            Some(Outcome::Pending) => job.counts.pending,
            Some(Outcome::ToDo) => job.counts.to_do,
            Some(Outcome::Unchanged) => job.counts.unchanged,
            Some(Outcome::Failed) => job.counts.failed,
            Some(Outcome::Done) => job.counts.done,
        })
    };
    let chip = move |outcome: Option<Outcome>| {
        let words = move || match outcome {
            None => texts().jobs().every_row(),
            Some(outcome) => texts().jobs().outcome(outcome, is_import),
        };
        view! {
            <button
                type="button"
                class="chip"
                class:chip-bad=outcome == Some(Outcome::Failed)
                aria-pressed=move || if chosen.get() == outcome { "true" } else { "false" }
                on:click=move |_| chosen.set(outcome)
            >
                {words}" "<span class="chip-count">{move || integer(count(outcome))}</span>
            </button>
        }
    };
    let chips = std::iter::once(None).chain(OUTCOMES.map(Some));
    let chips: Vec<_> = chips
        .map(|outcome| {
            let some = Memo::new(move |_| outcome.is_none() || count(outcome) > 0);
            view! { <Show when=move || some.get()>{chip(outcome)}</Show> }
        })
        .collect();
    view! {
        <section class="panel" aria-labelledby="job-rows">
            <h2 id="job-rows">{t!(jobs.rows)}</h2>
            <div class="chips" role="group" aria-label=t!(jobs.outcomes)>{chips}</div>
            {move || {
                let outcome = chosen.get().map(|outcome| outcome.as_str().to_owned());
                let rows = incremental_list(move |page| {
                    let query = JobRowQuery {
                        outcome: outcome.clone(),
                        cursor: page.cursor,
                        limit: page.limit,
                    };
                    async move { api::list::<ListJobRows>(id, &query).await }
                });
                view! {
                    {move || match rows.items() {
                        None => view! { <Waiting /> }.into_any(),
                        Some(items) if items.is_empty() => view! { <p class="fact-note">{t!(jobs.no_rows)}</p> }.into_any(),
                        Some(items) => table(items, is_import),
                    }}
                    <LoadMore list=rows />
                }
            }}
        </section>
    }
}

fn table(rows: Vec<JobRow>, is_import: bool) -> AnyView {
    view! {
        <DataTable caption=t!(jobs.rows) testid="job-rows" columns=columns(is_import) rows=rows />
    }
    .into_any()
}

fn columns(is_import: bool) -> Vec<Column<JobRow>> {
    let line = Column::new(t!(jobs.row_line), |row: &JobRow| row.line.unwrap_or(row.seq))
        .class("cell-number")
        .labelled();
    let mailbox = Column::new(t!(jobs.row_mailbox), |row: &JobRow| {
        let address = row.address.clone().unwrap_or_else(|| "–".to_owned());
        match row.mailbox_id.filter(|_| row.address.is_some()) {
            Some(id) => view! { <a href=Route::Mailbox(id).href()>{address}</a> }.into_any(),
            None => address.into_any(),
        }
    })
    .class("cell-name");
    let outcome = Column::new(t!(jobs.row_outcome), move |row: &JobRow| {
        let outcome = row.outcome;
        view! {
            <span class=outcome_class(outcome)>
                {move || texts().jobs().outcome(outcome, is_import)}
            </span>
        }
    })
    .class("cell-state");
    let reason = Column::new(t!(jobs.row_reason), |row: &JobRow| {
        let row = row.clone();
        move || reason(&row)
    })
    .class("cell-reason");
    is_import.then_some(line).into_iter().chain([mailbox, outcome, reason]).collect()
}

const fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pending | Outcome::ToDo => "state state-pending",
        Outcome::Unchanged => "state state-cancelled",
        Outcome::Failed => "state state-expired",
        Outcome::Done => "state state-active",
    }
}

/// Why a row failed, or its warning.
fn reason(row: &JobRow) -> String {
    let mut reasons: Vec<String> = vec![];
    if let Some(code) = row.code.filter(|code| *code != Code::Validation) {
        reasons.push(problem_text(&api::ApiError::of(code)));
    }
    reasons.extend(row.errors.iter().map(|error| {
        let text = fault_text(&error.pointer, error.code);
        match field_name(&error.pointer) {
            Some(name) => format!("{name}: {text}"),
            None => text,
        }
    }));
    if row.warnings.contains(&Warning::QuotaBelowUse) {
        reasons.push(texts().jobs().below_use().to_owned());
    }
    reasons.join(" ")
}

fn field_name(pointer: &str) -> Option<&'static str> {
    let t = texts().jobs();
    Some(match pointer {
        "/local_part" => t.field_local_part(),
        "/domain" => t.field_domain(),
        "/communication_email" => t.field_email(),
        "/quota_mb" => t.field_quota(),
        "/soft_limit_mb" => t.field_soft_limit(),
        "/preservation" => t.field_preservation(),
        _ => return None,
    })
}
