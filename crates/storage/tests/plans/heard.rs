//! The statements that are run and how the engine went about each, out of the log: what is judged
//! is what the product sends.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Mutex;

use sigillo_storage::Db;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, Row};

/// A statement, and the steps of its plan.
pub struct Run {
    pub statement: String,
    pub plan: Vec<String>,
}

#[derive(Default)]
struct Heard {
    /// As sqlx logs them.
    statements: Vec<String>,
    /// As PostgreSQL tells them: the text, then a step a line.
    plans: Vec<String>,
}

static HEARD: Mutex<Heard> = Mutex::new(Heard { statements: vec![], plans: vec![] });

/// Starts to listen. The log is the whole process's: one test does all of it.
pub fn listen() {
    let log = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_writer(|| Lines);
    log.try_init().expect("nobody else listens");
}

/// The same database, on connections that tell the plan of every statement they run. What is small
/// is not read from end to end there, as it would be whatever its indexes.
pub async fn that_explains(db: &Db) -> Db {
    let Db::Postgres { pool, .. } = db else { return db.clone() };
    let name = pool.connect_options().get_database().unwrap().to_owned();
    let told = [
        "session_preload_libraries = auto_explain",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_level = notice",
        "enable_seqscan = off",
    ];
    for setting in told {
        let set = format!("ALTER DATABASE {name} SET {setting}");
        pool.execute(AssertSqlSafe(set)).await.unwrap();
    }
    // Opened as the product opens it: the settings count from the next connection on.
    Db::open(pool.connect_options().to_url_lossy().as_str()).await.unwrap()
}

/// Brings what the planner knows of the tables up to date.
pub async fn analyze(db: &Db) {
    match db {
        Db::Sqlite { writer, .. } => writer.execute("ANALYZE").await.map(drop).unwrap(),
        Db::Postgres { pool, .. } => pool.execute("VACUUM ANALYZE").await.map(drop).unwrap(),
    }
}

pub fn forget() {
    *HEARD.lock().unwrap() = Heard::default();
}

/// The SELECTs that were run since [`forget`].
pub async fn runs(db: &Db) -> Vec<Run> {
    let Heard { statements, plans } = std::mem::take(&mut *HEARD.lock().unwrap());
    let mut runs = vec![];
    match db {
        Db::Sqlite { readers, .. } => {
            for statement in statements.into_iter().filter(|text| text.starts_with("SELECT ")) {
                // What is not bound is NULL, and the plan does not depend on it.
                let explained = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
                let rows = sqlx::query(explained).fetch_all(readers).await.unwrap();
                let plan = steps(&rows);
                runs.push(Run { statement, plan });
            }
        }
        Db::Postgres { .. } => {
            for told in plans {
                let Some((_, told)) = told.split_once("Query Text: SELECT ") else { continue };
                // A text may have several lines; its plan begins where the first cost is told.
                let costs = told.find("(cost=").expect("a plan tells its costs");
                let (statement, plan) = told.split_at(told[..costs].rfind('\n').unwrap_or(0));
                let plan = plan.trim().lines().map(str::to_owned).collect();
                runs.push(Run { statement: format!("SELECT {statement}"), plan });
            }
        }
    }
    runs
}

/// Each step behind those it is part of: what sorts a page is another thing than what sorts a table.
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
    /// The formatter writes a whole event at a time.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let event: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
        let text = |field: &str| event["fields"][field].as_str().unwrap_or_default().trim();
        let mut heard = HEARD.lock().unwrap();
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
