//! Chooses which hits of several kinds are shown.

use sigillo_contract::search::SearchHit;
use sigillo_domain::search::Match;

/// A hit, and how well it fits.
pub(super) struct Hit {
    pub fit: Match,
    pub shown: SearchHit,
}

/// Up to `limit` hits, the best first; equal ones in the order of the kinds. Each kind gets an equal
/// share of the places before any gets more, so that a thousand mailboxes do not hide one domain.
pub(super) fn best(found: Vec<Vec<Hit>>, limit: usize) -> Vec<SearchHit> {
    let found: Vec<Vec<Hit>> = found.into_iter().filter(|hits| !hits.is_empty()).collect();
    let share = (limit / found.len().max(1)).max(1);
    let (mut first, mut rest) = (vec![], vec![]);
    for (kind, mut hits) in found.into_iter().enumerate() {
        hits.sort_by_key(|hit| hit.fit);
        let others = hits.split_off(share.min(hits.len()));
        first.extend(hits.into_iter().map(|hit| (hit.fit, kind, hit.shown)));
        rest.extend(others.into_iter().map(|hit| (hit.fit, kind, hit.shown)));
    }
    let place = |(fit, kind, _): &(Match, usize, SearchHit)| (*fit, *kind);
    first.sort_by_key(place);
    first.truncate(limit);
    rest.sort_by_key(place);
    rest.truncate(limit - first.len());
    first.extend(rest);
    first.sort_by_key(place);
    first.into_iter().map(|(_, _, shown)| shown).collect()
}

#[cfg(test)]
mod tests {
    use sigillo_contract::search::panel_path;
    use sigillo_domain::search::SearchKind;
    use uuid::Uuid;

    use super::*;

    fn hits(kind: SearchKind, name: &str, fits: &[Match]) -> Vec<Hit> {
        let hit = |(number, fit): (usize, &Match)| Hit {
            fit: *fit,
            shown: SearchHit {
                kind,
                id: Uuid::nil(),
                title: format!("{name}{number}"),
                subtitle: None,
                href: panel_path(kind, Uuid::nil()),
            },
        };
        fits.iter().enumerate().map(hit).collect()
    }

    fn titles(hits: Vec<SearchHit>) -> Vec<String> {
        hits.into_iter().map(|hit| hit.title).collect()
    }

    #[test]
    fn many_hits_of_one_kind_leave_room_for_the_others() {
        use Match::{Beginning, Part, Whole};
        let found = || {
            vec![
                hits(SearchKind::Mailbox, "m", &[Beginning; 9]),
                vec![],
                hits(SearchKind::Domain, "d", &[Part, Whole]),
            ]
        };
        assert_eq!(titles(best(found(), 4)), ["d1", "m0", "m1", "d0"]);
        assert_eq!(titles(best(found(), 6)), ["d1", "m0", "m1", "m2", "m3", "d0"]);
        assert_eq!(titles(best(found(), 50)).len(), 11);
        assert_eq!(titles(best(found(), 1)), ["d1"]);
        assert!(best(vec![], 5).is_empty());
    }
}
