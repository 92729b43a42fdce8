//! Lists of mailboxes: filtered, searched, ordered, a page at a time.
//!
//! A search goes through three ranks, each in the order asked for: the mailbox of that very name,
//! those that begin with the text, those that contain it. A page ends at a [`Position`] (rank, sort
//! key, address), and the next one starts behind it: no OFFSET, so page 1,000 costs what page 1 does.

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::mailbox::{Mailbox, PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::db::Connection;
use crate::error::StorageError;
use crate::mailboxes::{Row, SELECT};

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

/// Behind every text that starts with the prefix, in the order of bytes.
const LAST: char = '\u{10FFFF}';
/// Fewest characters that a trigram index can find.
const TRIGRAM: usize = 3;
/// Up to how many hits the trigram index is the shorter way; above, walking the list meets enough of
/// them soon (measured at 1,000,000 rows: 0.2 ms against 27 ms for a rare term, 114 against 1 for a
/// frequent one).
const RARE: i64 = 2000;

/// How a text is looked for inside the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The trigram index gives the ids, and those are few.
    Index,
    /// The list is walked in its order, and each name is tried.
    Walk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    Everything,
    Exact,
    Prefix,
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
    let ranks = ranks(on, filter).await?;
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
/// The indexes have the order of each domain, not that of several: these are asked one by one and put
/// together here, where the database would read all of their rows to sort them. The few ids of the
/// trigram index are of any domain.
async fn rows(
    on: &mut impl Connection,
    filter: &Filter,
    rank: Rank,
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
) -> Result<Vec<Mailbox>, StorageError> {
    let all = filter.domains.len();
    let at_once = if rank == Rank::Inside(Way::Index) { all.max(1) } else { 1 };
    let mut rows: Vec<Mailbox> = vec![];
    for domains in filter.domains.chunks(at_once) {
        let part = Filter { domains: domains.to_vec(), ..filter.clone() };
        let sqlite = on.engine().is_sqlite();
        let statement = select(SELECT, &part, rank, sort, after, limit, sqlite);
        for row in statement.fetch_all::<Row>(on).await? {
            rows.push(row.try_into()?);
        }
    }
    if all > at_once {
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
    for rank in ranks(on, filter).await? {
        let mut statement = Statement::default();
        statement.push("SELECT COUNT(*) FROM mailbox m");
        narrow(&mut statement, filter, rank, Sort::default(), None, sqlite);
        total += statement.fetch_all::<(i64,)>(on).await?.first().map_or(0, |(count,)| *count);
    }
    Ok(total)
}

pub(crate) async fn ranks(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Vec<Rank>, StorageError> {
    let Some(text) = &filter.search else {
        return Ok(vec![Rank::Everything]);
    };
    // Names hold no `@`: a text with one can only be the beginning of an address. Nor do they hold
    // any letter that the trigram index would take for one of ours.
    if text.contains('@') || !text.is_ascii() {
        return Ok(vec![Rank::Exact, Rank::Prefix]);
    }
    let way = if text.chars().count() < TRIGRAM { Way::Walk } else { probe(on, text).await? };
    Ok(vec![Rank::Exact, Rank::Prefix, Rank::Inside(way)])
}

/// Counts the hits of a text as far as they are few.
async fn probe(on: &mut impl Connection, text: &str) -> Result<Way, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM (");
    hits(&mut statement, text, on.engine().is_sqlite());
    statement.push(" LIMIT ").bind(Value::Int(RARE)).push(") AS hits");
    let hits = statement.fetch_all::<(i64,)>(on).await?.first().map_or(0, |(count,)| *count);
    Ok(if hits < RARE { Way::Index } else { Way::Walk })
}

/// The ids of the mailboxes whose name contains a text, out of the trigram index.
fn hits(statement: &mut Statement, text: &str, sqlite: bool) {
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

/// A LIKE pattern; the backslash is the escape on PostgreSQL, and named as such on `SQLite`.
fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// The next rows of one rank, of whatever `what` asks for of the mailboxes `m`.
pub(crate) fn select(
    what: &'static str,
    filter: &Filter,
    rank: Rank,
    sort: Sort,
    after: Option<&Position>,
    limit: usize,
    sqlite: bool,
) -> Statement {
    let (order, beyond) = if sort.descending { (" DESC", " < ") } else { ("", " > ") };
    let column = match sort.field {
        SortField::Address => None,
        SortField::LocalPart => Some("m.local_part"),
        SortField::CreatedAt => Some("m.created_at"),
        SortField::State => Some("m.state"),
        SortField::Quota => Some("m.quota_mb"),
        SortField::Fill => Some("m.fill"),
    };
    let mut statement = Statement::default();
    statement.push(what);
    narrow(&mut statement, filter, rank, sort, after, sqlite);
    if let Some(position) = after {
        let address = Value::Text(position.address.clone());
        match column.zip(position.key.value()) {
            Some((column, key)) => {
                statement.push(" AND (").push(column).push(", m.address)").push(beyond);
                statement.bind_list([key, address]);
            }
            None => {
                statement.push(" AND m.address").push(beyond).bind(address);
            }
        }
    }
    statement.push(" ORDER BY ");
    if let Some(column) = column {
        statement.push(column).push(order).push(", ");
    }
    statement.push("m.address").push(order);
    statement.push(" LIMIT ").bind(Value::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
    statement
}

fn narrow(
    statement: &mut Statement,
    filter: &Filter,
    rank: Rank,
    sort: Sort,
    after: Option<&Position>,
    sqlite: bool,
) {
    // The sign keeps SQLite's planner from walking the domain's index when the ids are at hand.
    let by_ids = rank == Rank::Inside(Way::Index) && sqlite;
    statement.push(if by_ids { " WHERE +m.domain_id" } else { " WHERE m.domain_id" });
    match filter.domains.as_slice() {
        [domain] => statement.push(" = ").bind(Value::Id(*domain)),
        domains => statement.push(" IN ").bind_list(domains.iter().copied().map(Value::Id)),
    };
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(|state| Value::Text(state.as_str().to_owned()));
        // Nor from walking all of a state when the name is at hand.
        let by_name = rank == Rank::Exact && sqlite;
        statement.push(if by_name { " AND +m.state IN " } else { " AND m.state IN " });
        statement.bind_list(states);
    }
    if !filter.passwords.is_empty() {
        let states = filter.passwords.iter().map(|state| Value::Text(state.as_str().to_owned()));
        let at_hand = rank == Rank::Exact && sqlite;
        statement.push(if at_hand {
            " AND +m.password_state IN "
        } else {
            " AND m.password_state IN "
        });
        statement.bind_list(states);
    }
    if filter.over_soft_limit {
        statement.push(" AND m.used_bytes >= m.soft_limit_mb * 1048576");
    }
    let text = filter.search.as_deref().unwrap_or_default();
    let column = if text.contains('@') { "m.address" } else { "m.local_part" };
    match rank {
        Rank::Everything => {}
        Rank::Exact => {
            statement.push(" AND ").push(column).push(" = ").bind(Value::Text(text.to_owned()));
        }
        Rank::Prefix => {
            statement.push(" AND ").push(column).push(" <> ").bind(Value::Text(text.to_owned()));
            begins(statement, column, text, sort, after);
            if let Some((name, _)) = text.split_once('@') {
                // The name is whole, and the index of names gives every order.
                statement.push(" AND m.local_part = ").bind(Value::Text(name.to_owned()));
            }
        }
        Rank::Inside(way) => {
            statement.push(" AND NOT (m.address >= ").bind(Value::Text(text.to_owned()));
            statement.push(" AND m.address < ").bind(Value::Text(format!("{text}{LAST}")));
            statement.push(")");
            contains(statement, text, way, sqlite);
        }
    }
}

/// What begins so, as a range of the index that has the order.
///
/// The end of the range on whose side the last page ended is left to the position: of two conditions
/// on one side SQLite goes by one, and tries every row by the other.
fn begins(
    statement: &mut Statement,
    column: &str,
    prefix: &str,
    sort: Sort,
    after: Option<&Position>,
) {
    // A name's beginning is its address's too.
    let column = if sort.field == SortField::Address { "m.address" } else { column };
    let inside = |position: &Position| match (sort.field, &position.key) {
        (SortField::Address, _) => position.address.starts_with(prefix),
        (SortField::LocalPart, Key::Text(name)) => name.starts_with(prefix),
        _ => false,
    };
    let entered = after.is_some_and(inside);
    if !entered || sort.descending {
        statement.push(" AND ").push(column).push(" >= ").bind(Value::Text(prefix.to_owned()));
    }
    if !entered || !sort.descending {
        let last = Value::Text(format!("{prefix}{LAST}"));
        statement.push(" AND ").push(column).push(" < ").bind(last);
    }
}

fn contains(statement: &mut Statement, text: &str, way: Way, sqlite: bool) {
    if way == Way::Index {
        statement.push(" AND m.id IN (");
        // MATERIALIZED: the planner must not turn the ids back into a walk.
        statement.push(if sqlite { "" } else { "WITH hit AS MATERIALIZED (" });
        hits(statement, text, sqlite);
        statement.push(if sqlite { ")" } else { ") SELECT id FROM hit)" });
    } else {
        statement.push(" AND m.local_part LIKE ").bind(Value::Text(containing(text)));
        statement.push(" ESCAPE '\\'");
    }
}
