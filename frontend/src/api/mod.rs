//! The one way to the server: every operation of the contract, typed.

mod error;
mod lock;
mod renewal;
mod wire;

use std::future::Future;
use std::pin::Pin;

use serde::de::DeserializeOwned;
use sigillo_contract::import::ImportQuery;
use sigillo_contract::job::{FailuresQuery, Job};
use sigillo_contract::operation::{Method, NoQuery, Nothing};
use sigillo_contract::operations::{CreateImport, ExportJobFailures, ExportMailboxes, FollowJob};
use sigillo_contract::page::{ListQuery, MAX_LIMIT, Page};
use sigillo_contract::{Access, Operation, mailbox::ExportQuery};
use sigillo_domain::Code;
use uuid::Uuid;

pub use error::{ApiError, Refusal};
pub use renewal::{Renewal, forget_token, renew, set_token};

use crate::session;
use wire::{Answer, Request};

/// Calls an operation. A session that has run out is renewed once, unseen. Where it cannot be, the
/// person is asked to sign in again over the page; a reading then goes on by itself, while a change
/// comes back as [`ApiError::SessionEnded`], to be asked for again by who wanted it.
pub fn call<O: Operation>(
    path: &O::Path,
    query: &O::Query,
    body: &O::Body,
    if_match: Option<i64>,
) -> Pending<O::Reply> {
    // Only the writing of a request knows its operation. What follows is compiled once for each
    // answer, many operations having the same.
    let request = Request::of::<O>(path, query, body, if_match);
    Box::pin(read_as(answered(request, Asked::of::<O>())))
}

/// An answer that is on its way.
pub type Pending<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

fn answered(request: Result<Request, ApiError>, asked: Asked) -> Pending<String> {
    Box::pin(async move { authorized(&request?, asked).await?.text().await })
}

/// All that is compiled for each answer: the rest of the way is the same for any.
async fn read_as<T: DeserializeOwned>(answer: Pending<String>) -> Result<T, ApiError> {
    wire::parsed(&answer.await?)
}

/// Reads: an operation with neither query nor body.
#[expect(clippy::needless_pass_by_value, reason = "an id or nothing: a borrow is only noise")]
pub fn get<O>(path: O::Path) -> Pending<O::Reply>
where
    O: Operation<Query = NoQuery, Body = Nothing>,
{
    call::<O>(&path, &NoQuery {}, &Nothing {}, None)
}

/// Reads a list.
#[expect(clippy::needless_pass_by_value, reason = "an id or nothing: a borrow is only noise")]
pub fn list<O>(path: O::Path, query: &O::Query) -> Pending<O::Reply>
where
    O: Operation<Body = Nothing>,
{
    call::<O>(&path, query, &Nothing {}, None)
}

/// Makes or changes something; `if_match` is the version it was read at.
#[expect(clippy::needless_pass_by_value, reason = "an id or nothing: a borrow is only noise")]
pub fn send<O>(path: O::Path, body: &O::Body, if_match: Option<i64>) -> Pending<O::Reply>
where
    O: Operation<Query = NoQuery>,
{
    call::<O>(&path, &NoQuery {}, body, if_match)
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
    O: Operation<Path = (), Query: ListQuery + Default, Body = Nothing, Reply = Page<T>>,
{
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let query = O::Query::default().at(cursor, Some(MAX_LIMIT));
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

/// Takes a download's answer.
async fn downloaded(
    request: Request,
    asked: Asked,
    fallback: String,
) -> Result<Download, ApiError> {
    let answer = authorized(&request, asked).await?;
    let name = answer.file_name().unwrap_or(fallback);
    Ok(Download { blob: answer.blob().await?, name })
}

/// The rows of a job that failed.
pub async fn failures(id: Uuid, english: bool) -> Result<Download, ApiError> {
    let lang = english.then(|| "en".to_owned());
    let query = FailuresQuery { format: None, lang };
    let request = Request::of::<ExportJobFailures>(&id, &query, &Nothing {}, None)?;
    downloaded(request, Asked::of::<ExportJobFailures>(), "righe.csv".to_owned()).await
}

/// Brings a file of mailboxes in.
pub fn import(query: &ImportQuery, file: &web_sys::File) -> Pending<Job> {
    let name = file.name().to_lowercase();
    let media_type = match name.rsplit('.').next() {
        Some("csv" | "txt" | "tsv") => "text/csv",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    };
    let request = Request::of::<CreateImport>(&(), query, &Nothing {}, None);
    let request = request.map(|request| request.with_file(file.clone(), media_type));
    Box::pin(read_as(answered(request, Asked::of::<CreateImport>())))
}

/// Shows a job whenever it has moved, until the server ends the stream or `each` has seen enough.
pub async fn follow_job(id: Uuid, mut each: Box<dyn FnMut(Job) -> bool>) {
    let Ok(request) = Request::of::<FollowJob>(&id, &NoQuery {}, &Nothing {}, None) else { return };
    let Ok(answer) = authorized(&request, Asked::of::<FollowJob>()).await else { return };
    let mut held = Vec::new();
    let read = |piece: &[u8]| {
        held.extend_from_slice(piece);
        while let Some(end) = held.windows(2).position(|two| two == b"\n\n") {
            let event: Vec<u8> = held.drain(..end + 2).collect();
            let event = String::from_utf8_lossy(&event);
            let data = event.trim_end().strip_prefix("event: job\ndata: ");
            if let Some(Ok(job)) = data.map(wire::parsed::<Job>)
                && !each(job)
            {
                return false;
            }
        }
        true
    };
    answer.pieces(read).await;
}

pub async fn export(query: &ExportQuery) -> Result<Download, ApiError> {
    let request = Request::of::<ExportMailboxes>(&(), query, &Nothing {}, None)?;
    let fallback = format!("caselle.{}", query.format);
    downloaded(request, Asked::of::<ExportMailboxes>(), fallback).await
}

/// The little of an operation that its sending depends on: with it, and not with the operation as a
/// type, the code that sends is in the page once and not once for each operation.
#[derive(Clone, Copy)]
struct Asked {
    in_session: bool,
    reading: bool,
}

impl Asked {
    fn of<O: Operation>() -> Self {
        Self {
            in_session: needs_session(O::SPEC.access),
            reading: matches!(O::SPEC.method, Method::Get),
        }
    }
}

async fn authorized(request: &Request, asked: Asked) -> Result<Answer, ApiError> {
    loop {
        let token = renewal::token();
        let outcome = settle(request.send(token.as_deref()).await).await;
        let ended = match outcome {
            Err(error) if error.is_unauthenticated() && asked.in_session => {
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
        session::mark_ended();
        if !(asked.reading && session::signed_in_again().await) {
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
    // The session of a mailbox's user is a cookie that nothing here renews.
    !matches!(access, Access::Public | Access::RefreshCookie | Access::MailboxUser)
}
