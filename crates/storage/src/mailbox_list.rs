//! Lists of mailboxes: filtered, searched, ordered, a page at a time.
//!
//! A search goes through three ranks, each in the order asked for: the mailbox of that very name,
//! those that begin with the text, those that contain it. A page ends at a [`Position`] (rank, sort
//! key, address), and the next one starts behind it: no OFFSET, so page 1,000 costs what page 1 does.
//!
//! A page is put together from parts that an index holds in the order asked for ([`select`]).

mod select;

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::mailbox::{Mailbox, PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::db::Connection;
use crate::error::StorageError;
use crate::mailboxes::{Row, SELECT};
pub(crate) use select::{Part, Select};
use select::{containing, within};

/// Which mailboxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Any of these domains.
    pub domains: Vec<Uuid>,
    /// Any of these states; all of them when empty.
    pub states: Vec<State>,
    /// Whose password is in any of these states; all of them when empty.
    pub passwords: Vec<PasswordState>,
    /// Only those that hold as much as their soft limit, or more.
    pub over_soft_limit: bool,
    /// Lowercase text to search for.
    pub search: Option<String>,
}

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

impl Filter {
    /// Whether it asks for some of a domain's mailboxes by what they are, whatever their names.
    fn narrows(&self) -> bool {
        !self.states.is_empty() || !self.passwords.is_empty() || self.over_soft_limit
    }
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
/// Fewest characters that a trigram index can find.
const TRIGRAM: usize = 3;
/// Up to how many hits the trigram index is the shorter way; above, walking the list meets enough of
/// them soon (measured at 1,000,000 rows: 0.2 ms against 27 ms for a rare term, 114 against 1 for a
/// frequent one).
const RARE: i64 = 2000;

/// How the names that hold a text, or begin with it, are come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// An index of the names gives them, and those are few.
    Index,
    /// The list is walked in its order, and each name is tried.
    Walk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    Everything,
    Exact,
    Prefix(Way),
    Inside(Way),
}

/// Up to `limit` mailboxes behind a position, and where they end if there are more.
pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
) -> Result<(Vec<Mailbox>, Option<Position>), StorageError> {
    let mut found: Vec<(u8, Mailbox)> = vec![];
    let ranks = ranks(on, filter, sort).await?;
    let first = after.map_or(0, |position| position.rank);
    for (rank, place) in ranks.into_iter().zip(0u8..).skip(usize::from(first)) {
        // One more than the page holds tells whether there is a next one.
        let missing = limit + 1 - found.len();
        let behind = after.filter(|position| position.rank == place);
        let rows = rows(on, filter, rank, sort, behind, missing).await?;
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
///
/// The indexes have the order of each part, not that of several: each gives as many rows as are
/// missing, and these are put together, where the database would read all of them to sort them.
async fn rows(
    on: &mut impl Connection,
    filter: &Filter,
    rank: Rank,
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
) -> Result<Vec<Mailbox>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let select = Select { what: SELECT, filter, rank, sort, after, limit, sqlite };
    let parts = select.parts();
    let mut rows: Vec<Mailbox> = vec![];
    for some in parts.chunks(PARTS) {
        for row in select.statement(some).fetch_all::<Row>(on).await? {
            rows.push(row.try_into()?);
        }
    }
    if parts.len() > PARTS {
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
    let sqlite = on.engine().is_sqlite();
    let mut total = 0;
    let sort = Sort::default();
    for rank in ranks(on, filter, sort).await? {
        let select = Select { what: SELECT, filter, rank, sort, after: None, limit: 0, sqlite };
        let statement = select.count();
        total += one(statement, on).await?;
    }
    Ok(total)
}

pub(crate) async fn ranks(
    on: &mut impl Connection,
    filter: &Filter,
    sort: Sort,
) -> Result<Vec<Rank>, StorageError> {
    let Some(text) = &filter.search else {
        return Ok(vec![Rank::Everything]);
    };
    let prefix = Rank::Prefix(beginning(on, filter, text, sort).await?);
    // Names hold no `@`: a text with one can only be the beginning of an address. Nor do they hold
    // any letter that the trigram index would take for one of ours.
    if text.contains('@') || !text.is_ascii() {
        return Ok(vec![Rank::Exact, prefix]);
    }
    let few = text.chars().count() >= TRIGRAM && {
        let mut statement = Statement::default();
        statement.push("SELECT COUNT(*) FROM (");
        hits(&mut statement, text, on.engine().is_sqlite());
        statement.push(" LIMIT ").push(&RARE.to_string()).push(") AS hits");
        one(statement, on).await? < RARE
    };
    let way = if few { Way::Index } else { Way::Walk };
    Ok(vec![Rank::Exact, prefix, Rank::Inside(way)])
}

/// How those that begin with a text are come by: they are a range of the names, which has the order
/// of names. In any other order few of them are sorted, and many are met soon.
async fn beginning(
    on: &mut impl Connection,
    filter: &Filter,
    text: &str,
    sort: Sort,
) -> Result<Way, StorageError> {
    if text.contains('@') || matches!(sort.field, SortField::LocalPart | SortField::Address) {
        return Ok(Way::Walk);
    }
    let mut hits = 0;
    for domain in &filter.domains {
        let mut statement = Statement::default();
        statement
            .push("SELECT COUNT(*) FROM (SELECT m.address FROM mailbox m WHERE m.domain_id = ");
        statement.bind(Value::Id(*domain));
        within(&mut statement, "m.local_part", text);
        let left = (RARE - hits).to_string();
        statement.push(" LIMIT ").push(&left).push(") AS hits").plan_each_time();
        hits += one(statement, on).await?;
        if hits >= RARE {
            return Ok(Way::Walk);
        }
    }
    Ok(Way::Index)
}

async fn one(statement: Statement, on: &mut impl Connection) -> Result<i64, StorageError> {
    Ok(statement.fetch_all::<(i64,)>(on).await?.first().map_or(0, |(count,)| *count))
}

/// The ids of the mailboxes whose name contains a text, out of the trigram index.
fn hits(statement: &mut Statement, text: &str, sqlite: bool) {
    statement.plan_each_time();
    if sqlite {
        let phrase = format!("\"{}\"", text.replace('"', "\"\""));
        statement
            .push("SELECT mailbox_id AS id FROM mailbox_search WHERE mailbox_search MATCH ")
            .bind(Value::Text(phrase));
    } else {
        statement
            .push("SELECT id FROM mailbox WHERE local_part LIKE ")
            .bind(Value::Text(containing(text)));
    }
}
