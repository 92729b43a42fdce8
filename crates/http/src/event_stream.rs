//! What streams of server-sent events have in common: their headers, how many there may be, and one look
//! at the log of the history for all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use sigillo_app::{App, AppError, activity};
use sigillo_domain::id::AccountId;
use tokio::time::Instant;

/// A comment that says that the stream has begun.
pub(crate) const LISTENING: &[u8] = b": listening\n\n";
/// A comment for a stream in which nothing happens, so that no proxy closes the connection.
pub(crate) const STILL_THERE: &[u8] = b": still there\n\n";
/// The event after which a client reads the list again.
pub(crate) const RESET: &[u8] = b"event: reset\ndata: {}\n\n";
/// After how many seconds a client that has too many streams may try again.
const RETRY_AFTER: i64 = 30;

/// The response whose body is a stream of events.
pub(crate) fn response() -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/event-stream")
        // Compression would hold events back until a block is full.
        .insert_header(ContentEncoding::Identity)
        .insert_header((
            header::HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ));
    response
}

/// The limits of the streams that follow the activity.
#[derive(Debug, Clone)]
pub struct StreamSettings {
    /// How often the log of the history is looked at while somebody listens.
    pub poll: Duration,
    /// After how long without an event a comment is sent.
    pub heartbeat: Duration,
    /// The longest that a stream lasts.
    pub lifetime: Duration,
    pub for_each_account: usize,
    pub in_all: usize,
}

impl Default for StreamSettings {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            heartbeat: Duration::from_secs(15),
            lifetime: Duration::from_mins(15),
            for_each_account: 5,
            in_all: 500,
        }
    }
}

/// The streams that are open, by account.
#[derive(Debug, Default)]
pub struct StreamSlots(Mutex<HashMap<AccountId, usize>>);

/// A place among the open streams, free again when this is dropped.
pub(crate) struct StreamSlot {
    slots: Arc<StreamSlots>,
    account_id: AccountId,
}

impl StreamSlots {
    /// Takes a place for a stream of this account.
    pub(crate) fn take(
        self: &Arc<Self>,
        account_id: AccountId,
        settings: &StreamSettings,
    ) -> Result<StreamSlot, AppError> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let in_all: usize = open.values().sum();
        let own = open.get(&account_id).copied().unwrap_or_default();
        if own >= settings.for_each_account || in_all >= settings.in_all {
            return Err(AppError::TooManyRequests { retry_after_seconds: RETRY_AFTER });
        }
        open.insert(account_id, own + 1);
        Ok(StreamSlot { slots: self.clone(), account_id })
    }
}

impl Drop for StreamSlot {
    fn drop(&mut self) {
        let mut open = self.slots.0.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.account_id) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                open.remove(&self.account_id);
            }
        }
    }
}

/// The last position of the history's log, read once for all streams of the server.
#[derive(Debug, Default)]
pub struct LogHead(tokio::sync::Mutex<Option<(Instant, i64)>>);

impl LogHead {
    /// The position, as it was read at most this long ago.
    pub(crate) async fn get(&self, app: &App, max_age: Duration) -> Result<i64, AppError> {
        let mut read = self.0.lock().await;
        if let Some((at, head)) = *read
            && at.elapsed() < max_age
        {
            return Ok(head);
        }
        let head = activity::log_head(app).await?;
        *read = Some((Instant::now(), head));
        Ok(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_a_limited_number_of_streams_and_so_has_the_server() {
        let slots = Arc::new(StreamSlots::default());
        let settings =
            StreamSettings { for_each_account: 2, in_all: 3, ..StreamSettings::default() };
        let take = |account| slots.take(AccountId::from_u128(account), &settings);
        let first = take(1).unwrap();
        let _second = take(1).unwrap();
        assert!(matches!(take(1), Err(AppError::TooManyRequests { .. })));
        let _other = take(2).unwrap();
        assert!(matches!(take(2), Err(AppError::TooManyRequests { .. })), "of the server");
        drop(first);
        assert!(take(2).is_ok());
    }
}
