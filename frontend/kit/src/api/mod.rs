//! The client of the API: every operation of the contract, typed.

mod error;
mod keys;
mod request;
mod session;

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use serde::de::DeserializeOwned;
use sigillo_contract::operation::{Method, NoQuery, Nothing};
use sigillo_contract::{Access, Operation};
use sigillo_domain::Code;

pub use error::{ApiError, Refusal};
pub use request::{StreamEnd, parsed};
pub use session::{AccessTokens, Renewal, guard_mailbox_session, use_access_tokens};

use crate::{browser, confirmation, connection};
use request::{Answer, Request};

/// The future of an answer.
pub type Pending<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// Calls an operation. A sensitive one asks the person for the password first, if the server wants
/// that. An expired session is renewed once, without the person noticing. If it cannot be renewed, the app asks the person to sign in again. A read then continues by itself,
/// while a change fails with [`ApiError::SessionEnded`] and the person has to repeat it.
pub fn call<O: Operation>(
    path: &O::Path,
    query: &O::Query,
    body: &O::Body,
    if_match: Option<i64>,
) -> Pending<O::Reply> {
    // Only building the request depends on the operation. The rest is compiled once for each type
    // of answer, which many operations share.
    let request = Request::of::<O>(path, query, body, if_match);
    Box::pin(read_as(text_of(request, RequestKind::of::<O>())))
}

fn text_of(request: Result<Request, ApiError>, kind: RequestKind) -> Pending<String> {
    Box::pin(async move {
        let outcome = answered(&request?, kind).await;
        if !kind.is_reading {
            CHANGES.set(CHANGES.get() + 1);
        }
        outcome
    })
}

thread_local! {
    static CHANGES: Cell<u32> = const { Cell::new(0) };
}

/// The number of changes that this page has sent: what was read before the last one may be out of date.
pub fn changes() -> u32 {
    CHANGES.get()
}

/// How long to wait before a request whose answer was lost is sent again.
const REPEAT_AFTER: Duration = Duration::from_secs(1);
/// How often to ask for the answer of a request that is still being carried out.
const MOST_REPEATS: u32 = 5;

/// Sends a request and reads its answer. One with an `Idempotency-Key` is sent again when its answer was
/// lost, and while the first is still being carried out.
async fn answered(request: &Request, kind: RequestKind) -> Result<String, ApiError> {
    let mut repeats = 0;
    loop {
        let outcome = read(request, kind).await;
        let Some(key) = request.key() else { return outcome };
        let wait = match &outcome {
            Err(ApiError::Unreachable) if repeats == 0 => REPEAT_AFTER,
            // The key stays, for when the person tries again.
            Err(ApiError::Unreachable | ApiError::SessionEnded) => return outcome,
            Err(ApiError::Refused(refusal))
                if refusal.code == Code::RequestInProgress && repeats < MOST_REPEATS =>
            {
                Duration::from_secs(refusal.retry_after.unwrap_or(1).into())
            }
            _ => {
                key.answered();
                return outcome;
            }
        };
        repeats += 1;
        browser::sleep(wait).await;
    }
}

async fn read(request: &Request, kind: RequestKind) -> Result<String, ApiError> {
    let text = authorized(request, kind).await?.text().await;
    connection::set_reachable(!matches!(text, Err(ApiError::Unreachable)));
    text
}

/// The only part of a call that is compiled for each type of answer.
async fn read_as<T: DeserializeOwned>(answer: Pending<String>) -> Result<T, ApiError> {
    parsed(&answer.await?)
}

/// Calls an operation that reads, without a query.
#[expect(clippy::needless_pass_by_value, reason = "an id or nothing: borrowing only adds noise")]
pub fn get<O>(path: O::Path) -> Pending<O::Reply>
where
    O: Operation<Query: Default, Body = Nothing>,
{
    call::<O>(&path, &O::Query::default(), &Nothing {}, None)
}

/// Reads a list.
#[expect(clippy::needless_pass_by_value, reason = "an id or nothing: borrowing only adds noise")]
pub fn list<O>(path: O::Path, query: &O::Query) -> Pending<O::Reply>
where
    O: Operation<Body = Nothing>,
{
    call::<O>(&path, query, &Nothing {}, None)
}

/// Creates or changes something; `if_match` is the version that was read.
#[expect(clippy::needless_pass_by_value, reason = "an id or nothing: borrowing only adds noise")]
pub fn send<O>(path: O::Path, body: &O::Body, if_match: Option<i64>) -> Pending<O::Reply>
where
    O: Operation<Query = NoQuery>,
{
    call::<O>(&path, &NoQuery {}, body, if_match)
}

/// The outcome of a change that is made only if the object still has the version that was read.
pub enum Change<T, C = T> {
    Made(T),
    /// Somebody else changed the object first. Nothing was changed; this is the newer object.
    Conflict(C),
}

/// Changes the object that was read at `version`. If that version is stale, reads the object again
/// with `G`.
pub async fn change<U, G>(
    id: U::Path,
    patch: &U::Body,
    version: i64,
) -> Result<Change<U::Reply>, ApiError>
where
    U: Operation<Path: Copy, Query = NoQuery>,
    G: Operation<Path = U::Path, Query: Default, Body = Nothing, Reply = U::Reply>,
{
    match send::<U>(id, patch, Some(version)).await {
        Err(error) if error.is(Code::Stale) => get::<G>(id).await.map(Change::Conflict),
        outcome => outcome.map(Change::Made),
    }
}

/// A file, and its name.
pub struct Download {
    pub blob: web_sys::Blob,
    pub name: String,
}

/// Downloads a file; `fallback` is its name if the server does not give one.
pub async fn download<O>(
    path: O::Path,
    query: &O::Query,
    fallback: String,
) -> Result<Download, ApiError>
where
    O: Operation<Body = Nothing>,
{
    let request = Request::of::<O>(&path, query, &Nothing {}, None);
    file_of(request, RequestKind::of::<O>(), fallback).await
}

/// Downloads the file that the body of a request describes; `fallback` is its name if the server does
/// not give one.
pub async fn download_for<O>(body: &O::Body, fallback: String) -> Result<Download, ApiError>
where
    O: Operation<Path = (), Query = NoQuery>,
{
    let request = Request::of::<O>(&(), &NoQuery {}, body, None);
    file_of(request, RequestKind::of::<O>(), fallback).await
}

async fn file_of(
    request: Result<Request, ApiError>,
    kind: RequestKind,
    fallback: String,
) -> Result<Download, ApiError> {
    let request = request?;
    let outcome = authorized(&request, kind).await;
    // The key stays only for the repeat of a request whose answer was lost.
    if let Some(key) = request.key()
        && !matches!(outcome, Err(ApiError::Unreachable | ApiError::SessionEnded))
    {
        key.answered();
    }
    let answer = outcome?;
    let name = answer.file_name().unwrap_or(fallback);
    Ok(Download { blob: answer.blob().await?, name })
}

/// Uploads a file.
pub fn upload<O>(
    query: &O::Query,
    file: &web_sys::File,
    media_type: &'static str,
) -> Pending<O::Reply>
where
    O: Operation<Path = (), Body = Nothing>,
{
    let request = Request::of::<O>(&(), query, &Nothing {}, None);
    let request = request.map(|request| request.with_file(&O::SPEC, file.clone(), media_type));
    Box::pin(read_as(text_of(request, RequestKind::of::<O>())))
}

/// Uploads a file to something that is there.
pub fn upload_to<O>(path: &O::Path, query: &O::Query, file: &web_sys::File) -> Pending<O::Reply>
where
    O: Operation<Body = Nothing>,
{
    let request = Request::of::<O>(path, query, &Nothing {}, None);
    let request = request
        .map(|request| request.with_file(&O::SPEC, file.clone(), "application/octet-stream"));
    Box::pin(read_as(text_of(request, RequestKind::of::<O>())))
}

/// Uploads a file, and tells `progress` how much of it was sent, in percent.
pub fn upload_watched<O>(
    query: &O::Query,
    file: &web_sys::File,
    media_type: &'static str,
    progress: impl Fn(u8) + 'static,
) -> Pending<O::Reply>
where
    O: Operation<Path = (), Body = Nothing>,
{
    let request = Request::of::<O>(&(), query, &Nothing {}, None);
    let request = request
        .map(|request| request.with_file(&O::SPEC, file.clone(), media_type).watched(progress));
    Box::pin(read_as(text_of(request, RequestKind::of::<O>())))
}

/// Uploads a file to the contract that was opened with `token`.
pub fn upload_to_visit<O>(token: &str, query: &O::Query, file: &web_sys::File) -> Pending<O::Reply>
where
    O: Operation<Path = (), Body = Nothing>,
{
    let request = Request::of::<O>(&(), query, &Nothing {}, None).map(|request| {
        request.with_file(&O::SPEC, file.clone(), "application/octet-stream").with_token(token)
    });
    Box::pin(read_as(text_of(request, RequestKind::of::<O>())))
}

/// Calls `each` with every chunk of a streamed answer, until `each` returns false or the server
/// ends the stream.
pub async fn stream<O>(path: O::Path, each: impl FnMut(&[u8]) -> bool)
where
    O: Operation<Query = NoQuery, Body = Nothing>,
{
    // Whoever calls it finds in the next answer why a stream did not begin.
    let _ = stream_until::<O>(path, &NoQuery {}, &StreamEnd::default(), each).await;
}

/// Like [`stream`], for a stream with a query that can be ended from outside. Fails if the server does not
/// begin it.
pub async fn stream_until<O>(
    path: O::Path,
    query: &O::Query,
    end: &StreamEnd,
    each: impl FnMut(&[u8]) -> bool,
) -> Result<(), ApiError>
where
    O: Operation<Body = Nothing>,
{
    let request = Request::of::<O>(&path, query, &Nothing {}, None)?;
    let answer = authorized(&request, RequestKind::of::<O>()).await?;
    answer.chunks(end, each).await;
    Ok(())
}

/// The properties of an operation that matter for sending its request. This is a value rather than
/// the operation's type, so that the sending code is compiled once and not once for each operation.
#[derive(Clone, Copy)]
struct RequestKind {
    in_session: bool,
    in_mailbox_session: bool,
    is_reading: bool,
}

impl RequestKind {
    fn of<O: Operation>() -> Self {
        // These operations need no access token: an opened contract has a token of its own, and a mailbox user's
        // session and a session that is being renewed are identified by cookies.
        let needs_none = matches!(
            O::SPEC.access,
            Access::Public | Access::Visit | Access::RefreshCookie | Access::MailboxUser
        );
        Self {
            in_session: !needs_none,
            in_mailbox_session: matches!(O::SPEC.access, Access::MailboxUser),
            is_reading: matches!(O::SPEC.method, Method::Get),
        }
    }
}

async fn authorized(request: &Request, kind: RequestKind) -> Result<Answer, ApiError> {
    if kind.in_mailbox_session && !session::may_use_mailbox_session() {
        return Err(ApiError::SessionEnded);
    }
    let Some(tokens) = session::access_tokens().filter(|_| kind.in_session) else {
        return settled(request.send(None).await).await;
    };
    loop {
        if !tokens.may_send() {
            return Err(ApiError::SessionEnded);
        }
        let outcome = renewing(tokens, request).await?;
        // A sensitive act is sent again once the person has given the password.
        if outcome.as_ref().is_err_and(|error| error.is(Code::ConfirmationRequired))
            && confirmation::ask().await
        {
            continue;
        }
        if !is_unauthenticated(&outcome) {
            return outcome;
        }
        let signed_in_again = tokens.session_ended();
        if !(kind.is_reading && signed_in_again.await) {
            return Err(ApiError::SessionEnded);
        }
    }
}

/// Sends a request with the present access token, and once more with a renewed one if that has expired.
/// Fails if the session can be neither used nor renewed.
async fn renewing(
    tokens: &dyn AccessTokens,
    request: &Request,
) -> Result<Result<Answer, ApiError>, ApiError> {
    let mut outcome = settled(request.send(tokens.current().as_deref()).await).await;
    // The first renewal may be the repeat of one whose answer was lost long ago, with a token that
    // has expired since.
    for _ in 0..2 {
        if !is_unauthenticated(&outcome) {
            break;
        }
        match tokens.renew(tokens.current()).await {
            Renewal::Done => {
                outcome = settled(request.send(tokens.current().as_deref()).await).await;
            }
            Renewal::Failed(error) => return Err(error),
            Renewal::AnotherPerson => return Err(ApiError::SessionEnded),
            Renewal::Refused => break,
        }
    }
    Ok(outcome)
}

fn is_unauthenticated(outcome: &Result<Answer, ApiError>) -> bool {
    outcome.as_ref().is_err_and(ApiError::is_unauthenticated)
}

/// Records whether the server can be reached, and turns a refusal into an error.
async fn settled(outcome: Result<Answer, ApiError>) -> Result<Answer, ApiError> {
    connection::set_reachable(!matches!(outcome, Err(ApiError::Unreachable)));
    outcome?.accepted().await
}
