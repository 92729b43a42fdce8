//! Requests, read as their row of the table of operations says.

use std::future::{self, Future};
use std::marker::PhantomData;
use std::net::IpAddr;
use std::pin::Pin;

use actix_web::dev::{Decompress, Payload};
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use sigillo_app::own_mailbox::{self, Owner};
use sigillo_app::{Caller, Grant, Identity, SessionCaller, sessions};
use sigillo_contract::Operation;
use sigillo_contract::operation::PathParams;
use sigillo_domain::Code;

use crate::client_address::client_address;
use crate::failure::Failure;
use crate::{Http, cookie, json, payload};

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
    /// The version in `If-Match`, if the operation honours it and it was sent.
    pub if_match: Option<i64>,
    pub address: IpAddr,
}

/// A request for an operation that needs no session.
pub(crate) struct PublicCall<O: Operation> {
    pub body: O::Body,
    pub address: IpAddr,
}

/// A request of a mailbox's user, in an open session.
pub(crate) struct OwnCall<O: Operation> {
    pub owner: Owner,
    pub body: O::Body,
    pub address: IpAddr,
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

impl<O: Operation<Path = ()>> OperationRequest for PublicCall<O> {
    type Operation = O;
}

impl<O: Operation<Path = ()>> OperationRequest for OwnCall<O> {
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
                address: client_address(&request, &http.settings.trusted_proxies),
            })
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
            let address = client_address(&request, &http.settings.trusted_proxies);
            Ok(Self { body, address })
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
            let body = body::<O>(&request, &mut payload).await?;
            let address = client_address(&request, &http.settings.trusted_proxies);
            Ok(Self { owner, body, address })
        })
    }
}

impl<O: Operation> FromRequest for RefreshCall<O> {
    type Error = Failure;
    type Future = future::Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let cookie = request.cookie(cookie::REFRESH);
        let token = cookie.ok_or_else(|| Failure::new(Code::Unauthenticated));
        future::ready(token.map(|cookie| Self {
            refresh_token: cookie.value().to_owned(),
            operation: PhantomData,
        }))
    }
}

pub(crate) fn state(request: &HttpRequest) -> Result<web::Data<Http>, Failure> {
    request.app_data::<web::Data<Http>>().cloned().ok_or_else(|| Failure::new(Code::Internal))
}

pub(crate) async fn owner(request: &HttpRequest, http: &Http) -> Result<Owner, Failure> {
    let token = request.cookie(cookie::MAILBOX);
    let token = token.ok_or_else(|| Failure::new(Code::Unauthenticated))?;
    Ok(own_mailbox::authenticate(&http.app, token.value()).await?)
}

pub(crate) async fn authenticate(
    request: &HttpRequest,
    http: &Http,
) -> Result<SessionCaller, Failure> {
    let value = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let token = token.ok_or_else(|| Failure::new(Code::Unauthenticated))?;
    Ok(sessions::authenticate(&http.app, token).await?)
}

/// Reads the `ETag` that the caller last saw. Lists and weak tags are refused: the service never
/// gives any.
pub(crate) fn if_match(request: &HttpRequest) -> Result<Option<i64>, Failure> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    // An empty tag matches no version.
    if text.is_empty() {
        return Err(Failure::new(Code::Stale));
    }
    let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match version.map(str::parse) {
        Some(Ok(version)) => Ok(Some(version)),
        // An entity tag that this service never gave matches no version either.
        Some(Err(_)) => Err(Failure::new(Code::Stale)),
        None => Err(Failure::with_detail(
            Code::Malformed,
            "If-Match takes one entity tag, in double quotes, as the ETag header gave it.",
        )),
    }
}

/// Reads the query. An operation that takes none ignores what was sent.
fn query<O: Operation>(request: &HttpRequest) -> Result<O::Query, Failure> {
    json::query(if O::SPEC.takes_query() { request.query_string() } else { "" })
}

/// The media type of the body, without parameters.
fn media_type(request: &HttpRequest) -> Option<String> {
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
    let known = media_type(request).is_some_and(|given| O::SPEC.uploads.contains(&given.as_str()));
    if !known {
        let detail = format!("The body must be a file: {}.", O::SPEC.uploads.join(", "));
        return Err(Failure::with_detail(Code::UnsupportedMediaType, detail));
    }
    let pieces =
        payload::gather(payload.take(), request.headers(), O::SPEC.max_body, |_| ()).await?;
    Ok(pieces.concat().into())
}

async fn body<O: Operation>(
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<O::Body, Failure> {
    if !O::SPEC.takes_body() {
        return json::body(b"{}");
    }
    if media_type(request).as_deref() != Some("application/json") {
        return Err(Failure::new(Code::UnsupportedMediaType));
    }
    // The limit applies to the body after decompression.
    let read = Decompress::from_headers(payload.take(), request.headers());
    let pieces = payload::gather(read, request.headers(), O::SPEC.max_body, |_| ()).await?;
    json::body(&pieces.concat())
}

/// The path parameters of a request. A text that is not an id names nothing that exists.
pub(crate) fn path<O: Operation>(request: &HttpRequest) -> Result<O::Path, Failure> {
    O::Path::read(request.match_info().get("id")).ok_or_else(|| Failure::new(Code::NotFound))
}
