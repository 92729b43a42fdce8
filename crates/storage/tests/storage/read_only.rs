//! A PostgreSQL server that still answers but no longer accepts writes.

use std::time::Duration;

use sigillo_storage::{Connection, Db, Engine, StorageError, Tx, organizations, throttle};
use sigillo_testkit::{Engine as TestEngine, TestApp};
use sqlx::{AssertSqlSafe, Executor, PgPool};

async fn write(db: &Db) -> Result<(), StorageError> {
    let mut tx = db.begin().await?;
    throttle::count(&mut tx, "somebody", TestApp::START, TestApp::START).await?.ok();
    tx.commit().await
}

async fn read(db: &Db) {
    let mut on = db.read().await.expect("a connection");
    organizations::find_by_name(&mut on, "ente").await.expect("reads still work");
}

#[track_caller]
fn assert_refused(outcome: &Result<(), StorageError>) {
    let Err(StorageError::Unavailable(sqlx::Error::Database(error))) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(error.code().as_deref(), Some("25006"), "{error}");
    let message = outcome.as_ref().unwrap_err().to_string();
    assert!(message.ends_with("it takes no writes; see whether it is a standby"), "{message}");
}

fn pool(db: &Db) -> &PgPool {
    let Db::Postgres { pool, .. } = db else { panic!("not on PostgreSQL") };
    pool
}

/// Makes new sessions of the database read-only or writable. Open sessions keep their setting, like
/// a connection to a server that was demoted.
async fn set_read_only(app: &TestApp, read_only: bool) {
    let pool = pool(&app.app.db);
    let options = pool.connect_options();
    let name = options.get_database().unwrap();
    let action = if read_only { "SET default_transaction_read_only = on" } else { "RESET ALL" };
    pool.execute(AssertSqlSafe(format!("ALTER DATABASE {name} {action}"))).await.unwrap();
}

/// Makes the only connection of the pool read-only, as if the server had been demoted.
async fn demote_the_only_connection(db: &Db) {
    assert_eq!(pool(db).size(), 1);
    let mut on = db.read().await.unwrap();
    let Engine::Postgres(connection) = on.engine() else { panic!("not on PostgreSQL") };
    connection.execute("SET default_transaction_read_only = on").await.unwrap();
    drop(on);
    // A separate task returns the connection to the pool.
    while pool(db).num_idle() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

async fn backend(tx: &mut Tx) -> i32 {
    let Engine::Postgres(connection) = tx.engine() else { panic!("not on PostgreSQL") };
    sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(connection).await.unwrap()
}

#[actix_web::test]
async fn a_connection_is_closed_after_a_refused_write() {
    let app = TestApp::on(TestEngine::Postgres).await;
    let db = Db::open(app.url()).await.unwrap();
    demote_the_only_connection(&db).await;
    let mut tx = db.begin().await.unwrap();
    let demoted = backend(&mut tx).await;
    let refused = throttle::count(&mut tx, "somebody", TestApp::START, TestApp::START).await;
    assert_refused(&refused.map(drop));
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    assert_ne!(backend(&mut tx).await, demoted);
    tx.commit().await.unwrap();
    write(&db).await.expect("the next connection accepts writes");
}

#[actix_web::test]
async fn an_idle_connection_is_checked_before_use() {
    let app = TestApp::on(TestEngine::Postgres).await;
    let db = Db::open(app.url()).await.unwrap();
    demote_the_only_connection(&db).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    write(&db).await.expect("no write uses a connection that is known to be read-only");
}

#[actix_web::test]
async fn a_read_only_connection_has_every_connection_checked() {
    let app = TestApp::on(TestEngine::Postgres).await;
    let db = Db::open(app.url()).await.unwrap();
    let (one, other) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    for mut tx in [one, other] {
        let Engine::Postgres(connection) = tx.engine() else { panic!("not on PostgreSQL") };
        connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY").await.unwrap();
        tx.commit().await.unwrap();
    }
    while pool(&db).num_idle() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_refused(&write(&db).await);
    // The pools of all threads share what they know about the servers.
    let outcomes = [write(&db).await, write(&db).await, write(&db.for_thread(2)).await];
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
}

#[actix_web::test]
async fn reads_continue_and_writes_resume_when_accepted() {
    let app = TestApp::on(TestEngine::Postgres).await;
    set_read_only(&app, true).await;
    let db = Db::open(app.url()).await.unwrap();
    for _ in 0..20 {
        read(&db).await;
        assert_refused(&write(&db).await);
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    set_read_only(&app, false).await;
    let asked = tokio::time::Instant::now();
    while write(&db).await.is_err() {
        read(&db).await;
        assert!(asked.elapsed() < Duration::from_secs(2), "writes still go to the demoted server");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[actix_web::test]
async fn reads_of_a_read_only_server_share_connections() {
    let app = TestApp::on(TestEngine::Postgres).await;
    set_read_only(&app, true).await;
    let db = Db::open(app.url()).await.unwrap();
    let opened = |db: Db| async move {
        let count = "SELECT sessions FROM pg_stat_database WHERE datname = current_database()";
        sqlx::query_scalar::<_, i64>(count).fetch_one(pool(&db)).await.unwrap()
    };
    let before = opened(app.app.db.clone()).await;
    for _ in 0..200 {
        assert_refused(&write(&db).await);
        read(&db).await;
    }
    // The server's statistics lag by up to half a second.
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let after = opened(app.app.db.clone()).await;
    assert!(after - before < 20, "{} connections for 400 requests", after - before);
}

#[actix_web::test]
async fn a_listed_server_that_is_down_is_skipped() {
    let app = TestApp::on(TestEngine::Postgres).await;
    let socket = pool(&app.app.db).connect_options().get_socket().unwrap().display().to_string();
    let (address, _) = app.url().split_once('?').unwrap();
    let (before, rest) = address.split_once("127.0.0.1").unwrap();
    for url in [
        format!("{before}127.0.0.1:1,127.0.0.1{rest}"),
        format!("{before}127.0.0.1:1,[::1]:1,127.0.0.1{rest}?target_session_attrs=read-write"),
        format!("{before}{}:1,127.0.0.1{rest}", socket.replace('/', "%2F")),
    ] {
        let db = Db::open(&url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
        write(&db).await.unwrap();
        read(&db.for_thread(1)).await;
        drop(db.snapshot().await.unwrap());
        db.migrate().await.unwrap();
    }
    let nowhere = format!("{before}127.0.0.1:1,[::1]:1/x");
    let error = Db::open(&nowhere).await.unwrap_err();
    assert!(matches!(error, StorageError::Unavailable(_)), "{error:?}");
    let message = error.to_string();
    assert!(message.contains("127.0.0.1:1: ") && message.contains("; [::1]:1: "), "{message}");
}

#[actix_web::test]
async fn the_name_of_a_database_lists_all_its_servers() {
    let app = TestApp::on(TestEngine::Postgres).await;
    let (address, _) = app.url().split_once('?').unwrap();
    let (_, here) = address.split_once('@').unwrap();
    let db = Db::open(&address.replace('@', "@127.0.0.1:1,")).await.unwrap();
    assert_eq!(db.name(), format!("127.0.0.1:1,{here}"));
    let (host, name) = here.split_once('/').unwrap();
    assert_eq!(Db::open(address).await.unwrap().name(), format!("{host}/{name}"));
}
