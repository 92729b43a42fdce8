//! The history as evidence: its log, its checkpoints, and the verification of both.

mod chain;
mod checkpoint;
mod checkpoint_email;
mod digests;
mod existing;
#[cfg(fuzzing)]
mod fuzzing;
mod key_change;
mod keys;
mod log;
mod log_check;
mod replay;
mod verify;

pub use checkpoint::{Checkpoint, checkpoint, checkpoint_public_key};
pub use checkpoint_email::queue_checkpoint_email;
#[cfg(fuzzing)]
pub use fuzzing::read_altered;
pub use key_change::{KeyChange, change_key};
pub use log::{adopt_key, key_id, seal_log, seal_next};
pub use verify::{Break, LogProof, Pending, Proof, Request, Since, Verified, verify};

pub(crate) use digests::password_digest;
