//! Connections that are left open between messages.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::connection::Connection;

/// What is idle; who takes a connection out owns it, and dropping it closes it.
pub(super) struct Pool {
    state: Mutex<State>,
    /// How long a connection is left open without a message.
    longest_idle: Duration,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    /// Whether somebody is watching over those that are idle.
    is_watched: bool,
}

impl Pool {
    pub fn new(longest_idle: Duration) -> Self {
        Self { state: Mutex::default(), longest_idle }
    }

    /// The connection that was used last.
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

    /// Drops them all: where one has gone stale the others are likely to have.
    pub fn clear(&self) {
        self.with(|state| state.idle.clear());
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing in here can be left half done by a panic.
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes out those that have been idle for too long; None when none is left to watch over.
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

/// Closes connections that nothing is sent over any more, until there are none.
async fn watch(pool: Weak<Pool>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let Some(overdue) = pool.upgrade().and_then(|pool| pool.overdue()) else { return };
        for connection in overdue {
            connection.close().await;
        }
    }
}
