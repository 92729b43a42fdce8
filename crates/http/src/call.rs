//! Requests, read as their row of the table of operations says.

use std::future::{self, Future};
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::{Decompress, Payload};
use actix_web::http::header::{self, ContentEncoding};
use actix_web::{FromRequest, HttpRequest, web};
use sigillo_app::contracts::signing;
use sigillo_app::documents::{FileFormat, FileUpload};
use sigillo_app::own_mailbox::{self, Owner};
use sigillo_app::{Caller, ExpectedVersions, Grant, Identity, Origin, SessionCaller, sessions};
use sigillo_contract::Operation;
use sigillo_contract::operation::PathParams;
use sigillo_contract::operations::{SignIn, SignInMailbox};
use sigillo_domain::Code;

use crate::client_address::client_address;
use crate::cookie::ApiCookie;
use crate::failure::Failure;
use crate::head::is_head_only;
use crate::payload::Pieces;
use crate::{Http, body_shape, json, payload};

/// What a handler takes: a request for one operation, authenticated as the operation needs.
pub(crate) trait OperationRequest: FromRequest + 'static {
    type Operation: Operation;
}

/// A request of an account that may ask for the operation. Without the [`Grant`] in it no use case
/// can be called.
///
/// The order of the checks is fixed (account, permission, path, version, query, body), so that the
/// kind of an error tells nobody more than they may know.
///
/// An operation that only a session can ask for is a `Call<O, SessionCaller>`.
pub(crate) struct Call<O: Operation, C = Caller> {
    pub grant: Grant<O, C>,
    pub path: O::Path,
    pub query: O::Query,
    pub body: O::Body,
    /// The body of an operation that takes a file.
    pub file: web::Bytes,
    /// The versions in `If-Match`, if the operation honours it and it was sent.
    pub if_match: Option<ExpectedVersions>,
    /// The id of the last event that the client has seen of a stream.
    pub last_event_id: Option<String>,
    /// Whether the client asked for the headers only.
    pub head_only: bool,
}

/// A request whose body is a file that is taken piece by piece.
pub(crate) struct UploadCall<O: Operation> {
    pub grant: Grant<O>,
    pub path: O::Path,
    pub query: O::Query,
    pub file: Pieces<Decompress<Payload>>,
}

/// A file for the contract that was opened with the token in the request.
pub(crate) struct VisitUploadCall<O: Operation> {
    pub token: String,
    pub query: O::Query,
    pub file: Pieces<Decompress<Payload>>,
    pub origin: Origin,
}

/// A request for an operation that needs no session.
pub(crate) struct PublicCall<O: Operation> {
    pub body: O::Body,
    pub origin: Origin,
}

/// A request of a mailbox's user, in an open session.
pub(crate) struct OwnCall<O: Operation> {
    pub owner: Owner,
    pub path: O::Path,
    pub query: O::Query,
    pub body: O::Body,
}

/// A request that carries the refresh cookie.
pub(crate) struct RefreshCall<O: Operation> {
    pub refresh_token: String,
    operation: PhantomData<O>,
}

impl<O, C> OperationRequest for Call<O, C>
where
    O: Operation,
    C: Identity + From<SessionCaller> + 'static,
{
    type Operation = O;
}

impl<O: Operation> OperationRequest for UploadCall<O> {
    type Operation = O;
}

impl<O: Operation<Path = ()>> OperationRequest for VisitUploadCall<O> {
    type Operation = O;
}

impl<O: Operation<Path = ()>> OperationRequest for PublicCall<O> {
    type Operation = O;
}

impl<O: Operation> OperationRequest for OwnCall<O> {
    type Operation = O;
}

impl<O: Operation<Path = ()>> OperationRequest for RefreshCall<O> {
    type Operation = O;
}

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

impl<O, C> FromRequest for Call<O, C>
where
    O: Operation,
    C: Identity + From<SessionCaller> + 'static,
{
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let http = state(&request)?;
            let session = authenticate(&request, &http).await?;
            let grant = Grant::to(C::from(session))?;
            let path = path::<O>(&request)?;
            let if_match = if O::SPEC.if_match { if_match(&request)? } else { None };
            Ok(Self {
                grant,
                path,
                query: query::<O>(&request)?,
                body: body::<O>(&request, &mut payload).await?,
                file: file::<O>(&request, &mut payload).await?,
                if_match,
                last_event_id: last_event_id(&request),
                head_only: is_head_only(&request),
            })
        })
    }
}

impl<O: Operation> FromRequest for UploadCall<O> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let http = state(&request)?;
            let session = authenticate(&request, &http).await?;
            let grant = Grant::to(Caller::from(session))?;
            let path = path::<O>(&request)?;
            let query = query::<O>(&request)?;
            let file = streamed_file::<O>(&request, payload)?;
            Ok(Self { grant, path, query, file })
        })
    }
}

impl<O: Operation> FromRequest for VisitUploadCall<O> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let http = state(&request)?;
            let token = visit(&request, &http).await?;
            let query = query::<O>(&request)?;
            let file = streamed_file::<O>(&request, payload)?;
            Ok(Self { token, query, file, origin: origin::<O>(&request, &http) })
        })
    }
}

impl<O: Operation> FromRequest for PublicCall<O> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let http = state(&request)?;
            let body = body::<O>(&request, &mut payload).await?;
            Ok(Self { body, origin: origin::<O>(&request, &http) })
        })
    }
}

impl<O: Operation> FromRequest for OwnCall<O> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let http = state(&request)?;
            let owner = owner(&request, &http).await?;
            let path = path::<O>(&request)?;
            let query = query::<O>(&request)?;
            let body = body::<O>(&request, &mut payload).await?;
            Ok(Self { owner, path, query, body })
        })
    }
}

impl<O: Operation> FromRequest for RefreshCall<O> {
    type Error = Failure;
    type Future = future::Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = state(request).and_then(|http| {
            let token = ApiCookie::Refresh.of(request, http.settings.secure_cookie);
            let refresh_token = token.ok_or_else(|| Failure::new(Code::Unauthenticated))?;
            Ok(Self { refresh_token, operation: PhantomData })
        });
        future::ready(read)
    }
}

fn last_event_id(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get("last-event-id")?.to_str().ok()?;
    Some(value.trim().to_owned())
}

pub(crate) fn state(request: &HttpRequest) -> Result<web::Data<Http>, Failure> {
    request.app_data::<web::Data<Http>>().cloned().ok_or_else(|| Failure::new(Code::Internal))
}

pub(crate) async fn owner(request: &HttpRequest, http: &Http) -> Result<Owner, Failure> {
    let token = ApiCookie::Mailbox.of(request, http.settings.secure_cookie);
    let token = token.ok_or_else(|| Failure::new(Code::Unauthenticated))?;
    Ok(own_mailbox::authenticate(&http.app, &token).await?)
}

/// Where a request without a session comes from.
fn origin<O: Operation>(request: &HttpRequest, http: &Http) -> Origin {
    let secure = http.settings.secure_cookie;
    // The session that a sign-in replaces is of the same app.
    let session = match O::SPEC.id {
        id if id == SignIn::SPEC.id => ApiCookie::Refresh.of(request, secure),
        id if id == SignInMailbox::SPEC.id => ApiCookie::Mailbox.of(request, secure),
        _ => None,
    };
    let address = client_address(request, &http.settings.trusted_proxies);
    let user_agent = request.headers().get(header::USER_AGENT);
    let user_agent = user_agent.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Origin {
        address,
        device: ApiCookie::Device.of(request, secure),
        session,
        user_agent: user_agent.unwrap_or_default(),
    }
}

pub(crate) async fn authenticate(
    request: &HttpRequest,
    http: &Http,
) -> Result<SessionCaller, Failure> {
    let token = bearer(request).ok_or_else(|| Failure::new(Code::Unauthenticated))?;
    Ok(sessions::authenticate(&http.app, token).await?)
}

/// The token of the contract that the holder has opened.
pub(crate) async fn visit(request: &HttpRequest, http: &Http) -> Result<String, Failure> {
    let token = bearer(request).ok_or_else(|| {
        let detail = "The Authorization header takes the token of the opened contract.";
        Failure::with_detail(Code::Unauthenticated, detail)
    })?;
    signing::check_visit(&http.app, token).await?;
    Ok(token.to_owned())
}

/// The bearer token of a request.
fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Reads the entity tags that the caller has seen. A tag that this service never gave, and a weak one
/// (RFC 9110, 13.1.1), matches no version.
pub(crate) fn if_match(request: &HttpRequest) -> Result<Option<ExpectedVersions>, Failure> {
    let mut lines = request.headers().get_all(header::IF_MATCH).peekable();
    if lines.peek().is_none() {
        return Ok(None);
    }
    // Several headers of one name count as one, with commas between the values.
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let text = lines.join(",");
    if text.trim() == "*" {
        return Ok(None);
    }
    let tags = entity_tags(&text).ok_or_else(|| {
        Failure::with_detail(
            Code::Malformed,
            "If-Match takes entity tags, in double quotes, as the ETag header gave them.",
        )
    })?;
    let versions = tags.iter().filter(|tag| !tag.is_weak).filter_map(|tag| version(tag.opaque));
    Ok(Some(ExpectedVersions(versions.collect())))
}

/// The version that an entity tag of this service names; it has one spelling.
fn version(opaque: &str) -> Option<i64> {
    opaque.parse::<i64>().ok().filter(|version| version.to_string() == opaque)
}

struct EntityTag<'a> {
    is_weak: bool,
    opaque: &'a str,
}

/// Parses a list of entity tags (RFC 9110, 8.8.3 and 5.6.1). An empty list matches nothing.
fn entity_tags(text: &str) -> Option<Vec<EntityTag<'_>>> {
    let mut tags = vec![];
    let mut rest = text.trim();
    while !rest.is_empty() {
        let unprefixed = rest.strip_prefix("W/");
        let (opaque, after) = unprefixed.unwrap_or(rest).strip_prefix('"')?.split_once('"')?;
        tags.push(EntityTag { is_weak: unprefixed.is_some(), opaque });
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(more) => more.trim_start_matches([',', ' ', '\t']),
            None if after.is_empty() => "",
            None => return None,
        };
    }
    Some(tags)
}

/// Reads the query. An operation that takes none ignores what was sent.
fn query<O: Operation>(request: &HttpRequest) -> Result<O::Query, Failure> {
    json::query(if O::SPEC.takes_query() { request.query_string() } else { "" })
}

/// The media type of the body, without parameters.
pub(crate) fn media_type(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

async fn file<O: Operation>(
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<web::Bytes, Failure> {
    if O::SPEC.uploads.is_empty() {
        return Ok(web::Bytes::new());
    }
    check_media_type::<O>(request)?;
    let pieces = decoded(request, payload, O::SPEC.max_body).await?;
    Ok(pieces.concat().into())
}

/// A body that is a file, to be taken piece by piece.
fn streamed_file<O: Operation>(
    request: &HttpRequest,
    payload: Payload,
) -> Result<Pieces<Decompress<Payload>>, Failure> {
    check_media_type::<O>(request)?;
    let decoded = Decompress::new(payload, content_coding(request)?);
    Pieces::new(decoded, request.headers(), O::SPEC.max_body)
}

/// Hands the pieces of a file to the application.
pub(crate) async fn write_pieces<F: FileFormat>(
    file: &mut Pieces<Decompress<Payload>>,
    upload: &mut FileUpload<F>,
) -> Result<(), Failure> {
    while let Some(piece) = file.next().await? {
        upload.write(piece).await?;
    }
    Ok(())
}

/// Refuses a body that is not said to be a file of the operation.
fn check_media_type<O: Operation>(request: &HttpRequest) -> Result<(), Failure> {
    let known = media_type(request).is_some_and(|given| O::SPEC.uploads.contains(&given.as_str()));
    if known {
        return Ok(());
    }
    let detail = format!("The body must be a file: {}.", O::SPEC.uploads.join(", "));
    Err(Failure::with_detail(Code::UnsupportedMediaType, detail))
}

/// Reads a body of at most `limit` bytes, which counts after decompression.
pub(crate) async fn decoded(
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
) -> Result<Vec<web::Bytes>, Failure> {
    let coding = content_coding(request)?;
    let read = Decompress::new(payload.take(), coding);
    payload::gather(read, request.headers(), limit, |_| ()).await
}

/// The coding of the body. A body in one that is not decoded must not be taken for text.
fn content_coding(request: &HttpRequest) -> Result<ContentEncoding, Failure> {
    let mut values = request.headers().get_all(header::CONTENT_ENCODING);
    let Some(value) = values.next() else { return Ok(ContentEncoding::Identity) };
    let value = value.to_str().unwrap_or_default().trim().to_ascii_lowercase();
    match value.as_str() {
        _ if values.next().is_some() => Err(Failure::unsupported_coding()),
        "identity" => Ok(ContentEncoding::Identity),
        "gzip" | "x-gzip" => Ok(ContentEncoding::Gzip),
        "deflate" => Ok(ContentEncoding::Deflate),
        "br" => Ok(ContentEncoding::Brotli),
        _ => Err(Failure::unsupported_coding()),
    }
}

async fn body<O: Operation>(
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<O::Body, Failure> {
    if !O::SPEC.takes_body() {
        return json::body(b"{}");
    }
    let is_json = media_type(request).as_deref() == Some("application/json");
    if !is_json && !O::SPEC.body_is_optional {
        return Err(Failure::new(Code::UnsupportedMediaType));
    }
    let pieces = decoded(request, payload, O::SPEC.max_body).await?;
    let bytes = pieces.concat();
    if O::SPEC.body_is_optional && bytes.is_empty() {
        return json::body(b"{}");
    }
    if !is_json {
        return Err(Failure::new(Code::UnsupportedMediaType));
    }
    json::body(&bytes)
        .map_err(|failure: Failure| failure.with_faults(|| body_shape::faults::<O>(&bytes)))
}

/// The path parameters of a request. A text that is not an id names nothing that exists.
pub(crate) fn path<O: Operation>(request: &HttpRequest) -> Result<O::Path, Failure> {
    O::Path::read(request.match_info().get("id")).ok_or_else(|| Failure::new(Code::NotFound))
}
