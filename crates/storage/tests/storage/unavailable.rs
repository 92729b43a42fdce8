//! Unavailable databases, which do not answer or accept no writes, are told apart from broken ones.

use std::fmt::Debug;
use std::time::Duration;

use sigillo_storage::{Db, StorageError, organizations, throttle};
use sigillo_testkit::{EmptyDatabase, Engine, TestApp, on_both_engines};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "callers pass outcomes directly")]
fn assert_unavailable<T: Debug>(outcome: Result<T, StorageError>) {
    assert!(matches!(outcome, Err(StorageError::Unavailable(_))), "{outcome:?}");
}

async fn write(db: &Db) -> Result<(), StorageError> {
    let mut tx = db.begin().await?;
    throttle::count(&mut tx, "somebody", TestApp::START, TestApp::START).await?.ok();
    tx.commit().await
}

/// Makes the writer wait only briefly for another process's lock.
async fn be_impatient(db: &Db) {
    let Db::Sqlite { writer, .. } = db else { panic!("not on SQLite") };
    writer.execute("PRAGMA busy_timeout = 50").await.unwrap();
}

on_both_engines! {
    async fn a_closed_pool_is_unavailable(app: TestApp) {
        let db = &app.app.db;
        db.close().await;
        assert_unavailable(db.ping().await);
        assert_unavailable(db.read().await);
        assert_unavailable(db.begin().await);
        assert_unavailable(db.migrate().await);
    }
}

#[actix_web::test]
async fn a_read_only_file_is_unavailable_for_writes() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    let read_only = Db::open(&format!("{}?mode=ro", database.url)).await.unwrap();
    read_only.ping().await.unwrap();
    assert_unavailable(write(&read_only).await);
}

#[actix_web::test]
async fn a_locked_file_is_unavailable_until_it_is_released() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    be_impatient(&db).await;
    let mut other = SqliteConnection::connect(&database.url).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    assert_unavailable(write(&db).await);
    db.ping().await.expect("reads still work");
    other.execute("ROLLBACK").await.unwrap();
    write(&db).await.expect("writes work again after the lock is released");
}

/// While a file is not writable, `SQLite` opens it read-only without an error.
#[actix_web::test]
async fn a_writer_that_was_opened_read_only_is_replaced() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    let Db::Sqlite { writer, .. } = &db else { panic!("not on SQLite") };
    let writable = (*writer.connect_options()).clone();
    writer.set_connect_options(writable.clone().read_only(true));
    writer.acquire().await.unwrap().close().await.unwrap();
    assert_unavailable(write(&db).await);
    assert_unavailable(write(&db).await);
    writer.set_connect_options(writable);
    write(&db).await.expect("the writer is opened again");
}

#[actix_web::test]
async fn a_missing_folder_is_unavailable() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    let url = database.url.replace("test.db", "missing/test.db");
    assert_unavailable(Db::open(&url).await);
}

#[actix_web::test]
async fn an_unreachable_server_is_unavailable() {
    let folder = sigillo_testkit::private_folder();
    let url = format!("postgres://postgres@localhost/x?host={}", folder.path().display());
    assert_unavailable(Db::open(&url).await);
}

#[actix_web::test]
async fn a_read_only_server_is_unavailable_for_writes() {
    let app = TestApp::on(Engine::Postgres).await;
    let read_only = "options[default_transaction_read_only]=on";
    let standby = Db::open(&format!("{}&{read_only}", app.url())).await.unwrap();
    standby.ping().await.unwrap();
    assert_unavailable(write(&standby).await);
}

#[actix_web::test]
async fn connections_with_outdated_statements_are_replaced() {
    let app = TestApp::on(Engine::Postgres).await;
    let db = &app.app.db;
    let Db::Postgres { pool, .. } = db else { panic!("not on PostgreSQL") };
    let read = async || {
        let mut on = db.read().await.unwrap();
        organizations::find_by_name(&mut on, "ente").await
    };
    // The statement is prepared on more than one connection.
    let (mut one, mut other) = (db.read().await.unwrap(), db.read().await.unwrap());
    for on in [&mut one, &mut other] {
        organizations::find_by_name(on, "ente").await.unwrap();
    }
    drop((one, other));
    pool.execute("ALTER TABLE organization ALTER COLUMN name TYPE TEXT COLLATE \"it-x-icu\"")
        .await
        .unwrap();
    assert_unavailable(read().await);
    for _ in 0..5 {
        read().await.expect("the connections with outdated statements are replaced");
    }
    write(db).await.unwrap();
}

#[actix_web::test]
async fn a_connection_cut_during_a_transaction_is_replaced() {
    let app = TestApp::on(Engine::Postgres).await;
    let Db::Postgres { pool, .. } = &app.app.db else { panic!("not on PostgreSQL") };
    let mut tx = app.app.db.begin().await.unwrap();
    let sigillo_storage::Tx::Postgres(connection, _) = &mut tx else { panic!("not on PostgreSQL") };
    let id: i32 =
        sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut **connection).await.unwrap();
    let cut = format!("SELECT pg_terminate_backend({id})");
    pool.execute(AssertSqlSafe(cut)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_unavailable(organizations::find_by_name(&mut tx, "Ente").await);
    drop(tx);
    write(&app.app.db).await.expect("the next connection works");
}
