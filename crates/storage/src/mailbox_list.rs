//! Lists of mailboxes: filtered, searched, ordered, a page at a time.
//!
//! A search goes through three ranks, each in the order asked for: the mailbox of that very name,
//! those that begin with the text, those that contain it. A page ends at a [`Position`] (rank, sort
//! key, address), and the next one starts behind it: no OFFSET, so page 1,000 costs what page 1 does.
//!
//! A page is put together from parts that an index holds in the order asked for ([`select`]), or from
//! the few rows that an index of names gives ([`way`] says when).

pub(crate) mod filter;
mod names;
mod sample;
mod select;
mod trigrams;
mod way;

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::mailbox_list::{Sort, SortField};

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_counts;
use crate::mailboxes::{COLUMNS, Row};
pub use filter::Filter;
pub(crate) use select::{Part, Select};
pub(crate) use way::{Kind, Rank, Way, ranks};

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The order of the list it belongs to, as it travels.
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
            // A year of four digits is one that both engines hold, and put in the same order.
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

/// Parts of one statement, at most: SQLite takes 500 and 32,766 values.
const PARTS: usize = 100;

/// Up to `limit` mailboxes behind a position, and where they end if there are more.
pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
) -> Result<(Vec<Mailbox>, Option<Position>), StorageError> {
    let mut found: Vec<(u8, Mailbox)> = vec![];
    let first = after.map_or(0, |position| position.rank);
    for (place, kind) in (0u8..).zip(ranks(filter)).skip(usize::from(first)) {
        // One more than the page holds tells whether there is a next one.
        let missing = limit + 1 - found.len();
        let behind = after.filter(|position| position.rank == place);
        let Some(rank) = kind.found(on, filter, sort).await? else { continue };
        let rows = rows(on, filter, &rank, sort, behind, missing).await?;
        found.extend(rows.into_iter().map(|mailbox| (place, mailbox)));
        if found.len() > limit {
            break;
        }
    }
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

/// How many mailboxes the whole list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    if filter.search.is_none() {
        return mailbox_counts::count(on, filter).await;
    }
    let (sqlite, sort) = (on.engine().is_sqlite(), Sort::default());
    let mut total = 0;
    for kind in ranks(filter).iter().rev() {
        let Some(rank) = &kind.found(on, filter, sort).await? else { continue };
        let select = Select { columns: COLUMNS, filter, rank, sort, after: None, limit: 0, sqlite };
        if *rank == Rank::Inside(Way::Walk) {
            // What is that text, or begins with it, contains it too: one walk finds all.
            return select.count_of_all_ranks().number(on).await;
        }
        total += select.count().number(on).await?;
    }
    Ok(total)
}
