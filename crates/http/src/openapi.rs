//! The OpenAPI document, made from the table of operations: a row cannot be served and not be
//! documented, nor the other way round.

use serde_json::Value;
use sigillo_contract::example::Example;
use sigillo_contract::operations::visit_all;
use sigillo_contract::{Access, Method, Operation, Problem, Spec, Visitor};
use sigillo_domain::Code;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http as HttpScheme, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, Content, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr,
    Required, Response, ResponseBuilder, Schema,
};
use utoipa::{IntoParams, ToSchema};

const PROBLEM_JSON: &str = "application/problem+json";

/// The document as it is served and committed: pretty, and ending with a line feed.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The document as JSON.
pub fn value() -> Value {
    serde_json::to_value(document()).unwrap_or_default()
}

fn document() -> OpenApi {
    let mut book = Book::default();
    visit_all(&mut book);
    book.add_schema::<Problem>();
    let schemas = book.schemas;
    let bearer = HttpScheme::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let cookie = ApiKeyValue::with_description(
        crate::cookie::REFRESH,
        "The refresh token: HttpOnly, SameSite=Strict, sent to /api/v1/sessions alone.",
    );
    let mailbox_cookie = ApiKeyValue::with_description(
        crate::cookie::MAILBOX,
        "The session of a mailbox's user: HttpOnly, SameSite=Strict, sent to \
         /api/v1/own-mailbox alone.",
    );
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .security_scheme("refresh_cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)))
        .security_scheme("mailbox_cookie", SecurityScheme::ApiKey(ApiKey::Cookie(mailbox_cookie)))
        .build();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new().title("Sigillo").version("1").description(Some(DESCRIPTION)).build(),
        )
        .paths(book.paths.build())
        .components(Some(components))
        .build()
}

const DESCRIPTION: &str = "The certified mailboxes (PEC) of an organisation.\n\n\
    - Sign in with `POST /api/v1/sessions` and send the access token as `Authorization: Bearer`.\n\
    - Errors are `application/problem+json` (RFC 9457): branch on `code`; `errors` names every \
      refused field at once; `trace_id` finds the request in the log.\n\
    - What can change carries an `ETag`; `If-Match` is honoured wherever it is sent and answers \
      `stale` (412) when somebody else was faster.\n\
    - Lists come by pages: send `next_cursor` back as `cursor`, or follow the `Link` header.\n\
    - A POST with an `Idempotency-Key` (1 to 255 visible ASCII characters, drawn for each request) can \
      be sent again when its answer was lost: for 24 hours the same caller, operation and body under \
      the same key get the same reply, marked `Idempotency-Replayed: true`, and nothing is done twice; \
      anything else under that key is `idempotency_key_reused` (422). While the first is under way a \
      repeat waits up to 3 seconds, then gets `request_in_progress` (409) with `Retry-After`. Replies \
      with 401, 429 or 5xx are not kept: the request may come again. Should a server be killed over a \
      request, a repeat is carried out half a minute later if nothing was done; if it was, the repeat \
      gets `reply_lost` (409).\n\
    - What lies outside the caller's scope is 404, never 403.\n\
    - Times are RFC 3339, UTC. Quotas are in MB of 1 048 576 bytes, measured use in bytes.";

#[derive(Default)]
struct Book {
    paths: PathsBuilder,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Visitor for Book {
    fn visit<O: Operation>(&mut self) {
        let spec = O::SPEC;
        let mut operation = OperationBuilder::new()
            .operation_id(Some(spec.id))
            .tag(spec.tag)
            .summary(Some(spec.summary))
            .description(Some(spec.description.trim()));
        if spec.takes_id() {
            operation = operation.parameter(id_parameter());
        }
        if spec.takes_query() {
            for parameter in <O::Query as IntoParams>::into_params(|| Some(ParameterIn::Query)) {
                operation = operation.parameter(parameter);
            }
        }
        if spec.if_match {
            operation = operation.parameter(if_match_parameter());
        }
        if spec.takes_idempotency_key() {
            operation = operation.parameter(idempotency_key_parameter());
        }
        if spec.takes_body() {
            let content = self.json::<O::Body>();
            let body = RequestBodyBuilder::new()
                .content("application/json", content)
                .required(Some(Required::True))
                .build();
            operation = operation.request_body(Some(body));
        }
        if !spec.uploads.is_empty() {
            let body = spec.uploads.iter().fold(RequestBodyBuilder::new(), |body, media_type| {
                body.content(*media_type, binary())
            });
            let body = body.required(Some(Required::True)).build();
            operation = operation.request_body(Some(body));
        }
        if let Some(requirement) = security(spec.access) {
            operation = operation.security(requirement);
        }
        operation = operation.response(spec.status.to_string(), self.reply::<O>());
        for (status, response) in problems(&spec) {
            operation = operation.response(status.to_string(), response);
        }
        let paths = std::mem::take(&mut self.paths);
        let method = match spec.method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Patch => HttpMethod::Patch,
            Method::Delete => HttpMethod::Delete,
        };
        self.paths = paths.path(spec.path, PathItem::new(method, operation.build()));
    }
}

impl Book {
    fn add_schema<T: ToSchema>(&mut self) {
        T::schemas(&mut self.schemas);
        if !is_generic::<T>() {
            self.schemas.push((T::name().into_owned(), T::schema()));
        }
    }

    fn json<T: ToSchema + Example + serde::Serialize>(&mut self) -> Content {
        self.add_schema::<T>();
        let schema = if is_generic::<T>() {
            T::schema()
        } else {
            RefOr::Ref(Ref::from_schema_name(T::name()))
        };
        let example = serde_json::to_value(T::example()).ok();
        ContentBuilder::new().schema(Some(schema)).example(example).build()
    }

    fn reply<O: Operation>(&mut self) -> Response {
        let spec = O::SPEC;
        let mut response = ResponseBuilder::new().description(success(spec.status));
        if spec.etag {
            response = response.header("ETag", header("The version, in double quotes."));
        }
        if spec.status == 201 && spec.takes_body() && !spec.path.ends_with("/sessions") {
            response = response.header("Location", header("Where the new resource is."));
        }
        if spec.takes_query() && spec.method == Method::Get && spec.files.is_empty() {
            response = response.header("Link", header("The next page, `rel=\"next\"` (RFC 8288)."));
        }
        for media_type in spec.files {
            response = response.content(*media_type, binary());
        }
        if spec.status != 204 && spec.files.is_empty() {
            let content = self.json::<O::Reply>();
            response = response.content("application/json", content);
        }
        response.build()
    }
}

/// A file.
fn binary() -> Content {
    let bytes = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
    ContentBuilder::new().schema(Some(Schema::from(bytes.build()))).build()
}

/// A page of something has no name of its own: its schema stands where it is used.
fn is_generic<T>() -> bool {
    std::any::type_name::<T>().contains('<')
}

fn success(status: u16) -> &'static str {
    match status {
        201 => "Created.",
        204 => "Done.",
        _ => "As asked.",
    }
}

fn header(description: &str) -> utoipa::openapi::Header {
    let text = Schema::from(ObjectBuilder::new().schema_type(Type::String).build());
    HeaderBuilder::new().schema(Some(text)).description(Some(description)).build()
}

/// One response for each status; where a status has more than one code, an example for each.
fn problems(spec: &Spec) -> Vec<(u16, Response)> {
    let mut statuses: Vec<u16> = spec.errors().iter().map(|code| code.status()).collect();
    statuses.dedup();
    let response = |status: u16| {
        let codes: Vec<_> =
            spec.errors().into_iter().filter(|code| code.status() == status).collect();
        let description: Vec<_> =
            codes.iter().map(|code| format!("`{}`: {}.", code.as_str(), code.title())).collect();
        let examples = codes.iter().map(|code| {
            let example = ExampleBuilder::new().value(Some(problem_example(*code))).build();
            (code.as_str(), example)
        });
        let schema = RefOr::<Schema>::Ref(Ref::from_schema_name(Problem::name()));
        let content =
            ContentBuilder::new().schema(Some(schema)).examples_from_iter(examples).build();
        let mut response = ResponseBuilder::new()
            .description(description.join(" "))
            .content(PROBLEM_JSON, content);
        if matches!(status, 429 | 503) || codes.contains(&Code::RequestInProgress) {
            response = response.header("Retry-After", header("Seconds to wait."));
        }
        (status, response.build())
    };
    statuses.into_iter().map(response).collect()
}

fn problem_example(code: Code) -> Value {
    use sigillo_domain::{Fault, FaultCode};
    let errors = match code {
        Code::Validation => vec![Fault::new("/quota_mb", FaultCode::OutOfRange).into()],
        Code::MailboxExists | Code::AddressRetired => {
            vec![Fault::new("/local_part", FaultCode::Taken).into()]
        }
        Code::NameTaken => vec![Fault::new("/name", FaultCode::Taken).into()],
        _ => vec![],
    };
    let problem = Problem {
        r#type: format!("/api/problems/{}", code.as_str()),
        title: code.title().to_owned(),
        status: code.status(),
        code,
        detail: format!("{}.", code.title()),
        trace_id: "0f1e2d3c4b5a6978".to_owned(),
        errors,
    };
    serde_json::to_value(problem).unwrap_or_default()
}

fn id_parameter() -> utoipa::openapi::path::Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(Schema::from(schema.build())))
        .build()
}

fn if_match_parameter() -> utoipa::openapi::path::Parameter {
    let schema =
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^(\\*|\"[!#-~]*\")$"));
    ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "The `ETag` last seen: the change is refused when it is not the present one.",
        ))
        .schema(Some(Schema::from(schema.build())))
        .example(Some(Value::String("\"3\"".to_owned())))
        .build()
}

fn idempotency_key_parameter() -> utoipa::openapi::path::Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Drawn anew for each request and sent again with its repeats, which are then answered as \
             the first was, for 24 hours, and do nothing more.",
        ))
        .schema(Some(Schema::from(schema.build())))
        .example(Some(Value::String("9f0c8a52-6f0e-4f5b-8a53-0f2b3f6f1c5d".to_owned())))
        .build()
}

fn security(access: Access) -> Option<SecurityRequirement> {
    match access {
        Access::Public => None,
        Access::RefreshCookie => {
            Some(SecurityRequirement::new("refresh_cookie", Vec::<String>::new()))
        }
        Access::MailboxUser => {
            Some(SecurityRequirement::new("mailbox_cookie", Vec::<String>::new()))
        }
        _ => Some(SecurityRequirement::new("bearer", Vec::<String>::new())),
    }
}
