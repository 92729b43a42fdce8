//! What can be done to many mailboxes at once.

use sigillo_domain::job::BulkAction;
use sigillo_domain::permission::Permission;

use crate::i18n::t;
use crate::session;

/// Something said, in the language in use.
type Words = fn() -> &'static str;

/// A choice of the menu. A person changes one thing at a time, where the server takes several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Disable,
    Enable,
    Quota,
    Email,
    Preservation,
    Reset,
    Cancel,
}

const ALL: [Action; 7] = [
    Action::Disable,
    Action::Enable,
    Action::Quota,
    Action::Email,
    Action::Preservation,
    Action::Reset,
    Action::Cancel,
];

impl Action {
    /// What it is to the server.
    pub const fn kind(self) -> BulkAction {
        match self {
            Action::Disable => BulkAction::Disable,
            Action::Enable => BulkAction::Enable,
            Action::Quota | Action::Email | Action::Preservation => BulkAction::Update,
            Action::Reset => BulkAction::SendPasswordReset,
            Action::Cancel => BulkAction::Cancel,
        }
    }

    /// Its name in the menu, and the title of its dialog.
    pub fn words(self) -> (Words, Words) {
        match self {
            Action::Disable => (t!(bulk.disable), t!(bulk.disable_title)),
            Action::Enable => (t!(bulk.enable), t!(bulk.enable_title)),
            Action::Quota => (t!(bulk.quota), t!(bulk.quota_title)),
            Action::Email => (t!(bulk.email), t!(bulk.email_title)),
            Action::Preservation => (t!(bulk.preservation), t!(bulk.preservation_title)),
            Action::Reset => (t!(bulk.reset), t!(bulk.reset_title)),
            Action::Cancel => (t!(bulk.cancel), t!(bulk.cancel_title)),
        }
    }
}

/// What this account may do with the mailboxes of a domain, in the menu's order.
pub fn offered(domain: &str) -> Vec<Action> {
    let held = |permission: Permission| session::may_on(domain, permission);
    let preserves = || session::domain(domain).is_some_and(|domain| domain.preservation_available);
    let may = |action: &Action| {
        held(action.kind().permission()) && (*action != Action::Preservation || preserves())
    };
    ALL.into_iter().filter(may).collect()
}
