//! Turns of attempts to prove a password.
//!
//! Failures are counted after the password was verified. Were simultaneous attempts verified side by
//! side, each would be answered before the others count. So those on one account from one place
//! take turns, on each server.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread::available_parallelism;

use tokio::sync::{OwnedMutexGuard, Semaphore, SemaphorePermit};

/// The longest queue of one account and place. Whoever comes later is asked to come back.
const MAX_QUEUE: usize = 32;
/// The longest queue of all attempts from unknown devices.
const MAX_UNKNOWN: usize = 64;

/// Passwords from unknown devices that are verified at once: half of the cores, so that a flood of
/// them leaves room for devices that are known.
static UNKNOWN_AT_ONCE: LazyLock<usize> =
    LazyLock::new(|| available_parallelism().map_or(1, |cores| cores.get().div_ceil(2)));

type Places = Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>;

pub struct Turns {
    places: Arc<Places>,
    unknown: Semaphore,
    queued: Semaphore,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            places: Arc::default(),
            unknown: Semaphore::new(*UNKNOWN_AT_ONCE),
            queued: Semaphore::new(MAX_UNKNOWN),
        }
    }
}

/// A turn; the next one begins when it is dropped.
pub(crate) struct Turn {
    place: String,
    lock: Arc<tokio::sync::Mutex<()>>,
    guard: Option<OwnedMutexGuard<()>>,
    places: Arc<Places>,
}

impl Turns {
    /// Waits for the turn of an attempt; None if too many wait already.
    pub(crate) async fn wait(&self, place: &str) -> Option<Turn> {
        let lock = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry(place.to_owned()).or_default().clone()
        };
        let places = self.places.clone();
        // It exists before the wait, so that it is cleared away when the request is given up.
        let mut turn = Turn { place: place.to_owned(), lock, guard: None, places };
        // Each of the others holds two references: its own, and that of the lock it waits for.
        let others = (Arc::strong_count(&turn.lock) - 2) / 2;
        if others > MAX_QUEUE {
            return None;
        }
        turn.guard = Some(turn.lock.clone().lock_owned().await);
        Some(turn)
    }

    /// Waits until a password from an unknown device may be verified; None if too many wait already.
    pub(crate) async fn wait_as_unknown(&self) -> Option<SemaphorePermit<'_>> {
        let _queued = self.queued.try_acquire().ok()?;
        self.unknown.acquire().await.ok()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.guard.take());
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        // One is the map's and one is this turn's: nobody else waits.
        if Arc::strong_count(&self.lock) == 2 {
            places.remove(&self.place);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;

    fn places(turns: &Turns) -> usize {
        turns.places.lock().unwrap().len()
    }

    #[tokio::test]
    async fn attempts_in_one_place_take_turns_and_leave_nothing_behind() {
        let turns = Turns::default();
        let first = turns.wait("a").await.unwrap();
        assert!(turns.wait("b").await.is_some(), "another place has turns of its own");
        let second = turns.wait("a");
        let given_up = tokio::time::timeout(Duration::from_millis(5), second).await;
        assert!(given_up.is_err(), "the second waits for the first");
        assert_eq!(places(&turns), 1);
        drop(first);
        assert_eq!(places(&turns), 0);
        assert!(turns.wait("a").await.is_some());
        assert_eq!(places(&turns), 0);
    }

    #[tokio::test]
    async fn the_queues_are_bounded() {
        let turns = Turns::default();
        let _first = turns.wait("a").await.unwrap();
        let mut waiting: Vec<_> = (0..MAX_QUEUE).map(|_| Box::pin(turns.wait("a"))).collect();
        for wait in &mut waiting {
            assert!(wait.now_or_never().is_none());
        }
        assert!(turns.wait("a").await.is_none());

        let mut permits = vec![];
        for _ in 0..*UNKNOWN_AT_ONCE {
            permits.push(turns.wait_as_unknown().await.unwrap());
        }
        let mut waiting: Vec<_> =
            (0..MAX_UNKNOWN).map(|_| Box::pin(turns.wait_as_unknown())).collect();
        for wait in &mut waiting {
            assert!(wait.now_or_never().is_none());
        }
        assert!(turns.wait_as_unknown().await.is_none());
    }
}
