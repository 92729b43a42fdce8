//! Lists of mailboxes: filtered, searched, sorted, a page at a time.
//!
//! Other lists use [`crate::list`]. This one has a planner of its own because there may be a million
//! mailboxes, and neither engine's planner chooses well among the ways to search them: at 1,000,000
//! rows on SQLite a rare text takes 0.2 ms by the trigram index and 27 ms by a scan, a frequent text
//! 114 ms by the trigram index and 1 ms by a scan, and a query left to the planner took 52 s.
//!
//! A search goes through ranks, each in the order asked for: the mailbox with exactly that name, names
//! that begin with the text, names that contain it; and, where it was asked to look there too, other
//! mailboxes whose communication e-mail contains the text, and then those with a note that does. A page ends at a [`Position`] (rank, sort
//! key, address), and the next one starts behind it: no OFFSET, so page 1,000 costs what page 1 does.
//!
//! A page is merged from ranges of an index that has the order asked for ([`select`]), or sorted from
//! the few rows that an index on the names or texts finds ([`search_plan`] decides which).

pub(crate) mod filter;
mod names;
mod narrowed;
mod sample;
mod search_plan;
mod select;
mod texts;
mod trigrams;

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::mailbox_list::{Sort, SortField};

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_counts;
use crate::mailboxes::{COLUMNS, Row};
pub use filter::{Bounds, Filter};
pub(crate) use names::{containing, last as last_beginning};
pub(crate) use search_plan::{Kind, Rank, SearchPlan, ranks};
pub(crate) use select::{Part, Select};

/// The position where a page ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The order of the list that the position belongs to, as it is written in a query.
    sort: String,
    rank: u8,
    key: Key,
    address: String,
}

impl Position {
    pub(crate) fn new(sort: Sort, rank: u8, key: Key, address: String) -> Self {
        Self { sort: sort.to_string(), rank, key, address }
    }

    pub fn belongs_to(&self, sort: Sort) -> bool {
        let kind = match (&self.key, sort.field) {
            (Key::None, SortField::Address)
            | (Key::Text(_), SortField::LocalPart | SortField::State)
            | (Key::Int(_), SortField::Quota | SortField::Fill) => true,
            // Both engines can store years of up to four digits, and sort them alike.
            (Key::Time(time), SortField::CreatedAt) => (0..=9999).contains(&time.year()),
            _ => false,
        };
        kind && self.sort == sort.to_string()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Key {
    None,
    Text(String),
    Int(i64),
    Time(DateTime<Utc>),
}

impl Key {
    fn of(mailbox: &Mailbox, field: SortField) -> Self {
        match field {
            SortField::Address => Key::None,
            SortField::LocalPart => Key::Text(mailbox.local_part.clone()),
            SortField::CreatedAt => Key::Time(mailbox.created_at),
            SortField::State => Key::Text(mailbox.state.as_str().to_owned()),
            SortField::Quota => Key::Int(mailbox.quota_mb),
            SortField::Fill => Key::Int(mailbox.fill()),
        }
    }

    fn value(&self) -> Option<Value> {
        match self {
            Key::None => None,
            Key::Text(text) => Some(Value::Text(text.clone())),
            Key::Int(number) => Some(Value::Int(*number)),
            Key::Time(time) => Some(Value::Time(*time)),
        }
    }
}

/// Maximum number of parts in one statement: SQLite accepts 500 parts and 32,766 values.
const PARTS: usize = 100;

/// Up to `limit` mailboxes after a position, and the position where they end if there are more.
pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
) -> Result<(Vec<Mailbox>, Option<Position>), StorageError> {
    // One row more than the page holds is fetched, to know whether there is a next page.
    let mut found = first_rows(on, filter, &ranks(filter), sort, after, limit + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let end = found.last().filter(|_| more).map(|(rank, mailbox)| Position {
        sort: sort.to_string(),
        rank: *rank,
        key: Key::of(mailbox, sort.field),
        address: mailbox.address.clone(),
    });
    Ok((found.into_iter().map(|(_, mailbox)| mailbox).collect(), end))
}

/// Up to `limit` mailboxes that a search finds, in the order of their ranks and names. A text that is
/// too short for the trigram index finds the names that begin with it: those that contain it would
/// need a scan of all names.
pub async fn best_matches(
    on: &mut impl Connection,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<Mailbox>, StorageError> {
    let mut ranks = ranks(filter);
    if filter.search.as_ref().is_none_or(|text| text.len() < trigrams::TRIGRAM) {
        ranks.retain(|kind| matches!(kind, Kind::Exact | Kind::Prefix));
    }
    let found = first_rows(on, filter, &ranks, Sort::default(), None, limit).await?;
    Ok(found.into_iter().map(|(_, mailbox)| mailbox).collect())
}

/// The first `limit` rows of a list after a position, each with the place of its rank.
async fn first_rows(
    on: &mut impl Connection,
    filter: &Filter,
    ranks: &[Kind],
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
) -> Result<Vec<(u8, Mailbox)>, StorageError> {
    let mut found: Vec<(u8, Mailbox)> = vec![];
    let first = after.map_or(0, |position| position.rank);
    for (place, kind) in (0u8..).zip(ranks).skip(usize::from(first)) {
        let missing = limit - found.len();
        if missing == 0 {
            break;
        }
        let behind = after.filter(|position| position.rank == place);
        let Some(rank) = kind.planned(on, filter, sort).await? else { continue };
        let rows = rows(on, filter, &rank, sort, behind, missing).await?;
        found.extend(rows.into_iter().map(|mailbox| (place, mailbox)));
    }
    Ok(found)
}

/// The next rows of one rank.
async fn rows(
    on: &mut impl Connection,
    filter: &Filter,
    rank: &Rank,
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
) -> Result<Vec<Mailbox>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let select = Select { columns: COLUMNS, filter, rank, sort, after, limit, sqlite };
    let portions = select.portions(PARTS);
    let mut rows: Vec<Mailbox> = vec![];
    for parts in &portions {
        for row in select.statement(parts).fetch_all::<Row>(on).await? {
            rows.push(row.into());
        }
    }
    if portions.len() > 1 {
        let place = |mailbox: &Mailbox| (Key::of(mailbox, sort.field), mailbox.address.clone());
        rows.sort_by_cached_key(place);
        if sort.descending {
            rows.reverse();
        }
        rows.truncate(limit);
    }
    Ok(rows)
}

/// The number of mailboxes in the whole list.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    if filter.is_counted() {
        return mailbox_counts::count(on, filter).await;
    }
    if let Some(before) = filter.ending_before() {
        return count_ending(on, filter, before).await;
    }
    let mut total = 0;
    for statement in whole(on, filter, "COUNT(*)").await? {
        total += statement.number(on).await?;
    }
    Ok(total)
}

/// The number of mailboxes in service that end before a time without a request for something else. The conditions on
/// state and request are those of the index, word for word.
async fn count_ending(
    on: &mut impl Connection,
    filter: &Filter,
    before: DateTime<Utc>,
) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push(
        "SELECT COUNT(*) FROM mailbox WHERE state IN ('active', 'disabled') AND service_request = 'none' \
         AND expires_at < ",
    );
    statement.bind(Value::Time(before)).push(" AND domain_id IN ");
    statement.bind_list(filter.domains.iter().map(|id| Value::id(*id)));
    statement.number(on).await
}

/// The number of mailboxes of each state in the list, as it would be without its filter by states.
/// States without mailboxes may be missing.
pub async fn count_by_state(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<HashMap<MailboxState, i64>, StorageError> {
    let filter = Filter { states: vec![], ..filter.clone() };
    let statements = if filter.is_counted() {
        vec![mailbox_counts::by_state(&filter)]
    } else {
        let mut statements = whole(on, &filter, "m.state, COUNT(*)").await?;
        for statement in &mut statements {
            statement.push(" GROUP BY m.state");
        }
        statements
    };
    let mut counts = HashMap::new();
    for statement in statements {
        for (state, number) in statement.fetch_all::<(String, i64)>(on).await? {
            *counts.entry(MailboxState::try_from(state)?).or_default() += number;
        }
    }
    Ok(counts)
}

/// The statements that together select these columns, such as a count, of all rows of a list.
async fn whole(
    on: &mut impl Connection,
    filter: &Filter,
    columns: &str,
) -> Result<Vec<Statement>, StorageError> {
    let (sqlite, sort) = (on.engine().is_sqlite(), Sort::default());
    let mut statements = vec![];
    for kind in ranks(filter).into_iter().rev() {
        let Some(rank) = &kind.planned(on, filter, sort).await? else { continue };
        let select = Select { columns: COLUMNS, filter, rank, sort, after: None, limit: 0, sqlite };
        if kind == Kind::Inside && rank.plan == SearchPlan::Scan {
            // A name that equals the text or begins with it also contains it, so one scan covers
            // these ranks too.
            statements.push(select.whole_of_all_names(columns));
            break;
        }
        statements.push(select.whole(columns));
    }
    Ok(statements)
}
