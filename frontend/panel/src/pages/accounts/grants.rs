//! What an assistant may do, domain by domain, while it is being chosen.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sigillo_contract::account::DomainGrant;
use sigillo_domain::permission::PermissionSet;

use crate::api::ApiError;
use crate::i18n::texts;

/// By name of the domain; a domain that is not there is not granted.
pub type Grants = BTreeMap<String, PermissionSet>;

/// The grants as they count: what is without `view` counts for nothing.
pub fn that_count(grants: &[DomainGrant]) -> Grants {
    let counting = grants.iter().filter_map(|grant| {
        let set = grant.permissions.iter().copied().collect::<PermissionSet>();
        let viewed = set.has(sigillo_domain::permission::Permission::View);
        viewed.then(|| (grant.domain.clone(), set))
    });
    counting.collect()
}

/// The words for what is granted on a domain.
pub fn told(set: PermissionSet) -> String {
    let words = texts().words();
    if set.is_empty() {
        return texts().accounts().nothing().to_owned();
    }
    let names = set.to_vec().into_iter().map(|permission| words.permission(permission));
    names.collect::<Vec<_>>().join(", ")
}

#[derive(Clone, Copy)]
pub struct GrantDraft(RwSignal<Grants>);

impl GrantDraft {
    pub fn of(grants: &[DomainGrant]) -> Self {
        Self(RwSignal::new(that_count(grants)))
    }

    pub fn on(self, domain: &str) -> PermissionSet {
        self.0.with(|grants| grants.get(domain).copied().unwrap_or_default())
    }

    /// Changes what is granted on each of `domains`.
    pub fn alter(self, domains: &[String], change: impl Fn(PermissionSet) -> PermissionSet) {
        self.0.update(|grants| {
            for domain in domains {
                let set = change(grants.get(domain).copied().unwrap_or_default());
                if set.is_empty() {
                    grants.remove(domain);
                } else {
                    grants.insert(domain.clone(), set);
                }
            }
        });
    }

    pub fn read(self) -> Grants {
        self.0.get_untracked()
    }

    pub fn set(self, grants: Grants) {
        self.0.set(grants);
    }

    /// Puts what the person chose over newer grants: domains they did not touch follow those.
    pub fn rebase(self, base: &Grants, newer: Grants) {
        let own = self.read();
        let mut merged = newer;
        let touched = own.keys().chain(base.keys());
        for domain in touched.filter(|domain| own.get(*domain) != base.get(*domain)) {
            match own.get(domain) {
                Some(set) => merged.insert(domain.clone(), *set),
                None => merged.remove(domain),
            };
        }
        self.set(merged);
    }
}

/// As they travel.
pub fn to_send(grants: &Grants) -> Vec<DomainGrant> {
    let grant = |(domain, set): (&String, &PermissionSet)| DomainGrant {
        domain: domain.clone(),
        permissions: set.to_vec(),
    };
    grants.iter().map(grant).collect()
}

/// The pointer of a domain's row in the form. The server counts the grants it was sent; rows go by
/// name.
pub fn pointer_of(domain: &str) -> String {
    format!("/grants/{domain}")
}

/// Leads the server's faults of the grants that were sent to their rows.
pub fn at_rows(mut error: ApiError, sent: &[DomainGrant]) -> ApiError {
    if let ApiError::Refused(refusal) = &mut error {
        for fault in &mut refusal.errors {
            let place =
                fault.pointer.strip_prefix("/grants/").and_then(|rest| rest.split('/').next());
            let grant =
                place.and_then(|place| place.parse::<usize>().ok()).and_then(|at| sent.get(at));
            if let Some(grant) = grant {
                fault.pointer = pointer_of(&grant.domain);
            }
        }
    }
    error
}
