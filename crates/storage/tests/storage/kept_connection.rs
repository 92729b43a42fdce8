//! The single connection of a request that only reads.

use std::sync::Arc;

use sigillo_storage::{Conn, Connection, Db, Engine, keep_connection};
use sigillo_testkit::{TestApp, on_both_engines};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// Leaves a mark in the session of a connection.
async fn mark(on: &mut Conn) {
    match on.engine() {
        Engine::Sqlite(connection) => {
            sqlx::query("CREATE TEMP TABLE mark (x)").execute(connection).await.map(drop)
        }
        Engine::Postgres(connection) => {
            sqlx::query("SET sigillo.mark = 'x'").execute(connection).await.map(drop)
        }
    }
    .unwrap();
}

async fn is_marked(on: &mut Conn) -> bool {
    let found: Option<i64> = match on.engine() {
        Engine::Sqlite(connection) => {
            let look = sqlx::query_scalar("SELECT 1 FROM sqlite_temp_schema WHERE name = 'mark'");
            look.fetch_optional(connection).await
        }
        Engine::Postgres(connection) => {
            let look = sqlx::query_scalar(
                "SELECT 1::BIGINT WHERE current_setting('sigillo.mark', TRUE) = 'x'",
            );
            look.fetch_optional(connection).await
        }
    }
    .unwrap();
    found.is_some()
}

async fn next_is_marked(db: &Db) -> bool {
    is_marked(&mut db.read().await.unwrap()).await
}

on_both_engines! {
    async fn a_request_reads_on_the_connection_that_it_keeps(app: TestApp) {
        let db = &app.app.db;
        // A second connection is idle, which the pool could hand out instead.
        let (one, other) = (db.read().await.unwrap(), db.read().await.unwrap());
        drop((one, other));
        keep_connection(async {
            mark(&mut db.read().await.unwrap()).await;
            for _ in 0..4 {
                assert!(next_is_marked(db).await);
            }
        })
        .await;
    }

    async fn two_concurrent_reads_use_two_connections(app: TestApp) {
        let db = &app.app.db;
        keep_connection(async {
            let mut first = db.read().await.unwrap();
            mark(&mut first).await;
            assert!(!next_is_marked(db).await);
            drop(first);
            assert!(next_is_marked(db).await);
        })
        .await;
    }

    async fn a_request_returns_its_connection(app: TestApp) {
        let db = &app.app.db;
        // There are more requests than the pool has connections: if a request kept its connection
        // for ever, the last ones would wait in vain.
        for _ in 0..40 {
            keep_connection(async { next_is_marked(db).await }).await;
        }
    }
}

#[actix_web::test]
async fn requests_that_hold_all_connections_can_start_to_write() {
    let app = TestApp::on(sigillo_testkit::Engine::Postgres).await;
    let Db::Postgres { pool, .. } = &app.app.db else { panic!("not on PostgreSQL") };
    let all = usize::try_from(pool.options().get_max_connections()).unwrap();
    let read = Arc::new(Barrier::new(all));
    let mut requests = JoinSet::new();
    for _ in 0..all {
        let (db, read) = (app.app.db.clone(), read.clone());
        requests.spawn(keep_connection(async move {
            next_is_marked(&db).await;
            read.wait().await;
            db.begin().await.unwrap().commit().await
        }));
    }
    while let Some(outcome) = requests.join_next().await {
        outcome.unwrap().unwrap();
    }
}

#[actix_web::test]
async fn the_pool_of_a_thread_opens_the_same_database() {
    let app = TestApp::on(sigillo_testkit::Engine::Postgres).await;
    let of_thread = app.app.db.for_thread(64);
    of_thread.ping().await.unwrap();
    assert_eq!(of_thread.name(), app.app.db.name());
    let Db::Postgres { pool, .. } = &of_thread else { panic!("not on PostgreSQL") };
    // Even with many threads, a request that reads twice at once gets two connections.
    assert_eq!(pool.options().get_max_connections(), 4);
}
