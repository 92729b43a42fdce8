//! A name for every request, so that what a person sees can be found in the log.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use tracing::Instrument;

use crate::Http;

tokio::task_local! {
    static TRACE_ID: String;
}

const HEADER: HeaderName = HeaderName::from_static("x-trace-id");

/// The name of the request under way.
pub(crate) fn current() -> String {
    TRACE_ID.try_with(Clone::clone).unwrap_or_default()
}

/// What goes on with the request under way in a task of its own, under the same name.
pub(crate) fn carried_on<F: Future>(work: F) -> impl Future<Output = F::Output> {
    TRACE_ID.scope(current(), work.instrument(tracing::Span::current()))
}

/// Names the request, and logs how it ended. Neither query nor headers go into the log: they hold
/// names of people and tokens.
pub(crate) async fn request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut bytes = [0; 8];
    if let Some(http) = request.app_data::<web::Data<Http>>() {
        http.app.entropy.fill(&mut bytes);
    }
    let trace_id = hex::encode(bytes);
    let span =
        tracing::info_span!("request", trace_id, method = %request.method(), path = request.path());
    let started = Instant::now();
    let answer = async {
        let mut response = next.call(request).await?;
        if let Ok(value) = HeaderValue::from_str(&current()) {
            response.headers_mut().insert(HEADER, value);
        }
        let status = response.status().as_u16();
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status, milliseconds, "answered");
        Ok(response)
    };
    TRACE_ID.scope(trace_id, answer.instrument(span)).await
}
