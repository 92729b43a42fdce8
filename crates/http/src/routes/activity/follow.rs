//! The activity as server-sent events (WHATWG HTML, 9.2).

use std::convert::Infallible;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use futures_util::Stream;
use futures_util::stream::unfold;
use sigillo_app::{AppError, Grant, activity};
use sigillo_contract::activity::{ActivityEventsQuery, ActivityRecord};
use sigillo_contract::operations::FollowActivity;
use sigillo_domain::Code;
use tokio::time::Instant;

use crate::Http;
use crate::call::Call;
use crate::event_stream::{self, StreamSlot};
use crate::failure::Failure;

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<FollowActivity>,
) -> Result<HttpResponse, Failure> {
    let Call { grant, query, last_event_id, .. } = call;
    let start = activity::start(&http.app, &grant, &query, last_event_id.as_deref()).await?;
    // Only accounts have streams to be counted by.
    let account_id = grant.caller().account_id().ok_or(AppError::Problem(Code::Forbidden))?;
    let slot = http.streams.take(account_id, &http.settings.streams)?;
    let lifetime = lifetime(&http, &grant);
    let first = if start.reset { event_stream::RESET } else { event_stream::LISTENING };
    let following = Following {
        position: start.position,
        first: Some(Bytes::from_static(first)),
        ends_at: Instant::now() + lifetime,
        silent_since: Instant::now(),
        http,
        grant,
        query,
        _slot: slot,
    };
    Ok(event_stream::response().streaming(events(following)))
}

/// How long the stream may last: as long as the access token, and no longer than a stream may at all.
fn lifetime(http: &Http, grant: &Grant<FollowActivity>) -> Duration {
    let longest = http.settings.streams.lifetime;
    let expires_at = grant.caller().token_expires_at();
    let left = expires_at.and_then(|at| (at - http.app.clock.now()).to_std().ok());
    left.map_or(longest, |left| left.min(longest))
}

struct Following {
    http: Data<Http>,
    grant: Grant<FollowActivity>,
    query: ActivityEventsQuery,
    /// Up to which position of the log the client has seen everything.
    position: i64,
    first: Option<Bytes>,
    silent_since: Instant,
    ends_at: Instant,
    /// Held until the client goes away.
    _slot: StreamSlot,
}

fn events(following: Following) -> impl Stream<Item = Result<Bytes, Infallible>> {
    unfold(following, |mut following| async move {
        let piece = following.next().await?;
        following.silent_since = Instant::now();
        Some((Ok(piece), following))
    })
}

impl Following {
    /// The next events; None when the stream ends. An error ends it too: the client connects again and
    /// gets the error. No connection to the database is held while nothing happens.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let settings = self.http.settings.clone();
        let settings = &settings.streams;
        loop {
            let head = self.http.log_head.get(&self.http.app, settings.poll).await.ok()?;
            while head > self.position {
                let Self { http, grant, query, position, .. } = self;
                let found = activity::records_between(&http.app, grant, query, *position, head);
                let found = found.await.ok()?;
                *position = found.position;
                if !found.records.is_empty() {
                    let events: String = found.records.iter().map(event).collect();
                    return Some(events.into());
                }
            }
            if self.http.is_closing() || Instant::now() >= self.ends_at {
                return None;
            }
            if self.silent_since.elapsed() >= settings.heartbeat {
                // The session may have ended, or the permission been taken away, while nothing happened.
                activity::check(&self.http.app, &self.grant).await.ok()?;
                return Some(Bytes::from_static(event_stream::STILL_THERE));
            }
            let left = self.ends_at - Instant::now();
            tokio::time::sleep(settings.poll.min(left)).await;
        }
    }
}

fn event(record: &ActivityRecord) -> String {
    let data = serde_json::to_string(record).unwrap_or_default();
    format!("id: {}\nevent: record\ndata: {data}\n\n", record.event_id())
}
