//! The one way to the server: every operation of the contract, typed.

mod error;
mod lock;
mod renewal;
mod wire;

use sigillo_contract::operation::{Method, NoQuery, Nothing};
use sigillo_contract::operations::ExportMailboxes;
use sigillo_contract::page::{MAX_LIMIT, Page, PageQuery};
use sigillo_contract::{Access, Operation, mailbox::ExportQuery};
use sigillo_domain::Code;
use uuid::Uuid;

pub use error::ApiError;
pub use renewal::{Renewal, forget_token, renew, set_token};

use crate::session;
use wire::{Answer, Request};

/// Calls an operation. A session that has run out is renewed once, unseen. Where it cannot be, the
/// person is asked to sign in again over the page; a reading then goes on by itself, while a change
/// comes back as [`ApiError::SessionEnded`], to be asked for again by who wanted it.
pub async fn call<O: Operation>(
    path: O::Path,
    query: &O::Query,
    body: &O::Body,
    if_match: Option<i64>,
) -> Result<O::Reply, ApiError> {
    let request = Request::of::<O>(&path, query, body, if_match)?;
    let answer = authorized::<O>(&request).await?;
    answer.json().await
}

/// Reads: an operation with neither query nor body.
pub async fn get<O>(path: O::Path) -> Result<O::Reply, ApiError>
where
    O: Operation<Query = NoQuery, Body = Nothing>,
{
    call::<O>(path, &NoQuery {}, &Nothing {}, None).await
}

/// Reads a list.
pub async fn list<O>(path: O::Path, query: &O::Query) -> Result<O::Reply, ApiError>
where
    O: Operation<Body = Nothing>,
{
    call::<O>(path, query, &Nothing {}, None).await
}

/// Makes or changes something; `if_match` is the version it was read at.
pub async fn send<O>(
    path: O::Path,
    body: &O::Body,
    if_match: Option<i64>,
) -> Result<O::Reply, ApiError>
where
    O: Operation<Query = NoQuery>,
{
    call::<O>(path, &NoQuery {}, body, if_match).await
}

/// How a change of something that others change too went.
pub enum Change<T> {
    Made(T),
    /// Somebody else was first: nothing was changed, and this is how it stands now.
    Overtaken(T),
}

/// Changes what was read at `version`; where that is stale, reads it again with `G`.
pub async fn change<U, G>(
    id: Uuid,
    patch: &U::Body,
    version: i64,
) -> Result<Change<U::Reply>, ApiError>
where
    U: Operation<Path = Uuid, Query = NoQuery>,
    G: Operation<Path = Uuid, Query = NoQuery, Body = Nothing, Reply = U::Reply>,
{
    match send::<U>(id, patch, Some(version)).await {
        Err(error) if error.is(Code::Stale) => get::<G>(id).await.map(Change::Overtaken),
        outcome => outcome.map(Change::Made),
    }
}

/// Reads all of a list, page after page: for those that are never long.
pub async fn every<O, T>() -> Result<Vec<T>, ApiError>
where
    O: Operation<Path = (), Query = PageQuery, Body = Nothing, Reply = Page<T>>,
{
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let query = PageQuery { cursor, limit: Some(MAX_LIMIT) };
        let page = list::<O>((), &query).await?;
        all.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}

/// A file, and the name the server gives it.
pub struct Download {
    pub blob: web_sys::Blob,
    pub name: String,
}

pub async fn export(query: &ExportQuery) -> Result<Download, ApiError> {
    let request = Request::of::<ExportMailboxes>(&(), query, &Nothing {}, None)?;
    let answer = authorized::<ExportMailboxes>(&request).await?;
    let name = answer.file_name().unwrap_or_else(|| format!("caselle.{}", query.format));
    Ok(Download { blob: answer.blob().await?, name })
}

async fn authorized<O: Operation>(request: &Request) -> Result<Answer, ApiError> {
    loop {
        let token = renewal::token();
        let outcome = settle(request.send(token.as_deref()).await).await;
        let ended = match outcome {
            Err(error) if error.is_unauthenticated() && needs_session(O::SPEC.access) => {
                match renew(token).await {
                    Renewal::Done => {
                        let again = renewal::token();
                        let outcome = settle(request.send(again.as_deref()).await).await;
                        if !matches!(&outcome, Err(error) if error.is_unauthenticated()) {
                            return outcome;
                        }
                    }
                    Renewal::Unreachable => return Err(ApiError::Unreachable),
                    Renewal::Refused => {}
                }
                ApiError::SessionEnded
            }
            other => return other,
        };
        let reading = matches!(O::SPEC.method, Method::Get);
        session::mark_ended();
        if !(reading && session::signed_in_again().await) {
            return Err(ended);
        }
    }
}

/// Notes whether the server can be reached, and turns a refusal into its error.
async fn settle(outcome: Result<Answer, ApiError>) -> Result<Answer, ApiError> {
    session::note_reachable(!matches!(outcome, Err(ApiError::Unreachable)));
    outcome?.accepted().await
}

const fn needs_session(access: Access) -> bool {
    !matches!(access, Access::Public | Access::RefreshCookie)
}
