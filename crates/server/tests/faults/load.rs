//! Load that continues during faults and remembers what was acknowledged.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::http::Session;
use crate::panel::Server;

/// What a worker observed.
#[derive(Debug, Default)]
pub struct Tally {
    /// Changes answered with success.
    pub acknowledged: usize,
    /// Changes in flight when the server went away.
    pub in_doubt: usize,
    /// Those of them that turned out to be done.
    pub in_doubt_and_done: usize,
    /// Requests answered with 503.
    pub unavailable: usize,
    pub slowest: Duration,
    /// Violations.
    pub wrong: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.acknowledged += other.acknowledged;
        self.in_doubt += other.in_doubt;
        self.in_doubt_and_done += other.in_doubt_and_done;
        self.unavailable += other.unavailable;
        self.slowest = self.slowest.max(other.slowest);
        self.wrong.extend(other.wrong);
    }
}

/// A source of load. Each has mailboxes of its own, so that it knows exactly what must exist in the
/// end. A new kind of work (a background job, say) joins the trials by implementing this.
pub trait Worker: Send {
    /// Requests the next change, or finds out whether the last one was made; returns false when the
    /// server did not answer.
    fn step(&mut self, server: &Server, session: &Session) -> bool;

    /// Compares everything that was acknowledged with what exists.
    fn verify(&mut self, server: &Server, session: &Session);

    fn tally(&mut self) -> &mut Tally;
}

pub type Workers = Vec<Box<dyn Worker>>;

/// Runs all workers while something is done to the server.
pub fn under_load<T>(
    workers: &mut Workers,
    server: &Server,
    session: &Session,
    meanwhile: impl FnOnce() -> T,
) -> T {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for worker in workers {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let asked = Instant::now();
                    let answered = worker.step(server, session);
                    let slowest = &mut worker.tally().slowest;
                    *slowest = (*slowest).max(asked.elapsed());
                    if !answered {
                        std::thread::sleep(Duration::from_millis(5));
                    }
                }
            });
        }
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(meanwhile));
        over.store(true, Ordering::Relaxed);
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The sum of what the workers observed, after each has verified its part.
pub fn verified(workers: Workers, server: &Server, session: &Session) -> Tally {
    let mut all = Tally::default();
    for mut worker in workers {
        worker.verify(server, session);
        all.add(std::mem::take(worker.tally()));
    }
    all
}
