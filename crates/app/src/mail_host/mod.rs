//! The mail host: effects of changes, measurements, comparison and repair.

mod carry_out;
mod check;
mod expectation;
mod poll;
mod repair;
mod status;
mod thin;

pub use carry_out::carry_out;
pub use check::check;
pub use poll::poll;
pub use repair::repair;
pub use status::status;
pub(crate) use status::{FRESH, read_status};
pub use thin::thin;

use std::sync::Arc;

use sigillo_domain::Code;
use sigillo_domain::mail_host::Effect;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::{Tx, mail_host_effects};

use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, MailHost, MailHostError};

/// Requests an effect on the mail host, in the transaction of the change that causes it.
pub(crate) async fn request(
    app: &App,
    tx: &mut Tx,
    mailbox: &InScope<Mailbox>,
    effect: Effect,
) -> Result<(), AppError> {
    if app.mail_host.is_none() {
        return Ok(());
    }
    mail_host_effects::request(tx, app.new_id(), mailbox.id, effect, app.now()).await?;
    Ok(())
}

/// The mail host, or an error where none is configured.
fn configured(app: &App) -> Result<&Arc<dyn MailHost>, AppError> {
    app.mail_host.as_ref().ok_or(AppError::Problem(Code::NoMailHost))
}

/// The error for a person's request that the mail host did not answer.
fn unavailable(error: &MailHostError) -> AppError {
    tracing::warn!(%error, "a request to the mail host failed");
    AppError::Problem(Code::MailHostUnavailable)
}

/// Makes a text of the mail host fit for storage: PostgreSQL does not accept NUL in texts.
fn kept(words: &str) -> String {
    words.replace('\0', "\u{FFFD}").chars().take(500).collect()
}
