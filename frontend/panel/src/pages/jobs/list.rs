//! The list of jobs, newest first.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::activity::ActivityEventsQuery;
use sigillo_contract::job::{Job, JobQuery};
use sigillo_contract::operations::ListJobs;
use sigillo_domain::job::JobState;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use super::{JobBadge, created_by};
use crate::components::{
    Column, ConnectionState, EmptyState, Following, LinkButton, ListSpec, NothingFound, Page,
    RecordList, SelectFilter, Toolbar, any_record, follow, load_list, view_of_page, with_any,
};
use crate::i18n::{date_time, integer, t, texts};
use crate::route::{Route, key};
use crate::{router, session};

const FILTERS: &[&str] = &[key::STATE];

fn query(view: &ListView, request: PageRequest) -> JobQuery {
    let PageRequest { sort, cursor, limit, count, .. } = request;
    JobQuery { state: view.filter(key::STATE), sort, cursor, limit, count, ..JobQuery::default() }
}

const NAME: ListName = ListName::Jobs;

#[component]
pub fn List() -> impl IntoView {
    let view = view_of_page(NAME, FILTERS);
    let go = Callback::new(move |next: ListView| router::go(next.href(Route::Jobs)));
    let data = load_list::<ListJobs, Job>(view, query);
    let following = Following {
        query: ActivityEventsQuery::default(),
        is_news: any_record,
        about: None,
        every: Duration::from_secs(15),
    };
    let connection = follow(following, Callback::new(move |()| data.rows.reload()));
    let spec = ListSpec {
        name: NAME,
        caption: t!(jobs.title).into(),
        columns: columns().into(),
        path: Route::Jobs.to_string(),
        order: |view| view.order_or("-created_at"),
        search: None,
        filters: vec![states()],
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    view! {
        <Page title=t!(jobs.title) lead=t!(jobs.lead)>
            <p class="ticket-live"><ConnectionState connection=connection /></p>
            <RecordList
                spec=spec
                data=data
                view=view
                go=go
                empty=move || view! { <NoJobs narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
            />
        </Page>
    }
}

fn states() -> SelectFilter {
    SelectFilter::new(key::STATE, "state", t!(jobs.state_label), || {
        let each = JobState::ALL.into_iter();
        let each = each.map(|state| (state.as_str(), texts().jobs().state(state).to_owned()));
        with_any(texts().list().every_state(), each)
    })
}

fn columns() -> Vec<Column<Job>> {
    vec![
        Column::new(t!(jobs.job), |job: &Job| {
            let (href, job) = (Route::Job(job.id).href(), job.clone());
            let domain = job.matching.as_ref().and_then(|matching| matching.domain.as_deref());
            let domain = domain.map(|domain| readable(domain).into_owned());
            view! {
                <a href=href>{move || texts().jobs().what(&job)}</a>
                {domain.map(|domain| view! { <span class="cell-second">{domain}</span> })}
            }
        })
        .class("cell-name"),
        Column::new(t!(jobs.state_label), |job: &Job| view! { <JobBadge state=job.state /> })
            .class("cell-state")
            .sorted_by("state")
            .optional("state"),
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
        .labelled()
        .optional("total"),
        Column::new(t!(jobs.asked), |job: &Job| {
            let (at, by) = (job.created_at, created_by(job));
            move || texts().jobs().at(&date_time(at), &by)
        })
        .class("cell-date")
        .sorted_by("created_at")
        .optional("created_at"),
    ]
}

#[component]
fn NoJobs(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! { <NothingFound href=Route::Jobs.href() /> }.into_any();
    }
    let domain = session::chosen_domain().map(|domain| domain.name);
    let import = domain.clone().filter(|domain| session::may_on(domain, Permission::Create));
    let mailboxes =
        domain.map_or_else(|| Route::ChooseDomain.href(), |one| Route::Mailboxes.for_domain(&one));
    view! {
        <EmptyState icon="it-files" title=t!(jobs.none_title)>
            <p>{t!(jobs.none_text)}</p>
            <div class="empty-actions">
                {import.map(|domain| view! {
                    <LinkButton href=Route::ImportMailboxes.for_domain(&domain) label=t!(jobs.import) icon="it-upload" />
                })}
                <LinkButton href=mailboxes label=t!(jobs.to_list) class="btn btn-outline-primary" />
            </div>
        </EmptyState>
    }
    .into_any()
}
