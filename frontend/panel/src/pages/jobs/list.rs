//! The list of jobs, newest first.

use leptos::prelude::*;
use sigillo_contract::job::{Job, JobQuery};
use sigillo_contract::operations::ListJobs;
use sigillo_domain::job::JobState;
use sigillo_kit::list_view::{ListView, PageRequest};

use super::JobBadge;
use crate::components::{
    Column, DataTable, EmptyState, ListResults, NothingFound, Order, Page, SelectFilter,
    SelectTarget, load_list, with_any,
};
use crate::i18n::{date_time, integer, t, texts};
use crate::pages::is_searchable;
use crate::route::{Route, key};
use crate::router;

const FILTERS: &[&str] = &[key::STATE];

fn query(view: &ListView, request: PageRequest) -> JobQuery {
    let PageRequest { sort, cursor, limit, count, .. } = request;
    JobQuery { state: view.filter(key::STATE), sort, cursor, limit, count, ..JobQuery::default() }
}

fn href(view: &ListView) -> String {
    view.href(Route::Jobs)
}

#[component]
pub fn List() -> impl IntoView {
    let address = router::query();
    let view = Memo::new(move |_| address.with(|query| ListView::read(query, FILTERS)));
    let go = Callback::new(move |next: ListView| router::go(href(&next)));
    let data = load_list::<ListJobs, Job>(view, query);
    let filterable = is_searchable(view, data.total);
    let order = Order::of(view, "-created_at", go);
    let table = move |rows: Vec<Job>| {
        view! { <DataTable caption=t!(jobs.title) testid="jobs" columns=columns() rows=rows order=order /> }
            .into_any()
    };
    view! {
        <Page title=t!(jobs.title) lead=t!(jobs.lead)>
            <Show when=move || filterable.get()>
                <div class="filters filters-even" role="search" aria-label=t!(jobs.title)>
                    {states().into_view(view, go)}
                </div>
            </Show>
            <ListResults
                data=data
                view=view
                href=href
                table=Callback::new(table)
                empty=move || view! { <NoJobs narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
            />
        </Page>
    }
}

fn states() -> SelectFilter {
    SelectFilter {
        id: "state",
        class: "field",
        label: t!(jobs.state_label),
        target: SelectTarget::Filter(key::STATE),
        options: Box::new(|| {
            let each = JobState::ALL.into_iter();
            let each = each.map(|state| (state.as_str(), texts().jobs().state(state).to_owned()));
            with_any(texts().list().every_state(), each)
        }),
    }
}

fn columns() -> Vec<Column<Job>> {
    vec![
        Column::new(t!(jobs.job), |job: &Job| {
            let (href, job) = (Route::Job(job.id).href(), job.clone());
            view! { <a href=href>{move || texts().jobs().what(&job)}</a> }
        })
        .class("cell-name"),
        Column::new(t!(jobs.state_label), |job: &Job| view! { <JobBadge state=job.state /> })
            .class("cell-state")
            .sorted_by("state"),
        Column::new(t!(jobs.rows), |job: &Job| {
            let (total, failed) = (job.total, job.counts.failed);
            view! {
                {move || integer(total)}
                {(failed > 0).then(|| view! {
                    <span class="cell-second">
                        {move || format!("{}: {}", texts().jobs().failed(), integer(failed))}
                    </span>
                })}
            }
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(jobs.asked), |job: &Job| {
            let (at, by) = (job.created_at, job.created_by.clone());
            move || texts().jobs().at(&date_time(at), &by)
        })
        .class("cell-date")
        .sorted_by("created_at"),
    ]
}

#[component]
fn NoJobs(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! { <NothingFound href=Route::Jobs.href() /> }.into_any();
    }
    view! {
        <EmptyState icon="it-files" title=t!(jobs.none_title)>
            <p>{t!(jobs.none_text)}</p>
        </EmptyState>
    }
    .into_any()
}
