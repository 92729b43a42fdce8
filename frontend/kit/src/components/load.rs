//! Reading from the server, and what a page shows while it waits or when the request fails.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_domain::Code;

use super::{Alert, AlertKind, Icon};
use crate::api::{ApiError, Pending};
use crate::connection;
use crate::i18n::{problem_text, t};

/// A value from the server, which is read again whenever a signal it depends on changes. The last
/// value stays until the next one arrives.
pub struct Load<T: Send + Sync + 'static> {
    value: RwSignal<Option<Result<T, ApiError>>>,
    waiting: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Load<T> {}

impl<T: Clone + Send + Sync + 'static> Load<T> {
    /// The value, once it has been read successfully.
    pub fn get(self) -> Option<T> {
        self.value.get().and_then(Result::ok)
    }

    pub fn outcome(self) -> Option<Result<T, ApiError>> {
        self.value.get()
    }

    pub fn is_waiting(self) -> bool {
        self.waiting.get()
    }

    pub fn reload(self) {
        self.again.update(|count| *count += 1);
    }

    /// Replaces the value with one that the page already has, such as the answer to a change.
    pub fn put(self, value: T) {
        self.value.set(Some(Ok(value)));
    }
}

/// Calls `fetch` now, and again whenever a signal that `fetch` reads changes.
pub fn load<T, F>(fetch: impl Fn() -> F + 'static) -> Load<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    // With a boxed argument, the rest is compiled once for each type of value and not once for each
    // page.
    load_boxed(Box::new(move || Box::pin(fetch())))
}

fn load_boxed<T: Clone + Send + Sync + 'static>(fetch: Box<dyn Fn() -> Pending<T>>) -> Load<T> {
    let load =
        Load { value: RwSignal::new(None), waiting: RwSignal::new(true), again: RwSignal::new(0) };
    let latest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        load.again.track();
        let reading = fetch();
        let turn = latest.get_value() + 1;
        latest.set_value(turn);
        load.waiting.set(true);
        spawn_local(async move {
            let outcome = reading.await;
            // An answer is ignored if a newer request was made, or if the page is gone.
            if latest.try_get_value() == Some(turn) {
                load.value.set(Some(outcome));
                load.waiting.set(false);
            }
        });
    });
    // A read that failed because the server was unreachable is repeated as soon as the server
    // answers.
    Effect::new(move |_| {
        let lost = || load.value.with(|value| matches!(value, Some(Err(ApiError::Unreachable))));
        if connection::is_reachable() && lost() {
            load.reload();
        }
    });
    load
}

/// Shows the value with `view`, a waiting message, or the error.
pub fn loaded<T, V>(load: Load<T>, view: impl Fn(T) -> V + Send + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match load.outcome() {
        None => view! { <Waiting /> }.into_any(),
        Some(Ok(value)) => view(value).into_any(),
        Some(Err(error)) => {
            view! { <Failure error=error retry=Callback::new(move |()| load.reload()) /> }
                .into_any()
        }
    }
}

#[component]
pub fn Waiting() -> impl IntoView {
    view! {
        <p class="waiting" role="status">
            <span class="spinner" aria-hidden="true"></span>
            {t!(common.loading)}
        </p>
    }
}

/// Stands where something will appear once the server answers.
#[component]
pub fn Awaited() -> impl IntoView {
    view! { <p class="fact-note">{t!(problems.awaited)}</p> }
}

/// Whether reading again can succeed without anything else changing first.
fn is_worth_retrying(error: &ApiError) -> bool {
    !matches!(error.code(), Some(Code::NotFound | Code::Forbidden))
}

/// Shows what reports an error to the support, by the code that finds it in the log. An app in which that can be done
/// provides it as context.
#[derive(Clone, Copy)]
pub struct ReportFailure(pub fn(&str) -> AnyView);

/// The message that something could not be read, with a button to try again where that can help.
#[component]
pub fn Failure(error: ApiError, retry: Callback<()>) -> impl IntoView {
    // The banner says it, and whatever is missing is read again as soon as the server answers.
    if error == ApiError::Unreachable {
        return view! { <Awaited /> }.into_any();
    }
    let again = is_worth_retrying(&error).then(|| {
        view! {
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| retry.run(())>
                <Icon name="it-refresh" />
                <span>{t!(common.retry)}</span>
            </button>
        }
    });
    let trace_id = match &error {
        ApiError::Refused(refusal) => refusal.trace_id.clone(),
        _ => String::new(),
    };
    let report = use_context::<ReportFailure>().map(|ReportFailure(report)| report(&trace_id));
    view! {
        <Alert kind=AlertKind::Danger>
            <p>{move || problem_text(&error)}</p>
            {again}
            {report}
        </Alert>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_is_not_offered_again() {
        assert!(!is_worth_retrying(&ApiError::of(Code::NotFound)));
        assert!(!is_worth_retrying(&ApiError::of(Code::Forbidden)));
        assert!(is_worth_retrying(&ApiError::of(Code::Internal)));
        assert!(is_worth_retrying(&ApiError::Unreachable));
    }
}
