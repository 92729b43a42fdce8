//! A database that does not answer, or does not take writes, is told from one that is wrong.

use std::fmt::Debug;
use std::time::Duration;

use sigillo_storage::{Db, StorageError, organizations, throttle};
use sigillo_testkit::{EmptyDatabase, Engine, TestApp, on_both_engines};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "outcomes are judged where they arise")]
fn assert_unavailable<T: Debug>(outcome: Result<T, StorageError>) {
    assert!(matches!(outcome, Err(StorageError::Unavailable(_))), "{outcome:?}");
}

async fn write(db: &Db) -> Result<(), StorageError> {
    let mut tx = db.begin().await?;
    throttle::count(&mut tx, "somebody", TestApp::START, TestApp::START).await?.ok();
    tx.commit().await
}

/// The one connection that writes waits this little for another's lock.
async fn be_impatient(db: &Db) {
    let Db::Sqlite { writer, .. } = db else { panic!("this is about SQLite") };
    writer.execute("PRAGMA busy_timeout = 50").await.unwrap();
}

on_both_engines! {
    async fn a_closed_pool(app: TestApp) {
        let db = &app.app.db;
        db.close().await;
        assert_unavailable(db.ping().await);
        assert_unavailable(db.read().await);
        assert_unavailable(db.begin().await);
        assert_unavailable(db.migrate().await);
    }
}

#[actix_web::test]
async fn a_file_that_may_only_be_read() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    let read_only = Db::open(&format!("{}?mode=ro", database.url)).await.unwrap();
    read_only.ping().await.unwrap();
    assert_unavailable(write(&read_only).await);
}

#[actix_web::test]
async fn a_file_that_another_holds() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    be_impatient(&db).await;
    let mut other = SqliteConnection::connect(&database.url).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    assert_unavailable(write(&db).await);
    db.ping().await.expect("reading goes on meanwhile");
    other.execute("ROLLBACK").await.unwrap();
    write(&db).await.expect("it goes on when the other lets go");
}

#[actix_web::test]
async fn a_folder_that_is_not_there() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    let url = database.url.replace("test.db", "missing/test.db");
    assert_unavailable(Db::open(&url).await);
}

#[actix_web::test]
async fn a_server_that_is_not_reachable() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://postgres@localhost/x?host={}", folder.path().display());
    assert_unavailable(Db::open(&url).await);
}

#[actix_web::test]
async fn a_server_that_takes_no_writes() {
    let app = TestApp::on(Engine::Postgres).await;
    let read_only = "options[default_transaction_read_only]=on";
    let standby = Db::open(&format!("{}&{read_only}", app.url())).await.unwrap();
    standby.ping().await.unwrap();
    assert_unavailable(write(&standby).await);
}

#[actix_web::test]
async fn a_connection_that_is_cut_under_a_transaction() {
    let app = TestApp::on(Engine::Postgres).await;
    let Db::Postgres { pool, .. } = &app.app.db else { panic!("this is about PostgreSQL") };
    let mut tx = app.app.db.begin().await.unwrap();
    let sigillo_storage::Tx::Postgres(connection, _) = &mut tx else { panic!("of PostgreSQL") };
    let id: i32 =
        sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut **connection).await.unwrap();
    let cut = format!("SELECT pg_terminate_backend({id})");
    pool.execute(AssertSqlSafe(cut)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_unavailable(organizations::find_by_name(&mut tx, "Ente").await);
    drop(tx);
    write(&app.app.db).await.expect("the next connection is a good one");
}
