//! The history as evidence: its log, its checkpoints, and the verification of both.

mod chain;
mod checkpoint;
mod digests;
mod existing;
#[cfg(fuzzing)]
mod fuzzing;
mod log;
mod log_check;
mod replay;
mod verify;

pub use checkpoint::{Checkpoint, checkpoint};
#[cfg(fuzzing)]
pub use fuzzing::read_altered;
pub use log::{adopt_key, key_id, seal_log, seal_next};
pub use verify::{Break, LogProof, Pending, Proof, Request, Since, Verified, verify};

pub(crate) use digests::password_digest;
