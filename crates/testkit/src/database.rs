//! A database for one test.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::personal_secret::PersonalSecret;
use sigillo_storage::Db;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

pub(crate) struct TestDatabase {
    pub engine: Engine,
    pub db: Db,
    pub url: String,
    /// Holds the `SQLite` file until the test ends.
    _place: Option<EmptyDatabase>,
}

/// The key of every test's history.
pub fn history_key() -> HistoryKey {
    HistoryKey::derive(&[7; 32])
}

/// The secret of every test's personal values.
pub fn personal_secret() -> PersonalSecret {
    PersonalSecret::derive(&[9; 32])
}

/// A database without tables, for tests of start-up and migrations.
pub struct EmptyDatabase {
    pub url: String,
    /// Holds the `SQLite` file until the test ends.
    _folder: Option<TempDir>,
}

impl EmptyDatabase {
    pub async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = private_folder();
                let url = format!("sqlite:{}", folder.path().join("test.db").display());
                Self { url, _folder: Some(folder) }
            }
            Engine::Postgres => Self::in_cluster(&server()).await,
        }
    }

    /// A database on the test's own PostgreSQL server.
    pub async fn in_cluster(server: &str) -> Self {
        let name = unique_name();
        create(server, &format!("CREATE DATABASE {name}")).await;
        Self { url: address(server, &name), _folder: None }
    }

    /// An `SQLite` file in the test's own folder.
    pub fn in_file(file: &Path) -> Self {
        Self { url: format!("sqlite:{}", file.display()), _folder: None }
    }
}

/// A temporary folder that only its owner may enter, as an `SQLite` database needs it.
pub fn private_folder() -> TempDir {
    let owner_only = Permissions::from_mode(0o700);
    let folder = tempfile::Builder::new().permissions(owner_only).tempdir();
    folder.expect("a temporary folder")
}

/// The variable with the address of the throw-away PostgreSQL server.
const POSTGRES: &str = "SIGILLO_TEST_POSTGRES_URL";

impl TestDatabase {
    pub async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let place = EmptyDatabase::new(engine).await;
                let db = Db::open(&place.url).await.expect("SQLite opens");
                db.migrate().await.expect("SQLite migrates");
                db.set_history_key(history_key());
                db.set_personal_secret(personal_secret());
                Self { engine, db, url: place.url.clone(), _place: Some(place) }
            }
            Engine::Postgres => {
                let url = postgres().await;
                let db = Db::open(&url).await.expect("PostgreSQL opens");
                db.set_history_key(history_key());
                db.set_personal_secret(personal_secret());
                Self { engine, db, url, _place: None }
            }
        }
    }
}

/// The address of a new database, copied from a template that this process has migrated, which is
/// ten times faster than migrating each. The server is thrown away after the tests, with all
/// databases.
async fn postgres() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let server = server();
    let template = TEMPLATE
        .get_or_init(|| async {
            let template = unique_name();
            create(&server, &format!("CREATE DATABASE {template}")).await;
            let db = Db::open(&address(&server, &template)).await.expect("PostgreSQL opens");
            db.migrate().await.expect("PostgreSQL migrates");
            db.close().await;
            template
        })
        .await;
    let copy = unique_name();
    create(&server, &format!("CREATE DATABASE {copy} TEMPLATE {template}")).await;
    address(&server, &copy)
}

fn server() -> String {
    std::env::var(POSTGRES).unwrap_or_else(|_| {
        panic!("{POSTGRES} is not set: the tests need a PostgreSQL (./just test-rust starts one)")
    })
}

async fn create(server: &str, statement: &str) {
    // PostgreSQL copies a template for one client at a time.
    static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = ONE_AT_A_TIME.lock().await;
    let mut connection = PgConnection::connect(server).await.expect("PostgreSQL answers");
    sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await
        .expect("the database is made");
}

/// The server's address with another database.
fn address(server: &str, database: &str) -> String {
    let (base, parameters) = match server.split_once('?') {
        Some((base, parameters)) => (base, format!("?{parameters}")),
        None => (server, String::new()),
    };
    let base = base.rsplit_once('/').map_or(base, |(host, _)| host);
    format!("{base}/{database}{parameters}")
}

fn unique_name() -> String {
    let mut bytes = [0; 16];
    sigillo_app::Entropy::fill(&sigillo_adapters::entropy::SystemEntropy, &mut bytes);
    format!("test_{}", Uuid::from_bytes(bytes).simple())
}
