//! The views, triggers, functions and rules of the database, compared with those that the migrations make:
//! whoever adds or alters one changes what is read or written without touching a row.

use std::collections::BTreeMap;
use std::fmt;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::db::Db;
use crate::engine::Engine;
use crate::error::StorageError;
use crate::migrations;

/// An object that is not as the migrations make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaDifference {
    pub kind: String,
    /// Of a trigger or a rule with its table.
    pub name: String,
    pub difference: Difference,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The migrations make no such object.
    Unknown,
    Missing,
    Altered,
}

impl SchemaDifference {
    /// Whether it changes nothing by itself: somebody's own view, or a function that no trigger calls.
    pub fn is_harmless(&self) -> bool {
        self.difference == Difference::Unknown && matches!(self.kind.as_str(), "view" | "function")
    }
}

impl fmt::Display for SchemaDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, difference } = self;
        match difference {
            Difference::Unknown => write!(f, "the {kind} {name} is not one of Sigillo's"),
            Difference::Missing => write!(f, "the {kind} {name} is missing"),
            Difference::Altered => write!(f, "the {kind} {name} was altered"),
        }
    }
}

/// Definitions by kind and name.
type Objects = BTreeMap<(String, String), String>;

const SQLITE: &str =
    "SELECT type, CASE type WHEN 'trigger' THEN name || ' on ' || tbl_name ELSE name END, sql
     FROM sqlite_master WHERE type IN ('view', 'trigger')";

/// The objects of the schema in which tables are made. Names within a definition are qualified only where the
/// search path does not find them, so that the text does not depend on the name of the schema.
const POSTGRES: &str = "
    SELECT 'view', c.relname::text, pg_get_viewdef(c.oid) FROM pg_class c
    WHERE c.relnamespace = current_schema()::text::regnamespace AND c.relkind IN ('v', 'm')
    UNION ALL
    SELECT 'trigger', t.tgname || ' on ' || c.relname,
        pg_get_triggerdef(t.oid, true) || ' enabled ' || t.tgenabled::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::text::regnamespace AND NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', r.rulename || ' on ' || c.relname, pg_get_ruledef(r.oid, true)
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
    WHERE c.relnamespace = current_schema()::text::regnamespace AND r.rulename <> '_RETURN'
    UNION ALL
    SELECT 'function', p.proname::text, l.lanname || p.prosrc
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = current_schema()::text::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')";

/// What differs from the objects that the migrations make on an empty database. Nothing is compared with the
/// tables of a later release.
pub async fn differences(db: &Db) -> Result<Vec<SchemaDifference>, StorageError> {
    let (actual, expected) = match db {
        Db::Sqlite { readers, .. } => {
            let mut connection = readers.acquire().await?;
            if migrations::is_migrated_further(&mut Engine::Sqlite(&mut connection)).await? {
                return Ok(vec![]);
            }
            (sqlite_objects(&mut connection).await?, sqlite_expected().await?)
        }
        Db::Postgres { pool, servers } => {
            let mut connection = servers.attempt(pool, || pool.acquire()).await?;
            if migrations::is_migrated_further(&mut Engine::Postgres(&mut connection)).await? {
                return Ok(vec![]);
            }
            let actual = postgres_objects(&mut connection).await?;
            (actual, postgres_expected(&mut connection).await?)
        }
    };
    Ok(compare(actual, &expected))
}

async fn sqlite_objects(connection: &mut SqliteConnection) -> Result<Objects, StorageError> {
    Ok(objects(sqlx::query_as(SQLITE).fetch_all(connection).await?))
}

async fn postgres_objects(connection: &mut PgConnection) -> Result<Objects, StorageError> {
    Ok(objects(sqlx::query_as(POSTGRES).persistent(false).fetch_all(connection).await?))
}

fn objects(rows: Vec<(String, String, String)>) -> Objects {
    rows.into_iter().map(|(kind, name, definition)| ((kind, name), definition)).collect()
}

async fn sqlite_expected() -> Result<Objects, StorageError> {
    let mut empty = SqliteConnection::connect("sqlite::memory:").await?;
    for text in migrations::texts(&Engine::Sqlite(&mut empty)) {
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut empty).await?;
    }
    let expected = sqlite_objects(&mut empty).await?;
    empty.close().await?;
    Ok(expected)
}

/// Migrates an empty schema within a transaction that is rolled back.
async fn postgres_expected(connection: &mut PgConnection) -> Result<Objects, StorageError> {
    let texts = migrations::texts(&Engine::Postgres(connection));
    let mut tx = connection.begin().await?;
    // The present schema stays on the path for the extension's operators.
    let schema = "DO $$ BEGIN
         EXECUTE format('SET LOCAL search_path TO sigillo_expected, %I', current_schema());
     END $$";
    sqlx::raw_sql("CREATE SCHEMA sigillo_expected").execute(&mut *tx).await?;
    sqlx::raw_sql(schema).execute(&mut *tx).await?;
    for text in texts {
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut *tx).await?;
    }
    let expected = postgres_objects(&mut tx).await?;
    tx.rollback().await?;
    Ok(expected)
}

fn compare(actual: Objects, expected: &Objects) -> Vec<SchemaDifference> {
    let missing = expected.keys().filter(|key| !actual.contains_key(key)).cloned();
    let mut found: Vec<_> = missing.map(|key| (key, Difference::Missing)).collect();
    for (key, definition) in actual {
        match expected.get(&key) {
            Some(expected) if *expected == definition => {}
            Some(_) => found.push((key, Difference::Altered)),
            None => found.push((key, Difference::Unknown)),
        }
    }
    let difference = |((kind, name), difference)| SchemaDifference { kind, name, difference };
    found.into_iter().map(difference).collect()
}
