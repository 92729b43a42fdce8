//! Slots for work that is limited as a whole, and for each owner so that none takes them all.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A limited number of slots. An owner waits for one of its own before it waits for one of all, so
/// that however much it asks for, others find at most its own slots ahead of them.
pub struct FairSlots<K> {
    all: Arc<Semaphore>,
    for_each_owner: usize,
    max_waiting: usize,
    owners: Mutex<HashMap<K, Weak<Owner>>>,
}

struct Owner {
    slots: Arc<Semaphore>,
    /// Room for those who have a slot or wait for one.
    places: Arc<Semaphore>,
}

/// A slot that is held until it is dropped.
pub struct Slot {
    _of_all: OwnedSemaphorePermit,
    _of_owner: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
    /// The owner is forgotten when nobody holds or waits for its slots.
    _owner: Arc<Owner>,
}

/// The owner has as many requests waiting as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyWaiting;

impl<K: Eq + Hash> FairSlots<K> {
    /// `slots` in all, at most `for_each_owner` of one owner, of which `max_waiting` may wait.
    pub fn new(slots: usize, for_each_owner: usize, max_waiting: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(slots)),
            for_each_owner,
            max_waiting,
            owners: Mutex::default(),
        }
    }

    /// Waits for a slot.
    pub async fn acquire(&self, owner: K) -> Result<Slot, TooManyWaiting> {
        let owner = self.owner(owner);
        let place = owner.places.clone().try_acquire_owned().map_err(|_| TooManyWaiting)?;
        // The semaphores are never closed.
        let of_owner = owner.slots.clone().acquire_owned().await.map_err(|_| TooManyWaiting)?;
        let of_all = self.all.clone().acquire_owned().await.map_err(|_| TooManyWaiting)?;
        Ok(Slot { _of_all: of_all, _of_owner: of_owner, _place: place, _owner: owner })
    }

    #[cfg(test)]
    pub(crate) fn owners_in_use(&self) -> usize {
        let mut owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        owners.retain(|_, owner| owner.strong_count() > 0);
        owners.len()
    }

    fn owner(&self, key: K) -> Arc<Owner> {
        let mut owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        owners.retain(|_, owner| owner.strong_count() > 0);
        if let Some(owner) = owners.get(&key).and_then(Weak::upgrade) {
            return owner;
        }
        let places = self.for_each_owner.saturating_add(self.max_waiting);
        let owner = Arc::new(Owner {
            slots: Arc::new(Semaphore::new(self.for_each_owner)),
            places: Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS))),
        });
        owners.insert(key, Arc::downgrade(&owner));
        owner
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn waits<K: Eq + Hash>(slots: &FairSlots<K>, owner: K) -> bool {
        tokio::time::timeout(Duration::from_millis(50), slots.acquire(owner)).await.is_err()
    }

    #[tokio::test]
    async fn one_owner_never_takes_the_slots_of_others() {
        let slots = Arc::new(FairSlots::new(2, 1, 3));
        let first = slots.acquire("greedy").await.unwrap();
        let waiting: Vec<_> = (0..3)
            .map(|_| {
                let slots = slots.clone();
                tokio::spawn(async move { slots.acquire("greedy").await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(matches!(slots.acquire("greedy").await, Err(TooManyWaiting)));
        let other = slots.acquire("modest").await.unwrap();
        // All slots are taken.
        assert!(waits(&slots, "third").await);
        drop(other);
        assert!(!waits(&slots, "third").await);
        drop(first);
        for task in waiting {
            assert!(task.await.unwrap().is_ok());
        }
        drop(slots.acquire("third").await);
        assert_eq!(slots.owners.lock().unwrap().len(), 1);
    }
}
