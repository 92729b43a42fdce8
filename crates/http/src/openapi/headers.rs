//! The headers of replies. Each is described once, and responses refer to it.

use sigillo_contract::operation::ReplyBody;
use sigillo_contract::{Operation, Spec};
use sigillo_domain::Code;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ComponentsBuilder, Ref, ResponseBuilder, Schema};

use super::operation::EVENT_STREAM;

const DESCRIPTIONS: [(&str, &str); 9] = [
    ("Accept-Encoding", "The content codings that a body may have; only where its own is not one."),
    ("Content-Disposition", "The name of the file."),
    ("ETag", "The version, in double quotes."),
    ("Idempotency-Replayed", "`true` when the request was a repeat and this is the first reply."),
    ("Link", "The next page, `rel=\"next\"` (RFC 8288); absent on the last page."),
    ("Location", "Where the new resource is."),
    ("Retry-After", "Seconds to wait."),
    ("Set-Cookie", "The cookie of the session, or its removal."),
    ("WWW-Authenticate", "The scheme to authenticate with."),
];

pub(super) fn components(components: ComponentsBuilder) -> ComponentsBuilder {
    DESCRIPTIONS.into_iter().fold(components, |components, (name, description)| {
        components.header(name, header(description))
    })
}

fn header(description: &str) -> Header {
    let text = Schema::from(ObjectBuilder::new().schema_type(Type::String).build());
    HeaderBuilder::new().schema(Some(text)).description(Some(description)).build()
}

fn add(response: ResponseBuilder, name: &str) -> ResponseBuilder {
    response.header_ref(name, Ref::new(format!("#/components/headers/{name}")))
}

/// Adds the headers of a reply that went well. They follow from the types of the operation, as in
/// [`crate::reply`].
pub(super) fn of_success<O: Operation>(response: ResponseBuilder) -> ResponseBuilder {
    let is_download = O::SPEC.files.iter().any(|media_type| *media_type != EVENT_STREAM);
    let headers = [
        ("Content-Disposition", is_download),
        ("ETag", O::Reply::VERSION.is_some()),
        ("Idempotency-Replayed", O::SPEC.takes_idempotency_key()),
        ("Link", O::Reply::NEXT_CURSOR.is_some()),
        ("Location", O::LOCATION.is_some()),
        ("Set-Cookie", O::SPEC.sets_cookie),
    ];
    with(response, &headers)
}

/// Adds the headers of a problem.
pub(super) fn of_problem(
    response: ResponseBuilder,
    spec: &Spec,
    status: u16,
    codes: &[Code],
) -> ResponseBuilder {
    let is_kept = !matches!(status, 401 | 429 | 500..);
    let may_retry = matches!(status, 429 | 503) || codes.contains(&Code::RequestInProgress);
    let headers = [
        ("Accept-Encoding", codes.contains(&Code::UnsupportedMediaType)),
        ("Idempotency-Replayed", spec.takes_idempotency_key() && is_kept),
        ("Retry-After", may_retry),
        ("WWW-Authenticate", codes.contains(&Code::Unauthenticated)),
    ];
    with(response, &headers)
}

fn with(response: ResponseBuilder, headers: &[(&str, bool)]) -> ResponseBuilder {
    let present = headers.iter().filter(|(_, present)| *present);
    present.fold(response, |response, (name, _)| add(response, name))
}
