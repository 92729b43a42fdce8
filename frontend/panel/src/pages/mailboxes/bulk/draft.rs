//! The typed values of a bulk change, checked by the server's own rules.

use leptos::prelude::*;
use sigillo_contract::job::BulkChange;
use sigillo_domain::{Fault, FaultCode, Faults};

use super::super::validation::parse_optional_mb;
use super::action::Action;
use crate::i18n::{parse_day, parse_integer};

/// The JSON pointers of the values in the request, which its faults refer to.
pub const QUOTA: &str = "/change/quota_mb";
pub const SOFT_LIMIT: &str = "/change/soft_limit_mb";
pub const EMAIL: &str = "/change/communication_email";
pub const PRESERVATION: &str = "/change/preservation";
pub const PLAN: &str = "/change/plan";
pub const MANAGER: &str = "/change/managed_by";
pub const UNTIL: &str = "/change/until";

/// Gives each mailbox back to who created it; no user name has this sign.
pub const TO_CREATOR: &str = "*";

#[derive(Clone, Copy)]
pub struct Draft {
    pub quota: RwSignal<String>,
    pub soft_limit: RwSignal<String>,
    pub email: RwSignal<String>,
    pub preservation: RwSignal<bool>,
    pub plan: RwSignal<String>,
    /// A user name, or [`TO_CREATOR`].
    pub manager: RwSignal<String>,
    /// The last day of the service.
    pub until: RwSignal<String>,
}

impl Draft {
    pub fn new() -> Self {
        Self {
            quota: RwSignal::new(String::new()),
            soft_limit: RwSignal::new(String::new()),
            email: RwSignal::new(String::new()),
            preservation: RwSignal::new(true),
            plan: RwSignal::new(String::new()),
            manager: RwSignal::new(String::new()),
            until: RwSignal::new(String::new()),
        }
    }

    /// The requested change, or its faults.
    pub fn read(self, action: Action) -> Result<BulkChange, Vec<Fault>> {
        let mut change = BulkChange {
            action: action.kind(),
            communication_email: None,
            quota_mb: None,
            soft_limit_mb: None,
            preservation: None,
            plan: None,
            managed_by: None,
            until: None,
        };
        let mut unread = Faults::default();
        match action {
            Action::Quota => {
                change.quota_mb = unread.check(QUOTA, parse_integer(&self.quota.get_untracked()));
                let soft_limit = parse_optional_mb(&self.soft_limit.get_untracked());
                change.soft_limit_mb = unread.check(SOFT_LIMIT, soft_limit).flatten();
            }
            Action::Plan => {
                let plan = self.plan.get_untracked().parse();
                change.plan = unread.check(PLAN, plan.map_err(|_| FaultCode::Required));
            }
            Action::Manager => {
                let name = Some(self.manager.get_untracked()).filter(|name| !name.is_empty());
                let name = unread.check(MANAGER, name.ok_or(FaultCode::Required));
                change.managed_by = name.map(|name| name.replace(TO_CREATOR, ""));
            }
            Action::Email => {
                change.communication_email = Some(self.email.get_untracked().trim().to_owned());
            }
            Action::Preservation => change.preservation = Some(self.preservation.get_untracked()),
            Action::Renew | Action::Terminate => {
                let until = parse_day(&self.until.get_untracked());
                change.until = unread.check(UNTIL, until).flatten();
            }
            Action::Disable | Action::Enable | Action::Reset | Action::Cancel => {}
        }
        let unread = unread.into_vec();
        let faults = if unread.is_empty() { faults_of(&change) } else { unread };
        if faults.is_empty() { Ok(change) } else { Err(faults) }
    }
}

fn faults_of(change: &BulkChange) -> Vec<Fault> {
    let mut faults = Faults::default();
    change.values().check(change.action, "/change", &mut faults);
    faults.into_vec()
}
