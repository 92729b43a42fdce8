//! Collects the statements that were run and their query plans from the log, so that the tests
//! examine what the product really sends.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

use sigillo_storage::Db;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, Row};

/// A statement and the steps of its plan.
pub struct Run {
    pub statement: String,
    pub plan: Vec<String>,
}

#[derive(Default)]
struct Logged {
    /// The statements as sqlx logs them.
    statements: Vec<String>,
    /// The plans as PostgreSQL logs them: the text of the statement, then one step on each line.
    plans: Vec<String>,
}

static LOGGED: Mutex<Logged> = Mutex::new(Logged { statements: vec![], plans: vec![] });

/// Starts to collect. The log belongs to the whole process, so a single test does everything.
pub fn start() {
    let log = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_writer(|| Lines);
    log.try_init().expect("no other subscriber is set");
}

/// Opens the same database on connections that log the plan of every statement. Sequential scans
/// are disabled there, because PostgreSQL would use them for small tables whatever the indexes. Without
/// `bitmaps`, so are bitmap scans, which it prefers for a few rows and then sorts.
pub async fn explaining(db: &Db, bitmaps: bool) -> Db {
    let Db::Postgres { pool, .. } = db else { return db.clone() };
    let name = pool.connect_options().get_database().unwrap().to_owned();
    let settings = [
        "session_preload_libraries = auto_explain",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_level = notice",
        "enable_seqscan = off",
        if bitmaps { "enable_bitmapscan = on" } else { "enable_bitmapscan = off" },
    ];
    for setting in settings {
        let set = format!("ALTER DATABASE {name} SET {setting}");
        pool.execute(AssertSqlSafe(set)).await.unwrap();
    }
    // The database is opened as the product opens it; the settings apply to new connections.
    Db::open(pool.connect_options().to_url_lossy().as_str()).await.unwrap()
}

/// Updates the planner's statistics. On PostgreSQL they include which pages an index alone can answer
/// for: VACUUM leaves out the pages that another transaction may still see otherwise, so it is
/// repeated until none is left.
pub async fn analyze(db: &Db) {
    let pool = match db {
        Db::Sqlite { writer, .. } => return writer.execute("ANALYZE").await.map(drop).unwrap(),
        Db::Postgres { pool, .. } => pool,
    };
    for _ in 0..100 {
        pool.execute("VACUUM ANALYZE").await.unwrap();
        let visible = "SELECT bool_and(relallvisible = relpages) FROM pg_class \
                       WHERE relname IN ('mailbox', 'note')";
        if sqlx::query_scalar(visible).fetch_one(pool).await.unwrap() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("a transaction stays open, so VACUUM cannot finish");
}

pub fn clear() {
    *LOGGED.lock().unwrap() = Logged::default();
}

/// Returns the SELECTs that were run since [`clear`].
pub async fn runs(db: &Db) -> Vec<Run> {
    let Logged { statements, plans } = std::mem::take(&mut *LOGGED.lock().unwrap());
    let mut runs = vec![];
    match db {
        Db::Sqlite { readers, .. } => {
            for statement in statements.into_iter().filter(|text| text.starts_with("SELECT ")) {
                // Unbound values are NULL, which does not affect the plan.
                let explained = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
                let rows = sqlx::query(explained).fetch_all(readers).await.unwrap();
                let plan = steps(&rows);
                runs.push(Run { statement, plan });
            }
        }
        Db::Postgres { .. } => {
            for logged in plans {
                let Some((_, logged)) = logged.split_once("Query Text: SELECT ") else { continue };
                // The text may have several lines; the plan begins at the line with the first cost.
                let costs = logged.find("(cost=").expect("a plan contains its costs");
                let (statement, plan) = logged.split_at(logged[..costs].rfind('\n').unwrap_or(0));
                let plan = plan.trim().lines().map(str::to_owned).collect();
                runs.push(Run { statement: format!("SELECT {statement}"), plan });
            }
        }
    }
    runs
}

/// Prefixes each step with the steps that contain it, to tell sorting a page from sorting a table.
fn steps(rows: &[SqliteRow]) -> Vec<String> {
    let mut paths: HashMap<i64, String> = HashMap::new();
    let mut steps = vec![];
    for row in rows {
        let (id, parent): (i64, i64) = (row.get("id"), row.get("parent"));
        let detail: String = row.get("detail");
        let path = paths.get(&parent).map_or_else(String::new, |path| format!("{path} > "));
        let path = path + &detail;
        paths.insert(id, path.clone());
        steps.push(path);
    }
    steps
}

struct Lines;

impl Write for Lines {
    /// The formatter writes one whole event at a time.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let event: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
        let text = |field: &str| event["fields"][field].as_str().unwrap_or_default().trim();
        let mut heard = LOGGED.lock().unwrap();
        match event["target"].as_str() {
            Some("sqlx::query") => heard.statements.push(text("db.statement").to_owned()),
            Some("sqlx::postgres::notice") => heard.plans.push(text("message").to_owned()),
            _ => {}
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
