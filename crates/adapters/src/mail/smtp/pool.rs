//! The pool of connections that stay open between messages.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::connection::Connection;

/// The idle connections. Taking a connection out transfers its ownership, and dropping it closes
/// it.
pub(super) struct Pool {
    state: Mutex<State>,
    /// How long a connection stays open without a message.
    longest_idle: Duration,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    /// Whether a [`watch`] task is running.
    is_watched: bool,
}

impl Pool {
    pub fn new(longest_idle: Duration) -> Self {
        Self { state: Mutex::default(), longest_idle }
    }

    /// Takes the connection that was used most recently.
    pub fn take(&self) -> Option<Connection> {
        self.with(|state| state.idle.pop())
    }

    pub fn put(self: &Arc<Self>, mut connection: Connection) {
        connection.idle_since = std::time::Instant::now();
        let unwatched = self.with(|state| {
            state.idle.push(connection);
            !std::mem::replace(&mut state.is_watched, true)
        });
        if unwatched {
            tokio::spawn(watch(Arc::downgrade(self), self.longest_idle / 2));
        }
    }

    /// Drops all connections: if one is stale, the others probably are too.
    pub fn clear(&self) {
        self.with(|state| state.idle.clear());
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // A panic cannot leave the state inconsistent, so poisoning is ignored.
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes out the connections that have been idle for too long; None if no connection is left to
    /// watch.
    fn overdue(&self) -> Option<Vec<Connection>> {
        self.with(|state| {
            let idle = std::mem::take(&mut state.idle);
            let (overdue, left): (Vec<_>, Vec<_>) =
                idle.into_iter().partition(|one| one.idle_since.elapsed() >= self.longest_idle);
            state.idle = left;
            state.is_watched = !state.idle.is_empty() || !overdue.is_empty();
            state.is_watched.then_some(overdue)
        })
    }
}

/// Closes connections that have been idle for too long, until none are left.
async fn watch(pool: Weak<Pool>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let Some(overdue) = pool.upgrade().and_then(|pool| pool.overdue()) else { return };
        for connection in overdue {
            connection.close().await;
        }
    }
}
