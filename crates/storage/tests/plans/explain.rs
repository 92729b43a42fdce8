//! How an engine means to go about a statement.

use sigillo_storage::Db;
use sqlx::{AssertSqlSafe, Executor, Row, raw_sql};

/// The steps of the plan, one a line.
pub async fn explain(db: &Db, statement: &str) -> Vec<String> {
    match db {
        // What is not bound is NULL, and the plan does not depend on it.
        Db::Sqlite { readers, .. } => {
            let explained = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let rows = sqlx::query(explained).fetch_all(readers).await.unwrap();
            rows.iter().map(|row| row.get::<String, _>("detail")).collect()
        }
        Db::Postgres(pool) => {
            let mut connection = pool.acquire().await.unwrap();
            let parameters = (1..).take_while(|n| statement.contains(&format!("${n}"))).count();
            let values = match parameters {
                0 => String::new(),
                _ => format!("({})", vec!["NULL"; parameters].join(", ")),
            };
            // The plan for any values, which is what a statement that is kept prepared comes to;
            // a small table would be read from end to end whatever its indexes.
            let prepare = format!(
                "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
                 DEALLOCATE ALL; PREPARE judged AS {statement}"
            );
            connection.execute(raw_sql(AssertSqlSafe(prepare))).await.unwrap();
            let explain = format!("EXPLAIN (COSTS OFF) EXECUTE judged{values}");
            let rows = raw_sql(AssertSqlSafe(explain)).fetch_all(&mut *connection).await.unwrap();
            // Not to be given back with its settings and without its statements.
            connection.close().await.unwrap();
            rows.iter().map(|row| row.get::<String, _>(0)).collect()
        }
    }
}

/// Brings what the planner knows of the tables up to date.
pub async fn analyze(db: &Db) {
    match db {
        Db::Sqlite { writer, .. } => writer.execute("ANALYZE").await.map(drop).unwrap(),
        Db::Postgres(pool) => pool.execute("ANALYZE").await.map(drop).unwrap(),
    }
}
