//! The rows of a job, by outcome.

use leptos::prelude::*;
use sigillo_contract::import::{ImportFile, ImportValues};
use sigillo_contract::job::{Job, JobRow, JobRowQuery};
use sigillo_contract::operations::ListJobRows;
use sigillo_domain::Code;
use sigillo_domain::import::Field;
use sigillo_domain::job::{BulkAction, JobState, Outcome};
use sigillo_domain::mailbox::Warning;
use sigillo_domain::name::readable;

use crate::api;
use crate::components::{ChangedFields, Column, DataTable, Load, LoadMore, incremental_list};
use crate::i18n::{fault_text, integer, megabytes, problem_text, t, texts};
use crate::route::Route;

/// The outcomes in the order of their buttons.
const OUTCOMES: [Outcome; 4] = [Outcome::ToDo, Outcome::Done, Outcome::Failed, Outcome::Unchanged];

#[component]
pub fn Rows(found: Job, job: Load<Job>) -> impl IntoView {
    // To undo a job is to change each mailbox, by what the rows say.
    let undone = found.undoes.map(|_| BulkAction::Update);
    let action = found.change.as_ref().map(|change| change.action).or(undone);
    let chosen = RwSignal::new(shown_first(found.state, found.counts.failed));
    let Job { id, import, .. } = found;
    let is_import = import.is_some();
    let mapping = import.as_ref().map(ImportFile::mapping);
    let names = StoredValue::new(mapping.and_then(|mapping| {
        mapping.position(Field::Address).or(mapping.position(Field::LocalPart))
    }));
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
            Some(one) if count(outcome) == 1 => texts().jobs().outcome_of_one(one, action),
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
                        None => rows.placeholder(),
                        Some(items) if items.is_empty() => view! { <p class="fact-note">{t!(jobs.no_rows)}</p> }.into_any(),
                        Some(items) => table(items, action, names.get_value()),
                    }}
                    <LoadMore list=rows />
                }
            }}
        </section>
    }
}

/// The rows that are shown first. Whoever decides whether to start sees all that would happen; afterwards
/// what failed is what is left to do.
fn shown_first(state: JobState, failed: i64) -> Option<Outcome> {
    (failed > 0 && state != JobState::Ready).then_some(Outcome::Failed)
}

/// `names` is the column of the file that names the mailbox.
fn table(rows: Vec<JobRow>, action: Option<BulkAction>, names: Option<usize>) -> AnyView {
    let columns = columns(&rows, action, names);
    view! {
        <DataTable caption=t!(jobs.rows) testid="job-rows" columns=columns rows=rows />
    }
    .into_any()
}

/// `action` is that of a bulk change; an import has none.
fn columns(
    rows: &[JobRow],
    action: Option<BulkAction>,
    names: Option<usize>,
) -> Vec<Column<JobRow>> {
    let is_import = action.is_none();
    let line = Column::new(t!(jobs.row_line), |row: &JobRow| row.line.unwrap_or(row.seq))
        .class("cell-number")
        .labelled();
    let mailbox = Column::new(t!(jobs.row_mailbox), move |row: &JobRow| {
        // A row without a valid address shows what stands in its place.
        let named = || row.cells.as_ref()?.get(names?).filter(|cell| !cell.trim().is_empty());
        let address = row.address.as_ref().or_else(named).cloned();
        let address =
            address.map_or_else(|| "–".to_owned(), |address| readable(&address).into_owned());
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
                {move || texts().jobs().outcome_of_one(outcome, action)}
            </span>
        }
    })
    .class("cell-state");
    let changes = Column::new(t!(jobs.row_changes), |row: &JobRow| {
        view! { <ChangedFields changes=row.changes.clone() /> }
    })
    .class("cell-changes");
    let reason = Column::new(t!(jobs.row_reason), |row: &JobRow| {
        let row = row.clone();
        let own_text = own_text(&row);
        view! {
            {move || reason(&row)}
            {own_text.map(|text| view! {
                <span class="cell-second">{move || texts().jobs().in_file(&text)}</span>
            })}
        }
    })
    .class("cell-reason");
    let values = if rows.iter().any(|row| row.values.is_some()) { value_columns() } else { vec![] };
    let has_reasons = rows.iter().any(|row| row.values.is_none());
    is_import
        .then_some(line)
        .into_iter()
        .chain([mailbox])
        .chain(values)
        .chain([outcome])
        .chain((!is_import).then_some(changes))
        .chain(has_reasons.then_some(reason))
        .collect()
}

/// The values that an import would write.
fn value_columns() -> Vec<Column<JobRow>> {
    let column = |label: TextProp, show: fn(&ImportValues) -> String| {
        Column::new(label, move |row: &JobRow| {
            let values = row.values.clone();
            move || values.as_ref().map(show)
        })
        .labelled()
    };
    vec![
        column(t!(jobs.field_email).into(), |values| values.communication_email.clone())
            .class("cell-email"),
        column(t!(jobs.field_quota).into(), |values| megabytes(values.quota_mb)),
        column(t!(jobs.field_soft_limit).into(), |values| megabytes(values.soft_limit_mb)),
        column(t!(jobs.field_preservation).into(), |values| {
            texts().words().yes_no(values.preservation).to_owned()
        }),
    ]
}

/// The text of a row that failed, as it is in the file.
fn own_text(row: &JobRow) -> Option<String> {
    let cells = row.cells.as_ref().filter(|_| row.outcome == Outcome::Failed)?;
    let filled: Vec<&str> =
        cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    (!filled.is_empty()).then(|| filled.join(" · "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rows_are_shown_before_the_start_and_the_failed_ones_after_it() {
        assert_eq!(shown_first(JobState::Ready, 3), None);
        assert_eq!(shown_first(JobState::Finished, 3), Some(Outcome::Failed));
        assert_eq!(shown_first(JobState::Finished, 0), None);
    }
}
