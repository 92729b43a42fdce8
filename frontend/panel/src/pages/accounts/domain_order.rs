//! Which domains the grants page lists, and in which order: those with permissions come first, and a
//! long list begins short.

use std::collections::BTreeSet;

use sigillo_domain::name::readable;

/// The most domains that are listed before all are asked for.
pub const FEW: usize = 4;

/// Which of the domains found are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Every domain found.
    All,
    /// The first of those that a search found.
    FirstFound,
    /// The first of those with permissions; without any, the first of all.
    FirstGranted,
}

/// The domains that the server found, and those with permissions that match the search: the server
/// returns only one page of domains, and a domain with permissions must not be missing.
pub fn candidates(found: &[String], granted: &[String], search: &str) -> Vec<String> {
    let search = search.trim().to_lowercase();
    let matches =
        |name: &&String| name.contains(&search) || readable(name).to_lowercase().contains(&search);
    let all: BTreeSet<&String> = found.iter().chain(granted.iter().filter(matches)).collect();
    all.into_iter().cloned().collect()
}

/// The domains to list.
pub fn listed(
    candidates: Vec<String>,
    has_grant: impl Fn(&str) -> bool,
    extent: Extent,
) -> Vec<String> {
    let is_long = candidates.len() > FEW;
    let (mut granted, others): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|domain| has_grant(domain));
    let only_granted = is_long && extent == Extent::FirstGranted && !granted.is_empty();
    if !only_granted {
        granted.extend(others);
    }
    if extent != Extent::All {
        granted.truncate(FEW);
    }
    granted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|place| format!("d{place:02}")).collect()
    }

    const fn none(_: &str) -> bool {
        false
    }

    #[test]
    fn a_short_list_is_whole_with_the_domains_with_permissions_first() {
        let listed = listed(names(3), |domain| domain == "d02", Extent::FirstGranted);
        assert_eq!(listed, ["d02", "d00", "d01"]);
    }

    #[test]
    fn a_long_list_begins_with_the_domains_with_permissions_alone() {
        let granted = |domain: &str| domain == "d07" || domain == "d19";
        assert_eq!(listed(names(30), granted, Extent::FirstGranted), ["d07", "d19"]);
        assert_eq!(listed(names(30), |_| true, Extent::FirstGranted).len(), FEW);
        assert_eq!(listed(names(30), none, Extent::FirstGranted), names(FEW));
    }

    #[test]
    fn a_search_lists_the_first_found_and_everything_is_listed_when_asked_for() {
        let granted = |domain: &str| domain == "d19";
        let found = listed(names(30), granted, Extent::FirstFound);
        assert_eq!((found.len(), found[0].as_str(), found[1].as_str()), (FEW, "d19", "d00"));
        let all = listed(names(30), granted, Extent::All);
        assert_eq!((all.len(), all[0].as_str()), (30, "d19"));
    }

    #[test]
    fn a_domain_with_permissions_is_a_candidate_although_the_server_did_not_return_it() {
        let granted = ["zeta.example.it".to_owned(), "beta.example.it".to_owned()];
        let found = ["alfa.example.it".to_owned()];
        assert_eq!(candidates(&found, &granted, "").len(), 3);
        assert_eq!(candidates(&[], &granted, " ZETA"), ["zeta.example.it"]);
    }
}
