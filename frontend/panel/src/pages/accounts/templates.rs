//! Role templates: usual sets of permissions, and how the permissions of a person compare with them.

use sigillo_domain::permission::{Permission, PermissionSet};

use super::grants::{Grants, OFFERED};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    ViewOnly,
    ManageMailboxes,
    Full,
}

impl Template {
    pub const ALL: [Template; 3] = [Template::ViewOnly, Template::ManageMailboxes, Template::Full];

    pub const fn key(self) -> &'static str {
        match self {
            Template::ViewOnly => "view_only",
            Template::ManageMailboxes => "manage_mailboxes",
            Template::Full => "full",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Template::ALL.into_iter().find(|template| template.key() == key)
    }

    fn has(self, permission: Permission) -> bool {
        match self {
            Template::ViewOnly => matches!(permission, Permission::View | Permission::Export),
            Template::ManageMailboxes => permission != Permission::Cancel,
            Template::Full => true,
        }
    }

    /// The permissions of the template in the place of those in `set`. Permissions that the page does
    /// not offer stay as they are.
    pub fn apply(self, set: PermissionSet) -> PermissionSet {
        let not_offered = set.to_vec().into_iter().filter(|one| !OFFERED.contains(one));
        not_offered.chain(OFFERED.into_iter().filter(|one| self.has(*one))).collect()
    }
}

/// How a set of permissions compares with the template that is nearest to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub template: Template,
    /// What the set has and the template has not.
    pub added: Vec<Permission>,
    /// What the template has and the set has not.
    pub missing: Vec<Permission>,
}

impl Comparison {
    /// None for a domain without permissions.
    pub fn of(set: PermissionSet) -> Option<Self> {
        if set.is_empty() {
            return None;
        }
        let compare = |template: Template| {
            let differing = |of_set: bool| {
                move |one: &Permission| set.has(*one) == of_set && template.has(*one) != of_set
            };
            Comparison {
                template,
                added: OFFERED.into_iter().filter(differing(true)).collect(),
                missing: OFFERED.into_iter().filter(differing(false)).collect(),
            }
        };
        Template::ALL.map(compare).into_iter().min_by_key(|one| one.added.len() + one.missing.len())
    }

    pub fn is_exact(&self) -> bool {
        self.added.is_empty() && self.missing.is_empty()
    }
}

/// How many of the domains with permissions follow which template.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// By template, in the order of [`Template::ALL`].
    pub by_template: [usize; 3],
    pub customised: usize,
}

impl Summary {
    pub fn of(grants: &Grants) -> Self {
        let mut summary = Self::default();
        for comparison in grants.values().filter_map(|set| Comparison::of(*set)) {
            if comparison.is_exact() {
                summary.by_template[comparison.template as usize] += 1;
            } else {
                summary.customised += 1;
            }
        }
        summary
    }

    pub fn domains(&self) -> usize {
        self.by_template.iter().sum::<usize>() + self.customised
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(permissions: &[Permission]) -> PermissionSet {
        permissions.iter().copied().collect()
    }

    use Permission::{Cancel, Create, Disable, Documents, Edit, Export, View};

    #[test]
    fn each_template_grants_what_its_name_says() {
        let granted = |template: Template| template.apply(PermissionSet::NONE).to_vec();
        assert_eq!(granted(Template::ViewOnly), [View, Export]);
        assert_eq!(granted(Template::ManageMailboxes), [View, Create, Edit, Disable, Export]);
        assert_eq!(granted(Template::Full), [View, Create, Edit, Disable, Cancel, Export]);
        for template in Template::ALL {
            assert_eq!(Template::from_key(template.key()), Some(template));
        }
    }

    #[test]
    fn a_template_replaces_what_is_offered_and_keeps_the_rest() {
        let before = set(&[View, Cancel, Documents]);
        assert_eq!(Template::ViewOnly.apply(before).to_vec(), [View, Export, Documents]);
    }

    #[test]
    fn a_set_is_compared_with_the_nearest_template() {
        let of = |permissions: &[Permission]| {
            Comparison::of(set(permissions)).map(|it| (it.template, it.added, it.missing))
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[View, Export]), Some((Template::ViewOnly, vec![], vec![])));
        assert_eq!(of(&[View]), Some((Template::ViewOnly, vec![], vec![Export])));
        assert_eq!(
            of(&[View, Create, Edit, Cancel, Export]),
            Some((Template::Full, vec![], vec![Disable]))
        );
        assert_eq!(of(&[View, Edit, Export]), Some((Template::ViewOnly, vec![Edit], vec![])));
    }

    #[test]
    fn permissions_that_are_not_offered_make_no_difference() {
        let comparison = Comparison::of(set(&[View, Export, Documents])).unwrap();
        assert!(comparison.is_exact());
    }

    #[test]
    fn the_summary_counts_the_domains_of_each_template() {
        let full = Template::Full.apply(PermissionSet::NONE);
        let manage = Template::ManageMailboxes.apply(PermissionSet::NONE);
        let grants = [("a", full), ("b", manage), ("c", manage), ("d", set(&[View]))];
        let grants = grants.map(|(domain, set)| (domain.to_owned(), set)).into();
        let summary = Summary::of(&grants);
        assert_eq!((summary.by_template, summary.customised), ([0, 2, 1], 1));
        assert_eq!(summary.domains(), 4);
    }
}
