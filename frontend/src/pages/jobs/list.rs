//! The jobs, newest first.

use leptos::prelude::*;
use sigillo_contract::job::{Job, JobQuery};
use sigillo_contract::operations::ListJobs;
use sigillo_contract::page::ListQuery;

use super::JobBadge;
use crate::components::{Icon, More, Page, Waiting, growing};
use crate::i18n::{date_time, integer, t, texts};
use crate::{api, paths};

#[component]
pub fn List() -> impl IntoView {
    let jobs = growing(|page| async move {
        let query = JobQuery::default().at(page.cursor, page.limit);
        api::list::<ListJobs>((), &query).await
    });
    let found = move || match jobs.items() {
        None => view! { <Waiting /> }.into_any(),
        Some(items) if items.is_empty() => view! {
            <div class="empty">
                <Icon name="it-files" />
                <p class="empty-title">{t!(jobs.none_title)}</p>
                <p>{t!(jobs.none_text)}</p>
            </div>
        }
        .into_any(),
        Some(items) => table(items),
    };
    view! {
        <Page title=t!(jobs.title) lead=t!(jobs.lead)>
            {found}
            <More list=jobs />
        </Page>
    }
}

fn table(jobs: Vec<Job>) -> AnyView {
    view! {
        <table class="list" role="table" data-testid="jobs">
            <caption class="visually-hidden">{t!(jobs.title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(jobs.job)}</th>
                    <th role="columnheader" scope="col">{t!(jobs.state_label)}</th>
                    <th role="columnheader" scope="col">{t!(jobs.rows)}</th>
                    <th role="columnheader" scope="col">{t!(jobs.asked)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{jobs.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn row(job: Job) -> impl IntoView {
    let (id, state, at) = (job.id, job.state, job.created_at);
    let (total, failed, by) = (job.total, job.counts.failed, job.created_by.clone());
    view! {
        <tr role="row">
            <td role="cell" class="cell-name">
                <a href=paths::job(id)>{move || texts().jobs().what(&job)}</a>
            </td>
            <td role="cell" class="cell-state"><JobBadge state=state /></td>
            <td role="cell" class="cell-number">
                <span class="cell-label" aria-hidden="true">{t!(jobs.rows)}": "</span>
                {move || integer(total)}
                {(failed > 0).then(|| view! {
                    <span class="cell-second">{move || format!("{}: {}", texts().jobs().failed(), integer(failed))}</span>
                })}
            </td>
            <td role="cell" class="cell-date">{move || texts().jobs().at(&date_time(at), &by)}</td>
        </tr>
    }
}
