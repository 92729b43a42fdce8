//! Counts the rows of every table, to check that nothing was added.

use std::collections::BTreeMap;

use sqlx::{
    AssertSqlSafe, ColumnIndex, Database, Decode, Executor, IntoArguments, Pool, Row, Type,
};

/// Selects the names of all tables.
pub(crate) const SQLITE: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' \
     AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' \
     AND sql NOT LIKE 'CREATE VIRTUAL%'";
pub(crate) const POSTGRES: &str = "SELECT tablename FROM pg_tables \
     WHERE schemaname = 'public' AND tablename NOT LIKE '\\_sqlx%'";

pub(crate) async fn rows<D: Database>(pool: &Pool<D>, names: &'static str) -> BTreeMap<String, i64>
where
    for<'c> &'c Pool<D>: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
    String: Type<D> + for<'r> Decode<'r, D>,
    i64: Type<D> + for<'r> Decode<'r, D>,
    usize: ColumnIndex<D::Row>,
{
    let names = sqlx::query(names).fetch_all(pool).await.expect("the names of the tables");
    let mut counts = BTreeMap::new();
    for name in names {
        let name: String = name.get(0);
        let statement = AssertSqlSafe(format!("SELECT count(*) FROM {name}"));
        let row = sqlx::query(statement).fetch_one(pool).await.expect("a count");
        counts.insert(name, row.get(0));
    }
    counts
}
