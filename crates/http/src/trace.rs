//! Gives every request a trace id, and logs its outcome.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use tracing::Instrument;

use crate::failure::Failure;
use crate::{Http, proxy_notice, trace_id};

const HEADER: HeaderName = HeaderName::from_static("x-trace-id");

/// Gives the request a trace id and logs its outcome. Query and headers are not logged, since they
/// contain names of people and tokens.
pub(crate) async fn request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let (mut trace_id, mut database) = (String::new(), String::new());
    if let Some(http) = request.app_data::<web::Data<Http>>() {
        trace_id = new_id(http);
        proxy_notice::warn_once(&request, http);
        database = http.app.db.name();
    }
    let span =
        tracing::info_span!("request", trace_id, method = %request.method(), path = request.path());
    let started = Instant::now();
    let answer = async {
        let mut response = next.call(request).await?;
        if let Ok(value) = HeaderValue::from_str(&trace_id::current()) {
            response.headers_mut().insert(HEADER, value);
        }
        if let Some(error) = outage(&response) {
            // The client gets the trace id only; the error of the database is for the operator.
            tracing::error!(error, database, "the database failed");
        }
        let status = response.status().as_u16();
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status, milliseconds, "answered");
        Ok(response)
    };
    trace_id::named(trace_id, answer.instrument(span)).await
}

/// A new trace id.
pub(crate) fn new_id(http: &Http) -> String {
    let mut bytes = [0; 8];
    http.app.entropy.fill(&mut bytes);
    hex::encode(bytes)
}

fn outage(response: &ServiceResponse<impl MessageBody>) -> Option<&str> {
    response.response().error()?.as_error::<Failure>()?.outage()
}
