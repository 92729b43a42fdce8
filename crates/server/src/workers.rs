//! What happens by itself, as time passes.

use std::time::Duration;

use sigillo_app::{App, sessions};
use tokio::task::JoinHandle;

const PURGE_EVERY: Duration = Duration::from_hours(1);

/// Forgets old sessions and attempts, now and every hour. Any number of servers may do it.
pub fn start_purge(app: App) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut every = tokio::time::interval(PURGE_EVERY);
        loop {
            every.tick().await;
            match sessions::purge(&app).await {
                Ok(rows) => tracing::debug!(rows, "forgot old sessions and attempts"),
                Err(error) => tracing::warn!(%error, "old sessions could not be forgotten"),
            }
        }
    })
}
