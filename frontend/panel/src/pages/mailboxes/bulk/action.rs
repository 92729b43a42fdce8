//! The bulk actions on mailboxes.

use sigillo_contract::operations::ListAccounts;
use sigillo_domain::job::BulkAction;
use sigillo_domain::permission::Permission;

use super::super::may_in;
use super::super::requests::EVERY_DOMAIN;
use crate::i18n::t;
use crate::session;

/// A text in the current language.
type Words = fn() -> &'static str;

/// An entry of the menu. Each entry changes one field, while the API accepts several in one
/// request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Disable,
    Enable,
    Quota,
    Plan,
    Email,
    Preservation,
    Manager,
    Reset,
    Renew,
    Terminate,
    Cancel,
}

const ALL: [Action; 11] = [
    Action::Disable,
    Action::Enable,
    Action::Quota,
    Action::Plan,
    Action::Email,
    Action::Preservation,
    Action::Manager,
    Action::Reset,
    Action::Renew,
    Action::Terminate,
    Action::Cancel,
];

impl Action {
    /// The action in the API.
    pub const fn kind(self) -> BulkAction {
        match self {
            Action::Disable => BulkAction::Disable,
            Action::Enable => BulkAction::Enable,
            Action::Quota
            | Action::Plan
            | Action::Email
            | Action::Preservation
            | Action::Manager => BulkAction::Update,
            Action::Reset => BulkAction::SendPasswordReset,
            Action::Renew => BulkAction::Renew,
            Action::Terminate => BulkAction::Terminate,
            Action::Cancel => BulkAction::Cancel,
        }
    }

    /// The entry's label in the menu, and the title of its dialog.
    pub fn words(self) -> (Words, Words) {
        match self {
            Action::Disable => (t!(bulk.disable), t!(bulk.disable_title)),
            Action::Enable => (t!(bulk.enable), t!(bulk.enable_title)),
            Action::Quota => (t!(bulk.quota), t!(bulk.quota_title)),
            Action::Plan => (t!(bulk.plan), t!(bulk.plan_title)),
            Action::Email => (t!(bulk.email), t!(bulk.email_title)),
            Action::Preservation => (t!(bulk.preservation), t!(bulk.preservation_title)),
            Action::Manager => (t!(bulk.manager), t!(bulk.manager_title)),
            Action::Reset => (t!(bulk.reset), t!(bulk.reset_title)),
            Action::Renew => (t!(bulk.renew), t!(service.renew_title)),
            Action::Terminate => (t!(bulk.terminate), t!(service.terminate_title)),
            Action::Cancel => (t!(bulk.cancel), t!(bulk.cancel_title)),
        }
    }
}

/// The actions that this account may take on the mailboxes of a domain, or of any in the list of
/// all, in the menu's order.
pub fn offered(domain: &str) -> Vec<Action> {
    let held = |permission: Permission| may_in(domain, permission);
    let listed = || {
        let domains = session::domains().into_iter();
        domains.filter(|one| domain == EVERY_DOMAIN || one.name == domain)
    };
    let preserves = || listed().any(|domain| domain.preservation_available);
    let has_plans = || listed().any(|domain| !domain.plans.is_empty());
    let may = |action: &Action| {
        held(action.kind().permission())
            && (*action != Action::Preservation || preserves())
            && (*action != Action::Plan || has_plans())
            && (*action != Action::Manager || session::may::<ListAccounts>())
    };
    ALL.into_iter().filter(may).collect()
}
