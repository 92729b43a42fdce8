//! What the history has to know about a mailbox.

use leptos::prelude::AnyView;
use sigillo_contract::history::HistoryRecord;
use sigillo_contract::mailbox::{Mailbox, MailboxUpdated};
use sigillo_contract::operations::{GetMailbox, GetMailboxHistory, RestoreMailbox};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_restore::Restoration;
use sigillo_domain::permission::Permission;
use sigillo_kit::mailbox_fields::{FieldWords, MAILBOX_FIELDS};

use crate::components::{HistorySubject, Restorable, Restoring, Undoing, restore_dialog, undoing};
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

impl HistorySubject for Mailbox {
    type Id = MailboxId;
    type History = GetMailboxHistory;

    const ACTIONS: &'static [Action] = &[
        Action::Created,
        Action::Activated,
        Action::Updated,
        Action::Disabled,
        Action::Enabled,
        Action::Cancelled,
        Action::NoteAdded,
        Action::PasswordLinkSent,
        Action::PasswordResetStopped,
        Action::PasswordSet,
        Action::PasswordExpired,
        Action::EmailChangeRequested,
        Action::Renewed,
        Action::TerminationRequested,
        Action::TerminationWithdrawn,
        Action::EndAnnounced,
        Action::ServiceEnded,
        Action::HolderChangeRequested,
        Action::HolderChanged,
        Action::HolderChangeRejected,
        Action::HolderChangeWithdrawn,
        Action::HolderChangeClosed,
        Action::Identified,
        Action::IdentificationWithdrawn,
        Action::DocumentUploaded,
        Action::DocumentRefused,
        Action::DocumentVerified,
        Action::DocumentDeleted,
    ];
    const FIELDS: FieldWords = MAILBOX_FIELDS;

    fn id(&self) -> MailboxId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        texts().detail().sentence(action, by, who)
    }

    fn undoing(&self, record: &HistoryRecord) -> Undoing {
        let may = |permission| session::may_on(&self.domain, permission);
        undoing(record, |values: &Restoration| {
            self.state != MailboxState::Cancelled
                && (!values.changes_state() || may(Permission::Disable))
                && (!values.changes_more() || may(Permission::Edit))
        })
    }

    fn dialog(restoring: Restoring<Self>) -> AnyView {
        restore_dialog(restoring)
    }
}

impl Restorable for Mailbox {
    type Get = GetMailbox;
    type Restore = RestoreMailbox;

    fn name(&self) -> String {
        self.address.clone()
    }

    fn page(&self) -> Route {
        Route::Mailbox(self.id)
    }

    fn restored(reply: MailboxUpdated) -> Self {
        reply.mailbox
    }
}
