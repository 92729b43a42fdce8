//! The grants of an assistant on each domain, while they are being edited.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountPatch, DomainGrant};
use sigillo_domain::FaultCode;
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_kit::edit::FormField;

use crate::api::ApiError;
use crate::components::Difference;
use crate::i18n::texts;

/// The permissions that can be granted here: those for which the panel has pages.
pub const OFFERED: [Permission; 6] = [
    Permission::View,
    Permission::Create,
    Permission::Edit,
    Permission::Disable,
    Permission::Cancel,
    Permission::Export,
];

/// The permissions by domain name; a domain without permissions is left out.
pub type Grants = BTreeMap<String, PermissionSet>;

/// The grants that have an effect: a grant without `view` has none.
pub fn effective_grants(grants: &[DomainGrant]) -> Grants {
    let counting = grants.iter().filter_map(|grant| {
        let set = grant.permissions.iter().copied().collect::<PermissionSet>();
        set.has(Permission::View).then(|| (grant.domain.clone(), set))
    });
    counting.collect()
}

/// The permissions on a domain as text.
pub fn grant_words(set: PermissionSet) -> String {
    let words = texts().words();
    if set.is_empty() {
        return texts().accounts().nothing().to_owned();
    }
    let names = OFFERED
        .into_iter()
        .filter(|permission| set.has(*permission))
        .map(|permission| words.permission(permission));
    names.collect::<Vec<_>>().join(", ")
}

pub const GRANTS: &str = "/grants";

/// The grants as the person has chosen them, and as they were read.
#[derive(Clone, Copy)]
pub struct GrantsField {
    current: RwSignal<Grants>,
    base: StoredValue<Grants>,
}

impl GrantsField {
    pub fn of(grants: &[DomainGrant]) -> Self {
        let base = effective_grants(grants);
        Self { current: RwSignal::new(base.clone()), base: StoredValue::new(base) }
    }

    pub fn on(self, domain: &str) -> PermissionSet {
        self.current.with(|grants| on(grants, domain))
    }

    /// Changes the permissions on each of `domains`.
    pub fn alter(self, domains: &[String], change: impl Fn(PermissionSet) -> PermissionSet) {
        self.current.update(|grants| {
            for domain in domains {
                put(grants, domain, change(on(grants, domain)));
            }
        });
    }

    pub fn with<T>(self, read: impl FnOnce(&Grants) -> T) -> T {
        self.current.with(read)
    }

    pub fn replace(self, grants: Grants) {
        self.current.set(grants);
    }

    pub fn clear(self) {
        self.current.set(Grants::new());
    }

    pub fn value(self) -> Grants {
        self.current.get_untracked()
    }
}

impl FormField<Account, AccountPatch> for GrantsField {
    fn pointer(&self) -> &'static str {
        GRANTS
    }

    fn is_changed(&self) -> bool {
        self.value() != self.base.get_value()
    }

    fn write_change(&self, patch: &mut AccountPatch) -> Result<(), FaultCode> {
        if self.is_changed() { self.write_value(patch) } else { Ok(()) }
    }

    fn write_value(&self, patch: &mut AccountPatch) -> Result<(), FaultCode> {
        patch.grants = Some(to_send(&self.value()));
        Ok(())
    }

    fn rebase(&self, newer: &Account) {
        let newer = effective_grants(&newer.grants);
        self.current.set(merged(&self.base.get_value(), &newer, &self.value()));
        self.base.set_value(newer);
    }

    fn reset(&self, newer: &Account) {
        let newer = effective_grants(&newer.grants);
        self.current.set(newer.clone());
        self.base.set_value(newer);
    }

    /// Each domain is compared as a field of its own.
    fn differences(&self, newer: &Account, is_sent: bool) -> Vec<Difference> {
        let (base, newer) = (self.base.get_value(), effective_grants(&newer.grants));
        let mine = if is_sent { self.value() } else { base.clone() };
        let domains: BTreeSet<_> =
            [&base, &newer, &mine].into_iter().flat_map(Grants::keys).collect();
        let difference = |domain: &String| {
            let before = on(&base, domain);
            let other = |grants| Some(on(grants, domain)).filter(|set| *set != before);
            let words = |set: &PermissionSet| grant_words(*set);
            Difference::of(domain.clone().into(), before, other(&newer), other(&mine), words)
        };
        domains.into_iter().filter_map(difference).collect()
    }
}

fn on(grants: &Grants, domain: &str) -> PermissionSet {
    grants.get(domain).copied().unwrap_or_default()
}

fn put(grants: &mut Grants, domain: &str, set: PermissionSet) {
    if set.is_empty() {
        grants.remove(domain);
    } else {
        grants.insert(domain.to_owned(), set);
    }
}

/// The newer grants with the person's changes applied: only domains that the person did not change
/// take the newer grants.
fn merged(base: &Grants, newer: &Grants, mine: &Grants) -> Grants {
    let mut merged = newer.clone();
    for domain in base.keys().chain(mine.keys()) {
        if on(mine, domain) != on(base, domain) {
            put(&mut merged, domain, on(mine, domain));
        }
    }
    merged
}

/// The grants in the form of the request.
pub fn to_send(grants: &Grants) -> Vec<DomainGrant> {
    let grant = |(domain, set): (&String, &PermissionSet)| DomainGrant {
        domain: domain.clone(),
        permissions: set.to_vec(),
    };
    grants.iter().map(grant).collect()
}

/// The pointer of a domain's row in the form. The server's pointers contain the index of a grant
/// instead.
pub fn pointer_of(domain: &str) -> String {
    format!("/grants/{domain}")
}

/// Moves the server's faults from the indices of the `sent` grants to the rows of their domains.
pub fn fault_at_row(mut error: ApiError, sent: &[DomainGrant]) -> ApiError {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(of: &[(&str, &[Permission])]) -> Grants {
        let set = |permissions: &[Permission]| permissions.iter().copied().collect();
        of.iter().map(|(domain, permissions)| ((*domain).to_owned(), set(permissions))).collect()
    }

    const VIEW: &[Permission] = &[Permission::View];
    const EDIT: &[Permission] = &[Permission::View, Permission::Edit];

    #[test]
    fn a_grant_without_view_has_no_effect() {
        let grant = |domain: &str, permissions: &[Permission]| DomainGrant {
            domain: domain.to_owned(),
            permissions: permissions.to_vec(),
        };
        let sent = [grant("a", EDIT), grant("b", &[Permission::Edit])];
        assert_eq!(effective_grants(&sent), grants(&[("a", EDIT)]));
    }

    #[test]
    fn changes_of_different_domains_are_merged() {
        let base = grants(&[("a", VIEW), ("b", VIEW), ("c", VIEW)]);
        let newer = grants(&[("a", EDIT), ("b", VIEW), ("c", VIEW), ("d", VIEW)]);
        let mine = grants(&[("a", VIEW), ("b", EDIT)]);
        assert_eq!(merged(&base, &newer, &mine), grants(&[("a", EDIT), ("b", EDIT), ("d", VIEW)]));
    }

    #[test]
    fn the_persons_change_wins_on_the_same_domain() {
        let (base, newer) = (grants(&[("a", VIEW)]), grants(&[("a", EDIT)]));
        assert_eq!(merged(&base, &newer, &grants(&[])), grants(&[]));
    }

    #[test]
    fn a_fault_of_a_grant_is_shown_at_the_row_of_its_domain() {
        let sent = to_send(&grants(&[("a", VIEW), ("b", VIEW)]));
        let at = |pointer: &str| {
            let field = sigillo_contract::problem::FieldProblem {
                pointer: pointer.to_owned(),
                code: FaultCode::Unknown,
                detail: String::new(),
                line: None,
                text: None,
            };
            let refusal = crate::api::Refusal {
                code: sigillo_domain::Code::Validation,
                detail: String::new(),
                errors: vec![field],
                retry_after: None,
                trace_id: String::new(),
                choices: None,
                tries_left: None,
                holders: vec![],
            };
            fault_at_row(ApiError::Refused(refusal), &sent).faults()[0].pointer.clone()
        };
        assert_eq!(at("/grants/1/domain"), "/grants/b");
        assert_eq!(at("/grants/7"), "/grants/7");
        assert_eq!(at("/display_name"), "/display_name");
    }
}
