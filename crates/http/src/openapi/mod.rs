//! The OpenAPI document, made from the table of operations: an operation cannot be served and not
//! be documented, nor the other way round.

mod headers;
mod operation;
mod parameters;
mod problems;
mod schemas;

use serde_json::Value;
use sigillo_contract::operations::{TAGS, visit_all};
use sigillo_contract::schema::{
    Count, ExportSeparator, HiddenRows, MailboxCount, MailboxListInclude, ReportFormat,
};
use sigillo_contract::{Operation, Problem, Visitor};
use sigillo_domain::contract::LinkFilter;
use sigillo_domain::mailbox::MailboxPart;
use sigillo_domain::mailbox_list::{EntryKind, SearchField, Trouble};
use sigillo_domain::receipt::MessageProgress;
use sigillo_domain::ticket::TicketQueue;
use utoipa::openapi::path::{PathItem, PathsBuilder};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http as HttpScheme, HttpAuthScheme, SecurityScheme,
};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Server,
};

use schemas::Schemas;

/// The document as it is served and committed: pretty, and ending with a line feed.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The document as JSON.
pub fn value() -> Value {
    let mut document = serde_json::to_value(document()).unwrap_or_default();
    for part in ["components", "paths"] {
        join_lines(&mut document[part]);
    }
    document
}

/// Descriptions come from doc comments, whose lines end where the source code wraps. Takes the line
/// ends and the indentation out, and keeps the paragraphs.
fn join_lines(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "description" => {
                        let paragraphs = text.split("\n\n").map(|paragraph| {
                            paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
                        });
                        *text = paragraphs.collect::<Vec<_>>().join("\n\n");
                    }
                    // Examples show data as it is.
                    _ if name == "example" || name == "examples" => {}
                    _ => join_lines(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(join_lines),
        _ => {}
    }
}

fn document() -> OpenApi {
    let mut builder = DocumentBuilder::default();
    visit_all(&mut builder);
    builder.schemas.add::<Problem>();
    // Parameters refer to these, and no body does.
    builder.schemas.add::<Count>();
    builder.schemas.add::<MailboxCount>();
    builder.schemas.add::<MailboxListInclude>();
    builder.schemas.add::<MailboxPart>();
    builder.schemas.add::<SearchField>();
    builder.schemas.add::<EntryKind>();
    builder.schemas.add::<MessageProgress>();
    builder.schemas.add::<Trouble>();
    builder.schemas.add::<ExportSeparator>();
    builder.schemas.add::<HiddenRows>();
    builder.schemas.add::<ReportFormat>();
    builder.schemas.add::<LinkFilter>();
    builder.schemas.add::<TicketQueue>();
    let tags = TAGS.iter().map(|(name, description)| {
        TagBuilder::new().name(*name).description(Some(*description)).build()
    });
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new().title("Sigillo").version("1").description(Some(DESCRIPTION)).build(),
        )
        .servers(Some([Server::builder()
            .url("/")
            .description(Some("The panel that serves this document."))
            .build()]))
        .tags(Some(tags))
        .paths(builder.paths.build())
        .components(Some(components(builder.schemas)))
        .build()
}

fn components(schemas: Schemas) -> Components {
    let bearer = HttpScheme::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let visit = HttpScheme::builder()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token of an opened contract."))
        .build();
    let cookie = ApiKeyValue::with_description(
        crate::cookie::ApiCookie::Refresh.name(true),
        "The refresh token: HttpOnly, SameSite=Strict. Without TLS, on the loopback, its name has no \
         `__Host-`.",
    );
    let mailbox_cookie = ApiKeyValue::with_description(
        crate::cookie::ApiCookie::Mailbox.name(true),
        "The session of a mailbox's user: HttpOnly, SameSite=Strict. Without TLS, on the loopback, \
         its name has no `__Host-`.",
    );
    headers::components(ComponentsBuilder::new())
        .schemas_from_iter(schemas.into_inner())
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .security_scheme("visit", SecurityScheme::Http(visit))
        .security_scheme("refresh_cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)))
        .security_scheme("mailbox_cookie", SecurityScheme::ApiKey(ApiKey::Cookie(mailbox_cookie)))
        .build()
}

const DESCRIPTION: &str = "The certified mailboxes (PEC) of an organisation.\n\n\
    - Sign in with `POST /api/v1/sessions` and send the access token as `Authorization: Bearer`.\n\
    - Errors are `application/problem+json` (RFC 9457): branch on `code`; `errors` names all \
      fields that are missing, unknown or of a wrong type at once and, where there are none, all whose \
      values are refused; `trace_id` finds the request in the log.\n\
    - What can change carries an `ETag`; `If-Match` is honoured wherever it is sent and answers \
      `stale` (412) when somebody else was faster.\n\
    - Lists come in pages: send `next_cursor` back as `cursor`, or follow the `Link` header.\n\
    - A POST with an `Idempotency-Key` (1 to 255 visible ASCII characters, drawn for each request) can \
      be sent again when its answer was lost: for 24 hours the same caller, operation and body under \
      the same key get the same reply, marked `Idempotency-Replayed: true`, and nothing is done twice; \
      anything else under that key is `idempotency_key_reused` (422). While the first is under way a \
      repeat waits up to 3 seconds, then gets `request_in_progress` (409) with `Retry-After`. Replies \
      with 401, 403, 409, 412, 429 or 5xx are not kept, nor are refusals (4xx) where nobody is signed in, nor \
      the reply to a sign-in once its session has ended: the request is then carried out anew. Should a server be killed over a \
      request, a repeat is carried out half a minute later if nothing was done; if it was, the repeat \
      gets `reply_lost` (409).\n\
    - What lies outside the caller's scope is 404, never 403.\n\
    - Times are RFC 3339, UTC. Quotas are in MB of 1 048 576 bytes, measured use in bytes.";

/// Gathers the operations and the schemas that they name.
#[derive(Default)]
struct DocumentBuilder {
    paths: PathsBuilder,
    schemas: Schemas,
}

impl Visitor for DocumentBuilder {
    fn visit<O: Operation>(&mut self) {
        let operation = operation::document::<O>(&mut self.schemas);
        let item = PathItem::new(operation::method(O::SPEC.method), operation);
        self.paths = std::mem::take(&mut self.paths).path(O::SPEC.path, item);
    }
}
