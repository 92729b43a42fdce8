//! How the rows of a search are found: by an index on the names, or by a scan of the list.

use std::sync::Arc;

use sigillo_domain::id::{HolderId, MailboxId};
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_domain::name::LocalPart;
use uuid::Uuid;

use super::names::{containing, contains, within};
use super::sample::Sample;
use super::texts::TextField;
use super::{Filter, narrowed, trigrams};
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// Upper bound on hits for which the name index beats a scan. With more hits than that, a scan soon
/// meets enough of them to fill a page.
pub(super) const RARE: usize = 2000;
/// Lower bound on the same number: reading so few hits costs no more than estimating them.
const FEW: usize = 200;

/// The ranks of a list, first to last, before each has its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Everything,
    Exact,
    Prefix,
    Inside,
    /// Mailboxes that are found by another text than their name.
    Text(TextField),
}

/// A rank, and how its rows are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rank {
    pub kind: Kind,
    pub plan: SearchPlan,
}

/// How the rows of a rank are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SearchPlan {
    /// By a range of the name index: there are few hits.
    NameRange,
    /// Among these ids, which a trigram index found: there are few hits.
    Ids(Arc<[MailboxId]>),
    /// Among the mailboxes of these holders, whom the indexes of their texts found: there are few of them.
    Holders(Arc<[HolderId]>),
    /// By a scan of the list in its order, which checks each row.
    Scan,
}

pub(crate) fn ranks(filter: &Filter) -> Vec<Kind> {
    let Some(text) = filter.search.as_deref() else { return vec![Kind::Everything] };
    let mut ranks = vec![];
    if filter.searches_names() {
        ranks.extend([Kind::Exact, Kind::Prefix]);
        // No name can contain any other text, but an address may begin with it if it has an `@`.
        if LocalPart::may_hold(text) {
            ranks.push(Kind::Inside);
        }
    }
    for field in [TextField::Email, TextField::Note] {
        if filter.searches(field) && TextField::can_find(&filter.searched_in(field)) {
            ranks.push(Kind::Text(field));
        }
    }
    ranks
}

impl Kind {
    /// Chooses the plan of the rank; called only when the page has room for it. None when the rank has
    /// no rows.
    pub async fn planned(
        self,
        on: &mut impl Connection,
        filter: &Filter,
        sort: Sort,
    ) -> Result<Option<Rank>, StorageError> {
        let text = filter.search.as_deref().unwrap_or_default();
        let plan = match narrowed::few(on, filter).await? {
            Some(plan) => plan,
            None => match self {
                Kind::Everything => SearchPlan::Scan,
                Kind::Exact => SearchPlan::NameRange,
                Kind::Prefix => beginning(on, filter, text, sort).await?,
                Kind::Inside => inside(on, filter, text).await?,
                Kind::Text(field) => field.plan(on, filter, &filter.searched_in(field)).await?,
            },
        };
        let is_empty = match &plan {
            SearchPlan::Ids(ids) => ids.is_empty(),
            SearchPlan::Holders(ids) => ids.is_empty(),
            SearchPlan::NameRange | SearchPlan::Scan => false,
        };
        Ok((!is_empty).then_some(Rank { kind: self, plan }))
    }
}

/// Names that begin with a text are one range of the name index, in the order of names. In any other
/// order the range is sorted when it is small, and a scan soon meets enough of it when it is not.
async fn beginning(
    on: &mut impl Connection,
    filter: &Filter,
    text: &str,
    sort: Sort,
) -> Result<SearchPlan, StorageError> {
    if text.contains('@') {
        // With an `@` the whole name is given, which each domain has at most once.
        return Ok(SearchPlan::NameRange);
    }
    if matches!(sort.field, SortField::LocalPart | SortField::Address) {
        return Ok(SearchPlan::Scan);
    }
    let rare = i64::try_from(RARE).unwrap_or(i64::MAX);
    let mut hits = 0;
    for domain in &filter.domains {
        let mut statement = Statement::default();
        statement
            .push("SELECT COUNT(*) FROM (SELECT m.address FROM mailbox m WHERE m.domain_id = ");
        statement.bind(Value::id(*domain));
        within(&mut statement, "m.local_part", text);
        let left = (rare - hits).to_string();
        statement.push(" LIMIT ").push(&left).push(") AS hits").plan_each_time();
        hits += statement.number(on).await?;
        if hits >= rare {
            return Ok(SearchPlan::Scan);
        }
    }
    Ok(SearchPlan::NameRange)
}

/// The trigram index is used only for texts that are rare in a sample of the domains: it returns the
/// hits of all domains, and on PostgreSQL all of them at once, whatever the limit.
async fn inside(
    on: &mut impl Connection,
    filter: &Filter,
    text: &str,
) -> Result<SearchPlan, StorageError> {
    if text.len() < trigrams::TRIGRAM {
        return Ok(SearchPlan::Scan);
    }
    let sample = Sample::of(on, filter).await?;
    let rare = rare(sample.all());
    if sample.seen(&[text]) >= rare {
        return Ok(SearchPlan::Scan);
    }
    let sqlite = on.engine().is_sqlite();
    let pieces = trigrams::telling(text, &sample, sqlite);
    let mut statement = Statement::default();
    if sqlite {
        // The trigrams are quoted because a dot is part of FTS5's query syntax; no name contains a
        // quotation mark.
        let pieces: Vec<_> = pieces.iter().map(|piece| format!("\"{piece}\"")).collect();
        statement.push("SELECT mailbox_id FROM mailbox_search WHERE mailbox_search MATCH ");
        statement.bind(Value::Text(pieces.join(" AND ")));
        statement.push(" AND instr(local_part, ").bind(Value::text(text)).push(") > 0");
    } else {
        statement.push("SELECT m.id FROM mailbox m WHERE TRUE");
        for piece in pieces {
            statement.push(" AND m.local_part LIKE ").bind(Value::Text(containing(piece)));
        }
        contains(&mut statement, text, sqlite);
    }
    statement.push(" LIMIT ").push(&rare.to_string());
    let ids = statement.fetch_all::<(Uuid,)>(on).await?;
    if ids.len() < rare {
        Ok(SearchPlan::Ids(ids.into_iter().map(|(id,)| MailboxId::from_uuid(id)).collect()))
    } else {
        Ok(SearchPlan::Scan)
    }
}

/// The number of hits, among so many names, below which the trigram index beats a scan: reading one hit
/// costs as much as scanning some sixteen names, and a scan fills a page of fifty after
/// `50 × names / hits` names.
pub(super) fn rare(names: usize) -> usize {
    (3 * names).isqrt().clamp(FEW, RARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_no_name_can_contain_are_not_searched_inside_names() {
        let inside = |text: &str| {
            let search = Some(text.to_owned());
            ranks(&Filter { search, ..Filter::default() }).contains(&Kind::Inside)
        };
        for text in ["%", "a b", "ada@pec", "ſſſ", "a\"b"] {
            assert!(!inside(text), "{text}");
        }
        for text in ["a", "-", "a_b.c-1"] {
            assert!(inside(text), "{text}");
        }
    }

    #[test]
    fn the_bound_on_rare_hits_grows_with_the_number_of_names() {
        assert_eq!(rare(0), FEW);
        assert_eq!(rare(100_000), 547);
        assert_eq!(rare(1_000_000), 1732);
        assert_eq!(rare(100_000_000), RARE);
    }
}
