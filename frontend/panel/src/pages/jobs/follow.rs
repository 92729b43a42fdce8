//! Keeps the job on a page up to date.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::job::Job;
use sigillo_contract::operations::GetJob;
use sigillo_domain::id::JobId;

use crate::api::{self, ApiError};
use crate::components::Load;

/// The delay before the job is read again after the stream of events has ended.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// Keeps a job up to date while it is being worked on, by the server's events.
pub fn follow(job: Load<Job>, id: JobId) {
    let works = Memo::new(move |_| job.get().is_some_and(|job| job.state.is_working()));
    let here = StoredValue::new(());
    let is_here = move || here.try_get_value().is_some();
    Effect::new(move |_| {
        if works.get() {
            spawn_local(async move {
                while is_here() && works.try_get_untracked() == Some(true) {
                    let update = move |newer: Job| {
                        if is_here() {
                            job.put(newer);
                        }
                        is_here()
                    };
                    api::follow_job(id, Box::new(update)).await;
                    if is_here() && works.try_get_untracked() == Some(true) {
                        sleep(POLL_INTERVAL).await;
                        match api::get::<GetJob>(id).await {
                            Ok(newer) if is_here() => job.put(newer),
                            Err(ApiError::Unreachable) => {}
                            Err(_) if is_here() => return job.reload(),
                            _ => return,
                        }
                    }
                }
            });
        }
    });
}

async fn sleep(time: Duration) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let run = move || drop(resolve.call0(&leptos::wasm_bindgen::JsValue::NULL));
        set_timeout(run, time);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
