//! The rows of a job, by what becomes of them.

use leptos::prelude::*;
use sigillo_contract::job::{Job, JobRow, JobRowQuery};
use sigillo_contract::operations::ListJobRows;
use sigillo_domain::Code;
use sigillo_domain::job::Outcome;
use sigillo_domain::mailbox::Warning;
use uuid::Uuid;

use crate::api;
use crate::components::{Load, LoadMore, Waiting, incremental_list};
use crate::i18n::{fault_text, integer, problem_text, t, texts};
use crate::route::Route;

/// In the order they are looked for.
const OUTCOMES: [Outcome; 4] = [Outcome::ToDo, Outcome::Done, Outcome::Failed, Outcome::Unchanged];

#[component]
pub fn Rows(id: Uuid, is_import: bool, some_failed: bool, job: Load<Job>) -> impl IntoView {
    // What went wrong is looked at first.
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
        <table class="list" role="table" data-testid="job-rows">
            <caption class="visually-hidden">{t!(jobs.rows)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {is_import.then(|| view! { <th role="columnheader" scope="col">{t!(jobs.row_line)}</th> })}
                    <th role="columnheader" scope="col">{t!(jobs.row_mailbox)}</th>
                    <th role="columnheader" scope="col">{t!(jobs.row_outcome)}</th>
                    <th role="columnheader" scope="col">{t!(jobs.row_reason)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows.into_iter().map(|entry| row(entry, is_import)).collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

fn row(row: JobRow, is_import: bool) -> impl IntoView {
    let outcome = row.outcome;
    let class = match outcome {
        Outcome::Pending | Outcome::ToDo => "state state-pending",
        Outcome::Unchanged => "state state-cancelled",
        Outcome::Failed => "state state-expired",
        Outcome::Done => "state state-active",
    };
    let address = row.address.clone().unwrap_or_else(|| "–".to_owned());
    let named = match row.mailbox_id.filter(|_| row.address.is_some()) {
        Some(id) => view! { <a href=Route::Mailbox(id).href()>{address}</a> }.into_any(),
        None => address.into_any(),
    };
    view! {
        <tr role="row">
            {is_import.then(|| view! {
                <td role="cell" class="cell-number">
                    <span class="cell-label" aria-hidden="true">{t!(jobs.row_line)}" "</span>
                    {row.line.unwrap_or(row.seq)}
                </td>
            })}
            <td role="cell" class="cell-name">{named}</td>
            <td role="cell" class="cell-state">
                <span class=class>{move || texts().jobs().outcome(outcome, is_import)}</span>
            </td>
            <td role="cell" class="cell-reason">{move || reason(&row)}</td>
        </tr>
    }
}

/// Why a row failed, or what is advised against.
fn reason(row: &JobRow) -> String {
    let mut told: Vec<String> = vec![];
    if let Some(code) = row.code.filter(|code| *code != Code::Validation) {
        told.push(problem_text(&api::ApiError::of(code)));
    }
    told.extend(row.errors.iter().map(|error| {
        let text = fault_text(&error.pointer, error.code);
        match field_name(&error.pointer) {
            Some(name) => format!("{name}: {text}"),
            None => text,
        }
    }));
    if row.warnings.contains(&Warning::QuotaBelowUse) {
        told.push(texts().jobs().below_use().to_owned());
    }
    told.join(" ")
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
