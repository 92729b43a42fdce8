//! The progress of a job as server-sent events (WHATWG HTML, 9.2).

use std::convert::Infallible;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use futures_util::Stream;
use futures_util::stream::unfold;
use sigillo_app::{App, AppError, Grant, jobs, sessions};
use sigillo_contract::job::Job;
use sigillo_contract::operations::FollowJob;
use sigillo_domain::id::JobId;

use crate::Http;
use crate::call::Call;
use crate::event_stream;
use crate::failure::Failure;

/// How often the job is read from the database, where workers on any server leave its progress.
const POLL_INTERVAL: Duration = Duration::from_millis(400);
/// After how many polls without a change a comment is sent, so that no proxy closes the connection.
const KEEP_ALIVE_POLLS: u32 = 25;
/// Polls of one stream: five minutes. The client then reconnects, and authenticates again.
const MAX_POLLS: u32 = 750;

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<FollowJob>,
) -> Result<HttpResponse, Failure> {
    let job = jobs::get(&http.app, &call.grant, call.path).await?;
    Ok(event_stream::response().streaming(events(http, call.grant, call.path, job)))
}

struct Following {
    http: Data<Http>,
    grant: Grant<FollowJob>,
    id: JobId,
    seen: Job,
    polls: u32,
    silent: u32,
    over: bool,
}

fn events(
    http: Data<Http>,
    grant: Grant<FollowJob>,
    id: JobId,
    first: Job,
) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let over = !first.state.is_working();
    let following = Following { http, grant, id, seen: first, polls: 0, silent: 0, over };
    unfold(following, |mut following| async move {
        if following.polls == 0 {
            following.polls = 1;
            let event = event(&following.seen);
            return Some((Ok(event), following));
        }
        let piece = following.next().await?;
        Some((piece, following))
    })
}

impl Following {
    /// The next event; none when the stream ends.
    async fn next(&mut self) -> Option<Result<Bytes, Infallible>> {
        while !self.over && self.polls < MAX_POLLS && !self.http.is_closing() {
            self.polls += 1;
            tokio::time::sleep(POLL_INTERVAL).await;
            // If the job cannot be read, the stream ends. The client reconnects and gets the error.
            let job = read(&self.http.app, &self.grant, self.id).await.ok()?;
            self.silent += 1;
            if job != self.seen {
                self.over = !job.state.is_working();
                self.silent = 0;
                self.seen = job;
                return Some(Ok(event(&self.seen)));
            }
            if self.silent >= KEEP_ALIVE_POLLS {
                self.silent = 0;
                return Some(Ok(Bytes::from_static(event_stream::STILL_THERE)));
            }
        }
        None
    }
}

async fn read(app: &App, grant: &Grant<FollowJob>, id: JobId) -> Result<Job, AppError> {
    // The account may have signed out, or lost the permission, since the stream began.
    let caller = sessions::present(app, grant.caller()).await?;
    jobs::get::<FollowJob>(app, &Grant::to(caller)?, id).await
}

fn event(job: &Job) -> Bytes {
    let data = serde_json::to_string(job).unwrap_or_default();
    format!("event: job\ndata: {data}\n\n").into()
}
