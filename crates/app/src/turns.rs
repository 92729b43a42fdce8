//! Turns of attempts to prove a password.
//!
//! Failures are counted after the password was verified. Were simultaneous attempts verified side by
//! side, each would be answered before the others count. So those on one account from one place
//! take turns, on each server.

use std::sync::LazyLock;
use std::thread::available_parallelism;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::fair_slots::{FairSlots, Slot};

/// The longest queue of one account and place. Whoever comes later is asked to come back.
const MAX_QUEUE: usize = 32;
/// The longest queue of all attempts from unknown devices.
const MAX_UNKNOWN: usize = 64;

/// Passwords from unknown devices that are verified at once: half of the cores, so that a flood of
/// them leaves room for devices that are known.
static UNKNOWN_AT_ONCE: LazyLock<usize> =
    LazyLock::new(|| available_parallelism().map_or(1, |cores| cores.get().div_ceil(2)));

pub struct Turns {
    /// One slot for each account and place, without a limit on all of them together.
    places: FairSlots<String>,
    unknown: Semaphore,
    queued: Semaphore,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            places: FairSlots::new(Semaphore::MAX_PERMITS, 1, MAX_QUEUE),
            unknown: Semaphore::new(*UNKNOWN_AT_ONCE),
            queued: Semaphore::new(MAX_UNKNOWN),
        }
    }
}

impl Turns {
    /// Waits for the turn of an attempt, which lasts until the slot is dropped; None if too many wait
    /// already.
    pub(crate) async fn wait(&self, place: &str) -> Option<Slot> {
        self.places.acquire(place.to_owned()).await.ok()
    }

    /// Waits until a password from an unknown device may be verified; None if too many wait already.
    pub(crate) async fn wait_as_unknown(&self) -> Option<SemaphorePermit<'_>> {
        let _queued = self.queued.try_acquire().ok()?;
        self.unknown.acquire().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;

    fn places(turns: &Turns) -> usize {
        turns.places.owners_in_use()
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
