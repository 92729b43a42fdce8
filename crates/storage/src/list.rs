//! Lists of ordinary resources: filtered, searched, sorted, a page at a time.
//!
//! A resource describes its list once, by [`List`]; its pages and its count follow from that, by the
//! same SQL text on both engines. A page ends at a [`Position`] (the sort key and the id of its last
//! row), and the next one starts behind it: no OFFSET, so that page 1,000 costs what page 1 does, and
//! rows added meanwhile move none to another page.
//!
//! A search reads every row in the caller's scope and compares its text. With 10,000 accounts and
//! 10,000 domains, in an unoptimised build, the slowest page that was searched, sorted and counted took
//! 61 ms on SQLite and 38 ms on PostgreSQL, so these tables need no index for it. The list of mailboxes
//! may be a hundred times as long: see [`crate::mailbox_list`].

mod conditions;
mod position;

use sigillo_domain::list::Sort;
use sigillo_domain::text_enum::TextEnum;
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

pub(crate) use conditions::Conditions;
use conditions::prefix_pattern;
pub use position::Position;
pub(crate) use position::{KeyOf, SortColumn};

/// Which page of a list, in which order.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRequest<F> {
    pub sort: Sort<F>,
    /// Where the previous page ended; None for the first page.
    pub after: Option<Position>,
    pub limit: usize,
    /// Whether to count the rows of the whole list.
    pub count: bool,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPage<T> {
    pub items: Vec<T>,
    /// Where the page ends; None when it is the last one.
    pub end: Option<Position>,
    /// The number of rows in the whole list, if it was asked for.
    pub total: Option<i64>,
}

/// The description of a list. The implementor is its filter: scope, search and all.
pub(crate) trait List {
    type SortField: TextEnum;
    type Row: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>;
    type Item;

    /// The columns that are read.
    const COLUMNS: &'static [&'static str];
    /// The table and its joins, none of which may multiply the rows.
    const FROM: &'static str;
    /// The column of the unique id, which breaks ties.
    const ID: &'static str;

    fn sort_column(field: Self::SortField) -> SortColumn<Self::Row>;

    /// Adds the conditions that select the rows of the list: those in the caller's scope that pass
    /// the filters.
    fn conditions(&self, conditions: &mut Conditions<'_>);

    fn id(row: &Self::Row) -> Uuid;

    fn item(row: Self::Row) -> Result<Self::Item, StorageError>;
}

/// Reads a page of a list. A position that does not fit the order is [`StorageError::InvalidPosition`].
pub(crate) async fn page<L: List>(
    on: &mut impl Connection,
    list: &L,
    request: &PageRequest<L::SortField>,
) -> Result<ListPage<L::Item>, StorageError> {
    // One row more than the page holds is fetched, to know whether there is a next page.
    let mut rows = rows(on, list, request, request.limit.saturating_add(1)).await?;
    let more = rows.len() > request.limit;
    rows.truncate(request.limit);
    let last = rows.last().filter(|_| more);
    let end = last.map(|row| position::<L>(row, request.sort.field));
    let items = rows.into_iter().map(L::item).collect::<Result<_, _>>()?;
    let total = if request.count { Some(count(on, list).await?) } else { None };
    Ok(ListPage { items, end, total })
}

/// The first rows of a list after the position of a request.
pub(crate) async fn rows<L: List>(
    on: &mut impl Connection,
    list: &L,
    request: &PageRequest<L::SortField>,
    limit: usize,
) -> Result<Vec<L::Row>, StorageError> {
    let column = L::sort_column(request.sort.field);
    let mut statement = page_statement(list, &column, request)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    statement.push(" LIMIT ").bind(Value::Int(limit));
    statement.fetch_all::<L::Row>(on).await
}

/// The position of the row that comes so many rows after the position of a request; None where the list ends
/// before it.
pub(crate) async fn position_after<L: List>(
    on: &mut impl Connection,
    list: &L,
    request: &PageRequest<L::SortField>,
    rows: usize,
) -> Result<Option<Position>, StorageError> {
    let column = L::sort_column(request.sort.field);
    let mut statement = page_statement(list, &column, request)?;
    statement.push(" LIMIT 1 OFFSET ").bind(Value::Int(i64::try_from(rows).unwrap_or(i64::MAX)));
    let row = statement.fetch_all::<L::Row>(on).await?.pop();
    Ok(row.map(|row| position::<L>(&row, request.sort.field)))
}

/// The position of a row.
pub(crate) fn position<L: List>(row: &L::Row, sorted_by: L::SortField) -> Position {
    Position::new(L::sort_column(sorted_by).key.of(row), L::id(row))
}

/// The rows of a searched list that fit the text best: those with a text that equals it, then those
/// with one that begins with it, then those that contain it; each in the order of the first of these
/// columns. Like any search of these lists, it reads every row in scope.
pub(crate) async fn best_matches<L: List>(
    on: &mut impl Connection,
    list: &L,
    searched: &str,
    columns: &[&str],
    limit: usize,
) -> Result<Vec<L::Item>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(&L::COLUMNS.join(", ")).push(" FROM ").push(L::FROM);
    list.conditions(&mut Conditions::new(&mut statement));
    statement.push(" ORDER BY CASE");
    let prefix = prefix_pattern(searched);
    for column in columns {
        statement
            .push(" WHEN ")
            .push(column)
            .push(" = ")
            .bind(Value::text(searched))
            .push(" THEN 0");
    }
    for column in columns {
        statement.push(" WHEN ").push(column).push(" LIKE ").bind(Value::text(&prefix));
        statement.push(" ESCAPE '\\' THEN 1");
    }
    statement.push(" ELSE 2 END");
    for column in columns.iter().take(1).chain([&L::ID]) {
        statement.push(", ").push(column);
    }
    statement.push(" LIMIT ").push(&limit.to_string());
    let rows = statement.fetch_all::<L::Row>(on).await?;
    rows.into_iter().map(L::item).collect()
}

/// The number of rows in a list.
pub(crate) async fn count<L: List>(
    on: &mut impl Connection,
    list: &L,
) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM ").push(L::FROM);
    list.conditions(&mut Conditions::new(&mut statement));
    statement.number(on).await
}

fn page_statement<L: List>(
    list: &L,
    column: &SortColumn<L::Row>,
    request: &PageRequest<L::SortField>,
) -> Result<Statement, StorageError> {
    let descending = request.sort.descending;
    let mut statement = Statement::default();
    statement.push("SELECT ").push(&L::COLUMNS.join(", ")).push(" FROM ").push(L::FROM);
    let mut conditions = Conditions::new(&mut statement);
    list.conditions(&mut conditions);
    if let Some(position) = &request.after {
        if !column.fits(position) {
            return Err(StorageError::InvalidPosition);
        }
        column.beyond(position, L::ID, descending, conditions.and());
    }
    column.order(L::ID, descending, &mut statement);
    Ok(statement)
}
