//! One operation of the document, from its row of the table.

use sigillo_contract::operation::ReplyBody;
use sigillo_contract::{Access, Method, Operation, Spec};
use utoipa::openapi::path::{HttpMethod, Operation as DocumentedOperation, OperationBuilder};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Required, Response, ResponseBuilder};

use super::schemas::{Schemas, events, file};
use super::{headers, parameters, problems};

/// The media type that every client generator can send; the server recognises the format from the
/// content.
const ANY_FILE: &str = "application/octet-stream";
/// The media type of server-sent events.
pub(super) const EVENT_STREAM: &str = "text/event-stream";

pub(super) fn document<O: Operation>(schemas: &mut Schemas) -> DocumentedOperation {
    let spec = O::SPEC;
    let description = Some(spec.description.trim()).filter(|text| !text.is_empty());
    let mut operation = OperationBuilder::new()
        .operation_id(Some(spec.id))
        .tag(spec.tag)
        .summary(Some(spec.summary))
        .description(description)
        .securities(Some(security(spec.access)))
        .request_body(request_body::<O>(schemas));
    for parameter in parameters::of::<O>() {
        operation = operation.parameter(parameter);
    }
    operation = operation.response(spec.status.to_string(), success::<O>(schemas));
    for (status, response) in problems::of(&spec) {
        operation = operation.response(status.to_string(), response);
    }
    operation.build()
}

pub(super) fn method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Patch => HttpMethod::Patch,
        Method::Delete => HttpMethod::Delete,
    }
}

/// An empty list says that no authentication is needed.
fn security(access: Access) -> Vec<SecurityRequirement> {
    let scheme = match access {
        Access::Public => return vec![],
        Access::Visit => "visit",
        Access::RefreshCookie => "refresh_cookie",
        Access::MailboxUser => "mailbox_cookie",
        Access::SignedIn
        | Access::Jobs
        | Access::Views
        | Access::Mailboxes(_)
        | Access::AccountManagers
        | Access::Operators => "bearer",
    };
    vec![SecurityRequirement::new(scheme, Vec::<String>::new())]
}

fn request_body<O: Operation>(schemas: &mut Schemas) -> Option<RequestBody> {
    let required = if O::SPEC.body_is_optional { Required::False } else { Required::True };
    let body = RequestBodyBuilder::new().required(Some(required));
    if O::SPEC.takes_body() {
        let content = schemas.json::<O::Body>();
        return Some(body.content("application/json", content).build());
    }
    (!O::SPEC.uploads.is_empty()).then(|| upload(body, &O::SPEC))
}

/// Only one media type is listed, since generators of clients skip a body of a type that they do not
/// know: openapi-python-client sends JSON, forms and `application/octet-stream`, and no other file.
fn upload(body: RequestBodyBuilder, spec: &Spec) -> RequestBody {
    let others: Vec<_> = spec
        .uploads
        .iter()
        .filter(|media_type| **media_type != ANY_FILE)
        .map(|media_type| format!("`{media_type}`"))
        .collect();
    let description = format!(
        "The file. Its format is recognised from its content, whatever the media type; {} {} \
         accepted too.",
        others.join(" and "),
        if others.len() == 1 { "is" } else { "are" },
    );
    body.description(Some(description)).content(ANY_FILE, file(ANY_FILE)).build()
}

fn success<O: Operation>(schemas: &mut Schemas) -> Response {
    let spec = O::SPEC;
    let description = match spec.status {
        201 => "Created.",
        202 => "Accepted.",
        204 => "Done.",
        _ => "As asked.",
    };
    let mut response = ResponseBuilder::new().description(description);
    for media_type in spec.files {
        let content = if *media_type == EVENT_STREAM { events() } else { file(media_type) };
        response = response.content(*media_type, content);
    }
    if spec.status != 204 && (spec.files.is_empty() || !<O::Reply as ReplyBody>::IS_EMPTY) {
        response = response.content("application/json", schemas.json::<O::Reply>());
    }
    headers::of_success::<O>(response).build()
}
