//! What a dialog that changes a mailbox shows once it was answered.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::Code;
use sigillo_domain::id::MailboxId;

use crate::api::ApiError;
use crate::components::{AlertKind, Form, Load, announce};
use crate::i18n::texts;
use crate::route::Route;

/// Shows the mailbox as it is after the change, or why it was not changed. `done` says what was changed.
pub fn show_outcome(
    id: MailboxId,
    outcome: Result<Mailbox, ApiError>,
    done: impl FnOnce(&Mailbox) -> String,
    (form, close): (Form, Callback<()>),
    source: Load<Mailbox>,
) {
    match outcome {
        Ok(now) => {
            announce(AlertKind::Success, done(&now), Route::Mailbox(id));
            close.run(());
            source.put(now);
        }
        // The page shows what has changed before the person decides again.
        Err(error) if error.is(Code::Stale) || error.is(Code::NotInThisState) => {
            close.run(());
            announce(AlertKind::Warning, texts().service().moved_on(), Route::Mailbox(id));
            source.reload();
        }
        Err(error) => form.show_failure(error),
    }
}
