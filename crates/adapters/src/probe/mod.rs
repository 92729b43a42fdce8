//! Probes that use the service as its users do (B18). What they sign in with is given by configuration: an account of
//! the panel, and a mailbox of the mail host, the canary.

mod delivery;
mod imap;
mod submission;
mod web;

pub use delivery::DeliveryProbe;
pub use imap::ImapProbe;
pub(crate) use imap::Session;
pub use submission::SubmissionProbe;
pub use web::WebProbe;

use std::time::Duration;

use sigillo_domain::sla::{Failure, OutageCause};

/// The timeout of one step, such as connecting. Whoever probes limits the whole.
const STEP: Duration = Duration::from_secs(10);

fn failure(cause: OutageCause, evidence: impl std::fmt::Display) -> Failure {
    Failure { cause, evidence: evidence.to_string() }
}

/// Waits for a step; one that takes too long is a failure.
async fn step<T, E>(
    what: &str,
    taking: impl Future<Output = Result<T, E>>,
    failed: impl FnOnce(E) -> Failure,
) -> Result<T, Failure> {
    let late = || {
        let evidence = format!("{what}: no answer within {} seconds", STEP.as_secs());
        failure(OutageCause::TimedOut, evidence)
    };
    let outcome = tokio::time::timeout(STEP, taking).await.map_err(|_| late())?;
    outcome.map_err(failed)
}
