//! The trace id of the current request, by which an error that a person sees is found in the log.

use tracing::Instrument;

tokio::task_local! {
    static TRACE_ID: String;
}

/// Runs a request under its trace id.
pub(crate) fn named<F: Future>(name: String, request: F) -> impl Future<Output = F::Output> {
    TRACE_ID.scope(name, request)
}

/// The trace id of the current request.
pub(crate) fn current() -> String {
    TRACE_ID.try_with(Clone::clone).unwrap_or_default()
}

/// Continues the current request in a task of its own, under the same trace id.
pub(crate) fn carried_on<F: Future>(work: F) -> impl Future<Output = F::Output> {
    named(current(), work.instrument(tracing::Span::current()))
}
