//! A name for every request, so that what a person sees can be found in the log.

use tracing::Instrument;

tokio::task_local! {
    static TRACE_ID: String;
}

/// Carries out a request under its name.
pub(crate) fn named<F: Future>(name: String, request: F) -> impl Future<Output = F::Output> {
    TRACE_ID.scope(name, request)
}

/// The name of the request under way.
pub(crate) fn current() -> String {
    TRACE_ID.try_with(Clone::clone).unwrap_or_default()
}

/// What goes on with the request under way in a task of its own, under the same name.
pub(crate) fn carried_on<F: Future>(work: F) -> impl Future<Output = F::Output> {
    named(current(), work.instrument(tracing::Span::current()))
}
