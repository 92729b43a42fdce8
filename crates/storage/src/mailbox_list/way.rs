//! How the rows of a search are come by.

use std::sync::Arc;

use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_domain::name::LocalPart;
use uuid::Uuid;

use super::names::{containing, contains, within};
use super::sample::Sample;
use super::{Filter, trigrams};
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// Below how many hits an index of the names is the shorter way, at most; from there on, walking the
/// list meets enough of them soon.
const RARE: usize = 2000;
/// The same at least: so few are looked at as fast as anything is found out about them.
const FEW: usize = 200;

/// The ranks of a list, first to last, before it is known how each is come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Everything,
    Exact,
    Prefix,
    Inside,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rank {
    Everything,
    Exact,
    Prefix(Way),
    Inside(Way),
}

/// How the names that hold a text, or begin with it, are come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// They are few, and a range of the index of names.
    Names,
    /// They are few, and among these: the trigram index gave them, of whatever domain.
    Ids(Arc<[Uuid]>),
    /// The list is walked in its order, and each name is tried.
    Walk,
}

pub(crate) fn ranks(filter: &Filter) -> &'static [Kind] {
    match filter.search.as_deref() {
        None => &[Kind::Everything],
        // No name holds it, but an address with an `@` in it may begin so.
        Some(text) if !LocalPart::may_hold(text) => &[Kind::Exact, Kind::Prefix],
        Some(_) => &[Kind::Exact, Kind::Prefix, Kind::Inside],
    }
}

impl Kind {
    /// Settles how the rank is come by: asked only when the page has room for it. None where nothing
    /// is left to be come by.
    pub async fn found(
        self,
        on: &mut impl Connection,
        filter: &Filter,
        sort: Sort,
    ) -> Result<Option<Rank>, StorageError> {
        let text = filter.search.as_deref().unwrap_or_default();
        let rank = match self {
            Kind::Everything => Rank::Everything,
            Kind::Exact => Rank::Exact,
            Kind::Prefix => Rank::Prefix(beginning(on, filter, text, sort).await?),
            Kind::Inside => Rank::Inside(inside(on, filter, text).await?),
        };
        let nothing = matches!(&rank, Rank::Inside(Way::Ids(ids)) if ids.is_empty());
        Ok((!nothing).then_some(rank))
    }
}

/// Those that begin with a text are a range of the names, which has the order of names. In any other
/// order few of them are sorted, and many are met soon.
async fn beginning(
    on: &mut impl Connection,
    filter: &Filter,
    text: &str,
    sort: Sort,
) -> Result<Way, StorageError> {
    if text.contains('@') {
        // The name is whole: each domain has it once.
        return Ok(Way::Names);
    }
    if matches!(sort.field, SortField::LocalPart | SortField::Address) {
        return Ok(Way::Walk);
    }
    let rare = i64::try_from(RARE).unwrap_or(i64::MAX);
    let mut hits = 0;
    for domain in &filter.domains {
        let mut statement = Statement::default();
        statement
            .push("SELECT COUNT(*) FROM (SELECT m.address FROM mailbox m WHERE m.domain_id = ");
        statement.bind(Value::Id(*domain));
        within(&mut statement, "m.local_part", text);
        let left = (rare - hits).to_string();
        statement.push(" LIMIT ").push(&left).push(") AS hits").plan_each_time();
        hits += statement.number(on).await?;
        if hits >= rare {
            return Ok(Way::Walk);
        }
    }
    Ok(Way::Names)
}

/// The trigram index is asked only for what a sample of the domains hardly has: it gives what it
/// finds in all domains, and on PostgreSQL all of it at once, however little is wanted.
async fn inside(
    on: &mut impl Connection,
    filter: &Filter,
    text: &str,
) -> Result<Way, StorageError> {
    if text.len() < trigrams::TRIGRAM {
        return Ok(Way::Walk);
    }
    let sample = Sample::of(on, filter).await?;
    let rare = rare(sample.all());
    if sample.seen(&[text]) >= rare {
        return Ok(Way::Walk);
    }
    let sqlite = on.engine().is_sqlite();
    let pieces = trigrams::telling(text, &sample, sqlite);
    let mut statement = Statement::default();
    if sqlite {
        // In quotes, for a point is a word of FTS5's language; no name holds a quotation mark.
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
        Ok(Way::Ids(ids.into_iter().map(|(id,)| id).collect()))
    } else {
        Ok(Way::Walk)
    }
}

/// Below how many hits, among so many names, the hits are the shorter way: to look at one of them takes
/// as long as to walk over some sixteen names, and a page of fifty is full after `50 × names / hits`.
fn rare(names: usize) -> usize {
    (3 * names).isqrt().clamp(FEW, RARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_name_can_hold_is_not_looked_for_inside_names() {
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
    fn how_many_are_few_goes_by_how_many_there_are() {
        assert_eq!(rare(0), FEW);
        assert_eq!(rare(100_000), 547);
        assert_eq!(rare(1_000_000), 1732);
        assert_eq!(rare(100_000_000), RARE);
    }
}
