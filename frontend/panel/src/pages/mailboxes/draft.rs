//! An edit as it is being typed, beside the mailbox as it was read.

use leptos::prelude::*;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};
use sigillo_domain::mailbox::State;
use sigillo_domain::permission::Permission;
use sigillo_domain::quota::automatic_soft_limit;
use sigillo_domain::{Fault, Faults};

use super::judge::faults_of_change;
use crate::i18n::parse_integer;
use crate::session;

#[derive(Clone, Copy)]
pub struct Draft {
    /// What the changes are made to.
    pub base: RwSignal<Mailbox>,
    pub email: RwSignal<String>,
    pub state: RwSignal<State>,
    pub quota: RwSignal<String>,
    pub soft_limit: RwSignal<String>,
    /// The person has chosen the soft limit: it no longer follows the quota.
    soft_limit_chosen: RwSignal<bool>,
    pub preservation: RwSignal<bool>,
}

impl Draft {
    pub fn of(mailbox: &Mailbox) -> Self {
        Self {
            email: RwSignal::new(mailbox.communication_email.clone().unwrap_or_default()),
            state: RwSignal::new(mailbox.state),
            quota: RwSignal::new(mailbox.quota_mb.to_string()),
            soft_limit: RwSignal::new(mailbox.soft_limit_mb.to_string()),
            soft_limit_chosen: RwSignal::new(false),
            preservation: RwSignal::new(mailbox.preservation),
            base: RwSignal::new(mailbox.clone()),
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.base.with_untracked(|base| session::may_on(&base.domain, permission))
    }

    pub fn preservation_available(self) -> bool {
        let domain = self.base.with_untracked(|base| session::domain(&base.domain));
        domain.is_some_and(|domain| domain.preservation_available)
    }

    /// The soft limit follows a quota that is being typed (A13), until the person chooses one (C8).
    pub fn quota_typed(self) {
        if self.soft_limit_chosen.get_untracked() {
            return;
        }
        if let Ok(quota) = parse_integer(&self.quota.get_untracked()) {
            let base = self.base.get_untracked();
            let limit = if quota == base.quota_mb {
                base.soft_limit_mb
            } else {
                automatic_soft_limit(quota)
            };
            self.soft_limit.set(limit.to_string());
        }
    }

    pub fn soft_limit_typed(self) {
        self.soft_limit_chosen.set(true);
    }

    /// Only what was changed, as the server takes it; or what is wrong with it.
    pub fn patch(self) -> Result<MailboxPatch, Vec<Fault>> {
        let base = self.base.get_untracked();
        let mut patch = MailboxPatch::default();
        let mut unread = Faults::default();
        if self.may(Permission::Edit) {
            let email = self.email.get_untracked().trim().to_owned();
            if email != base.communication_email.clone().unwrap_or_default() {
                patch.communication_email = Some(email);
            }
            let quota = unread.check("/quota_mb", parse_integer(&self.quota.get_untracked()));
            let soft_limit =
                unread.check("/soft_limit_mb", parse_integer(&self.soft_limit.get_untracked()));
            patch.quota_mb = quota.filter(|mb| *mb != base.quota_mb);
            // A new quota brings its own soft limit, so one that stays must be said.
            let implied = patch.quota_mb.map_or(base.soft_limit_mb, automatic_soft_limit);
            patch.soft_limit_mb = soft_limit.filter(|mb| *mb != implied);
            patch.preservation =
                Some(self.preservation.get_untracked()).filter(|on| *on != base.preservation);
        }
        if self.may(Permission::Disable) {
            patch.state = Some(self.state.get_untracked()).filter(|state| *state != base.state);
        }
        let mut faults = faults_of_change(&base, &patch, self.preservation_available());
        let unread = unread.into_vec();
        // A limit that could not be read was not judged: what is said of it is that.
        faults.retain(|fault| unread.iter().all(|other| other.pointer != fault.pointer));
        faults.extend(unread);
        if faults.is_empty() { Ok(patch) } else { Err(faults) }
    }

    /// Puts what the person typed over a newer mailbox: what they did not touch follows it.
    pub fn rebase(self, newer: Mailbox) {
        let base = self.base.get_untracked();
        if self.email.get_untracked().trim() == base.communication_email.unwrap_or_default() {
            self.email.set(newer.communication_email.clone().unwrap_or_default());
        }
        if self.state.get_untracked() == base.state {
            self.state.set(newer.state);
        }
        let same_quota = parse_integer(&self.quota.get_untracked()) == Ok(base.quota_mb);
        let same_limit = parse_integer(&self.soft_limit.get_untracked()) == Ok(base.soft_limit_mb);
        if same_quota {
            self.quota.set(newer.quota_mb.to_string());
        }
        if same_quota && same_limit {
            self.soft_limit.set(newer.soft_limit_mb.to_string());
        }
        if self.preservation.get_untracked() == base.preservation {
            self.preservation.set(newer.preservation);
        }
        self.base.set(newer);
    }

    /// Forgets what was typed.
    pub fn reset(self, mailbox: Mailbox) {
        self.email.set(mailbox.communication_email.clone().unwrap_or_default());
        self.state.set(mailbox.state);
        self.quota.set(mailbox.quota_mb.to_string());
        self.soft_limit.set(mailbox.soft_limit_mb.to_string());
        self.soft_limit_chosen.set(false);
        self.preservation.set(mailbox.preservation);
        self.base.set(mailbox);
    }
}
