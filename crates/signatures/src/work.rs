//! How much work one file is granted, so that none keeps a worker busy.

use std::cell::Cell;

/// Hashing all of a file of 30 MB takes 20 ms where the processor knows SHA-256, and 150 ms elsewhere.
const HASHED_BYTES: u64 = 320 * 1024 * 1024;
/// A signature takes a fifth of a millisecond, with the longest keys.
const SIGNATURE_CHECKS: u64 = 1_000;
/// What streams of a PDF may become when they are decompressed, all together.
const INFLATED_BYTES: u64 = 64 * 1024 * 1024;
/// Values of a PDF that are read, counted each time. Each takes a tenth of a microsecond or two.
const OBJECTS: u64 = 2_000_000;
/// Entries of CRLs, counted each time one is looked through.
const ENTRIES: u64 = 10_000_000;

/// The file takes more work than it is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much work")]
pub(crate) struct Exhausted;

/// What is left for a file.
#[derive(Debug)]
pub(crate) struct Work {
    hashed: Cell<u64>,
    checks: Cell<u64>,
    inflated: Cell<u64>,
    objects: Cell<u64>,
    entries: Cell<u64>,
}

impl Work {
    pub fn new() -> Self {
        Self {
            hashed: Cell::new(HASHED_BYTES),
            checks: Cell::new(SIGNATURE_CHECKS),
            inflated: Cell::new(INFLATED_BYTES),
            objects: Cell::new(OBJECTS),
            entries: Cell::new(ENTRIES),
        }
    }

    pub fn hash(&self, bytes: usize) -> Result<(), Exhausted> {
        take(&self.hashed, bytes)
    }

    pub fn check(&self) -> Result<(), Exhausted> {
        take(&self.checks, 1)
    }

    /// How many bytes may still come out of compressed streams.
    pub fn inflatable(&self) -> usize {
        usize::try_from(self.inflated.get()).unwrap_or(usize::MAX)
    }

    pub fn inflate(&self, bytes: usize) -> Result<(), Exhausted> {
        take(&self.inflated, bytes)
    }

    pub fn objects(&self, count: usize) -> Result<(), Exhausted> {
        take(&self.objects, count)
    }

    pub fn entries(&self, count: usize) -> Result<(), Exhausted> {
        take(&self.entries, count)
    }
}

fn take(left: &Cell<u64>, amount: usize) -> Result<(), Exhausted> {
    let rest = u64::try_from(amount).ok().and_then(|amount| left.get().checked_sub(amount));
    left.set(rest.unwrap_or(0));
    rest.map(|_| ()).ok_or(Exhausted)
}
