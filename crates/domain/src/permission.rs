//! Who may do what, and where.

use std::collections::BTreeMap;

use crate::account::Role;
use crate::id::{DomainId, OrganizationId};

text_enum! {
    /// What an account may do with the mailboxes of a domain.
    #[derive(PartialOrd, Ord)]
    pub enum Permission {
        View = "view",
        Create = "create",
        Edit = "edit",
        Disable = "disable",
        Cancel = "cancel",
        Export = "export",
        Documents = "documents",
        Tickets = "tickets",
    }
}

/// A set of [`Permission`]s; empty means that the domain is out of sight. It is stored and sent as
/// the names in it: which bit a permission has is known here alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PermissionSet(u32);

// One bit for each permission: one too many does not compile.
const _: () = assert!(Permission::ALL.len() <= u32::BITS as usize);

const fn bit(permission: Permission) -> u32 {
    1 << permission as u32
}

impl PermissionSet {
    pub const NONE: Self = Self(0);

    pub fn all() -> Self {
        Permission::ALL.into_iter().collect()
    }

    pub const fn has(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// With one more. What may not be viewed may not be worked on either, so `View` comes along.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | bit(permission) | bit(Permission::View))
    }

    /// With one less. Without `View` the rest counts for nothing, so all of it goes.
    #[must_use]
    pub const fn without(self, permission: Permission) -> Self {
        match permission {
            Permission::View => Self::NONE,
            _ => Self(self.0 & !bit(permission)),
        }
    }

    pub fn to_vec(self) -> Vec<Permission> {
        Permission::ALL.into_iter().filter(|p| self.has(*p)).collect()
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |set, permission| set | bit(permission)))
    }
}

/// How far an account reaches: every domain, those of its organisation, or those it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    Everything,
    Organization(OrganizationId),
    /// By domain id.
    Granted(BTreeMap<DomainId, PermissionSet>),
}

impl Reach {
    /// The reach of a role. An account of an organisation without one reaches nothing.
    pub fn of(
        role: Role,
        organization_id: Option<OrganizationId>,
        grants: BTreeMap<DomainId, PermissionSet>,
    ) -> Self {
        match (role, organization_id) {
            (Role::Operator, _) => Reach::Everything,
            (Role::Postmaster, Some(organization)) => Reach::Organization(organization),
            (Role::Assistant, Some(_)) => Reach::Granted(grants),
            (Role::Postmaster | Role::Assistant, None) => Reach::Granted(BTreeMap::new()),
        }
    }

    /// What the account may do on a domain; empty when it may not even know of it.
    pub fn on(&self, domain_id: DomainId, organization_id: OrganizationId) -> PermissionSet {
        match self {
            Reach::Everything => PermissionSet::all(),
            Reach::Organization(own) if *own == organization_id => PermissionSet::all(),
            Reach::Organization(_) => PermissionSet::NONE,
            // Whatever else was granted, a domain that may not be viewed is not there.
            Reach::Granted(grants) => grants
                .get(&domain_id)
                .copied()
                .filter(|set| set.has(Permission::View))
                .unwrap_or(PermissionSet::NONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assistant_sees_only_the_domains_it_may_view() {
        let [given, blind, other] = [1, 2, 3].map(DomainId::from_u128);
        let organization = OrganizationId::from_u128(9);
        let grants = BTreeMap::from([
            (given, [Permission::View, Permission::Edit].into_iter().collect()),
            (blind, [Permission::Edit].into_iter().collect()),
        ]);
        let reach = Reach::of(Role::Assistant, Some(organization), grants);
        assert!(reach.on(given, organization).has(Permission::Edit));
        assert!(!reach.on(given, organization).has(Permission::Cancel));
        assert!(reach.on(blind, organization).is_empty());
        assert!(reach.on(other, organization).is_empty());
    }

    #[test]
    fn no_permission_stands_without_view() {
        let editor = PermissionSet::NONE.with(Permission::Edit);
        assert_eq!(editor.to_vec(), [Permission::View, Permission::Edit]);
        assert_eq!(editor.without(Permission::Edit).to_vec(), [Permission::View]);
        assert_eq!(editor.without(Permission::View), PermissionSet::NONE);
    }

    #[test]
    fn a_postmaster_stops_at_its_organisation() {
        let [own, other] = [9, 8].map(OrganizationId::from_u128);
        let domain = DomainId::from_u128(1);
        let reach = Reach::of(Role::Postmaster, Some(own), BTreeMap::new());
        assert_eq!(reach.on(domain, own), PermissionSet::all());
        assert!(reach.on(domain, other).is_empty());
    }

    #[test]
    fn every_permission_has_a_name_of_its_own() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(permission));
        }
    }

    #[test]
    fn every_permission_has_a_bit_of_its_own() {
        for (place, permission) in Permission::ALL.into_iter().enumerate() {
            assert_eq!(PermissionSet::from_iter([permission]).to_vec(), [permission]);
            let so_far: PermissionSet = Permission::ALL[..place].iter().copied().collect();
            assert!(!so_far.has(permission));
        }
        assert_eq!(PermissionSet::all().to_vec(), Permission::ALL);
    }
}
