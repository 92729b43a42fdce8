//! The progress of a job, as a bar and in figures.

use leptos::prelude::*;
use sigillo_contract::job::Job;
use sigillo_domain::job::JobState;

use crate::components::Load;
use crate::i18n::{integer, t, texts};

/// The number of rows that this phase has processed, whatever their outcome, and of all its rows.
/// `begun` is the number of rows to process when the page first saw the run.
fn measure(job: &Job, begun: i64) -> (i64, i64) {
    match job.state {
        JobState::Checking => (job.total - job.counts.pending, job.total),
        _ => (begun - job.counts.to_do, begun),
    }
}

#[component]
pub fn Progress(job: Load<Job>) -> impl IntoView {
    let begun = untrack(|| job.get()).map_or(0, |job| job.counts.to_do + job.counts.done);
    let shown = Memo::new(move |_| {
        job.get().filter(|job| job.state.is_working()).map(|job| measure(&job, begun))
    });
    move || {
        shown.get().map(|(done, total)| {
            let words = texts().jobs().progress(&integer(done), &integer(total));
            view! {
                <div class="progress-line">
                    <progress class="bar" max=total.max(1) value=done aria-label=t!(jobs.state_label)()>
                        {words.clone()}
                    </progress>
                    <span class="progress-figure" data-testid="progress">{words}</span>
                </div>
            }
        })
    }
}
