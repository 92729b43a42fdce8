//! The rows of a job, by outcome.

use leptos::prelude::*;
use sigillo_contract::import::ImportFile;
use sigillo_contract::job::{Job, JobRow, JobRowQuery};
use sigillo_contract::operations::ListJobRows;
use sigillo_contract::page::Page;
use sigillo_domain::import::ImportKind;
use sigillo_domain::job::{BulkAction, JobState, Outcome};
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use super::holder_columns::columns_of_holders;
use super::row_columns::{PageContent, columns};
use crate::components::{
    EmptyState, LinkButton, ListData, ListSpec, Load, NothingFound, RecordList, Toolbar, load,
    view_of_page,
};
use crate::i18n::{integer, t, texts};
use crate::route::Route;
use crate::{api, browser, router};

const NAME: ListName = ListName::JobRows;

/// The query key of the outcome, and the value that shows every row.
const OUTCOME: &str = "esito";
const EVERY_OUTCOME: &str = "tutti";

/// The id of the heading above the rows.
const HEADING: &str = "job-rows";

/// The outcomes in the order of their buttons.
const OUTCOMES: [Outcome; 4] = [Outcome::ToDo, Outcome::Done, Outcome::Failed, Outcome::Unchanged];

#[component]
pub fn Rows(found: Job, job: Load<Job>) -> impl IntoView {
    let kind = found.kind.imports();
    // To undo a job is to change each mailbox, by what the rows say. So is to enter identifications.
    let updates = found.undoes.is_some() || kind == Some(ImportKind::Identifications);
    let updated = updates.then_some(BulkAction::Update);
    let action = found.change.as_ref().map(|change| change.action).or(updated);
    let first = shown_first(found.state, found.counts.failed);
    let Job { id, import, .. } = found;
    let route = Route::Job(id);
    let mapping = import.as_ref().map(ImportFile::mapping);
    let names = mapping.zip(kind).and_then(|(mapping, kind)| {
        kind.naming().iter().find_map(|field| mapping.position(*field))
    });
    let address = view_of_page(NAME, &[OUTCOME]);
    let view = Memo::new(move |_| with_outcome(address.get(), first));
    let rows = load(move || {
        let view = view.get();
        api::list::<ListJobRows>(id, &query(&view, view.page_request()))
    });
    let total = Memo::new(move |_| Some(count(&job.get()?, view.with(outcome_of))));
    let spec = ListSpec {
        name: NAME,
        caption: t!(jobs.rows).into(),
        columns: match kind {
            Some(ImportKind::Holders) => columns_of_holders(names, page_content(rows)).into(),
            _ => columns(action, names, page_content(rows)).into(),
        },
        path: route.to_string(),
        order: |_| String::new(),
        search: None,
        filters: vec![],
        toolbar: Toolbar::Always,
        row_class: None,
    };
    // The rows are only a part of the page, which stays where it is scrolled to.
    let go = Callback::new(move |next: ListView| router::restate(&next.href(route)));
    show_rows_of_next_page(view);
    view! {
        <section class="panel" aria-labelledby=HEADING>
            <h2 id=HEADING>{t!(jobs.rows)}</h2>
            <RecordList
                spec=spec
                data=ListData { rows, total, counts: Memo::new(|_| None) }
                view=view
                go=go
                summary=move || view! { <OutcomeChips job=job of=(kind, action) view=view go=go /> }
                empty=move || view! { <NoRows view=view.get_untracked() route=route /> }
            />
        </section>
    }
}

/// Shown in place of the table if no row has the outcome, or if the job has no rows at all.
#[component]
fn NoRows(view: ListView, route: Route) -> impl IntoView {
    if outcome_of(&view).is_none() {
        return view! {
            <EmptyState icon="it-files" title=t!(jobs.no_rows_at_all)>
                <LinkButton href=Route::Jobs.href() label=t!(jobs.to_jobs) class="btn btn-outline-primary" />
            </EmptyState>
        }
        .into_any();
    }
    let all = view.with_filter(OUTCOME, EVERY_OUTCOME.to_owned());
    view! { <NothingFound href=all.href(route) title=t!(jobs.no_rows) /> }.into_any()
}

/// The chips of the outcomes that rows have, with the number of these rows.
#[component]
fn OutcomeChips(
    job: Load<Job>,
    /// What the rows of an import are, or the action of a bulk change.
    of: (Option<ImportKind>, Option<BulkAction>),
    view: Memo<ListView>,
    go: Callback<ListView>,
) -> impl IntoView {
    let (kind, action) = of;
    let chosen = Memo::new(move |_| view.with(outcome_of));
    let count = move |outcome| job.get().map_or(0, |job| count(&job, outcome));
    let chip = move |outcome: Option<Outcome>| {
        let words = move || match outcome {
            None => texts().jobs().every_row(),
            Some(one) if kind == Some(ImportKind::Holders) => {
                let t = texts().holder_import();
                if count(outcome) == 1 { t.outcome_of_one(one) } else { t.outcome(one) }
            }
            Some(one) if count(outcome) == 1 => texts().jobs().outcome_of_one(one, action),
            Some(outcome) => texts().jobs().outcome(outcome, action.is_none()),
        };
        let choose = move |_| {
            let value = outcome.map_or(EVERY_OUTCOME, Outcome::as_str);
            go.run(view.get_untracked().with_filter(OUTCOME, value.to_owned()));
        };
        view! {
            <button
                type="button"
                class="chip"
                class:chip-bad=outcome == Some(Outcome::Failed)
                aria-pressed=move || if chosen.get() == outcome { "true" } else { "false" }
                on:click=choose
            >
                {words}" "<span class="chip-count">{move || integer(count(outcome))}</span>
            </button>
        }
    };
    let chips = std::iter::once(None).chain(OUTCOMES.map(Some)).map(|outcome| {
        let some = Memo::new(move |_| outcome.is_none() || count(outcome) > 0);
        view! { <Show when=move || some.get()>{chip(outcome)}</Show> }
    });
    view! {
        <div class="chips" role="group" aria-label=t!(jobs.outcomes)>{chips.collect_view()}</div>
    }
}

/// The number of rows with an outcome, or of all.
fn count(job: &Job, outcome: Option<Outcome>) -> i64 {
    match outcome {
        None => job.total,
        Some(Outcome::Pending) => job.counts.pending,
        Some(Outcome::ToDo) => job.counts.to_do,
        Some(Outcome::Unchanged) => job.counts.unchanged,
        Some(Outcome::Failed) => job.counts.failed,
        Some(Outcome::Done) => job.counts.done,
    }
}

/// The rows that are shown first. Whoever decides whether to start sees all that would happen; afterwards
/// what failed is what is left to do.
fn shown_first(state: JobState, failed: i64) -> Option<Outcome> {
    (failed > 0 && state != JobState::Ready).then_some(Outcome::Failed)
}

/// The view with the outcome that is shown first, unless the address says another.
fn with_outcome(view: ListView, first: Option<Outcome>) -> ListView {
    match first {
        Some(first) if view.filter(OUTCOME).is_none() => {
            view.with_filter(OUTCOME, first.as_str().to_owned())
        }
        _ => view,
    }
}

/// The outcome of the shown rows; None for every one.
fn outcome_of(view: &ListView) -> Option<Outcome> {
    Outcome::parse(&view.filter(OUTCOME)?)
}

fn query(view: &ListView, request: PageRequest) -> JobRowQuery {
    let outcome = outcome_of(view).map(|outcome| outcome.as_str().to_owned());
    JobRowQuery { outcome, cursor: request.cursor, limit: request.limit }
}

/// What the shown rows have, which decides about columns.
fn page_content(rows: Load<Page<JobRow>>) -> PageContent {
    let any = move |has: fn(&JobRow) -> bool| {
        Memo::new(move |_| rows.get().is_some_and(|page| page.items.iter().any(has)))
    };
    PageContent {
        has_values: any(|row| row.values.is_some()).into(),
        has_reasons: any(has_reason).into(),
    }
}

/// Whether a row may have a reason: a fault, or a warning.
fn has_reason(row: &JobRow) -> bool {
    match (&row.values, &row.holder) {
        (Some(values), _) => values.holder.as_ref().is_some_and(|it| !it.warnings.is_empty()),
        (None, Some(holder)) => !holder.warnings.is_empty(),
        (None, None) => true,
    }
}

/// Scrolls to the rows when another page of them is shown: they begin below the job itself.
fn show_rows_of_next_page(view: Memo<ListView>) {
    let first_row = Memo::new(move |_| view.with(ListView::first_row));
    Effect::new(move |before: Option<i64>| {
        let first_row = first_row.get();
        if before.is_some_and(|before| before != first_row) {
            browser::scroll_to(HEADING);
        }
        first_row
    });
}

#[cfg(test)]
mod tests {
    use sigillo_kit::router::Query;

    use super::*;

    fn view(query: &str) -> ListView {
        ListView::read(&Query::of(query), &[OUTCOME])
    }

    #[test]
    fn all_rows_are_shown_before_the_start_and_the_failed_ones_after_it() {
        assert_eq!(shown_first(JobState::Ready, 3), None);
        assert_eq!(shown_first(JobState::Finished, 3), Some(Outcome::Failed));
        assert_eq!(shown_first(JobState::Finished, 0), None);
    }

    #[test]
    fn the_outcome_of_the_address_comes_before_the_one_that_is_shown_first() {
        let outcome = |query: &str, first| outcome_of(&with_outcome(view(query), first));
        assert_eq!(outcome("", None), None);
        assert_eq!(outcome("", Some(Outcome::Failed)), Some(Outcome::Failed));
        assert_eq!(outcome("esito=done", Some(Outcome::Failed)), Some(Outcome::Done));
        assert_eq!(outcome("esito=tutti", Some(Outcome::Failed)), None);
        assert_eq!(outcome("esito=altro", None), None);
    }

    #[test]
    fn the_request_follows_the_address() {
        let view = view("esito=failed&pagina=2&da=x&righe=100");
        let asked = query(&view, view.page_request());
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            (asked.outcome, asked.cursor, asked.limit),
            (text("failed"), text("x"), Some(100))
        );
    }
}
