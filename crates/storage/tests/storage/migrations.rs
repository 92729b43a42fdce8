//! Bringing a database up to date.

use sigillo_storage::{Db, StorageError, organizations};
use sigillo_testkit::{EmptyDatabase, Engine, TestApp, on_both_engines};
use tokio::task::JoinSet;

async fn starts_together(engine: Engine) {
    let database = EmptyDatabase::new(engine).await;
    let mut servers = JoinSet::new();
    for _ in 0..4 {
        let url = database.url.clone();
        servers.spawn(async move { Db::open(&url).await?.migrate().await });
    }
    for outcome in servers.join_all().await {
        outcome.expect("each finds the database up to date");
    }
}

on_both_engines! {
    async fn a_second_run_changes_nothing(app: TestApp) {
        app.organization("Ente").await;
        app.app.db.migrate().await.unwrap();
        app.app.db.migrate().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        assert!(organizations::find_by_name(&mut on, "ente").await.unwrap().is_some());
    }

    async fn a_database_of_a_later_release_is_left_alone(app: TestApp) {
        app.tamper("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 2").await;
        let outcome = app.app.db.migrate().await;
        assert!(matches!(outcome, Err(StorageError::Broken(_))), "{outcome:?}");
    }

    async fn a_migration_that_was_altered_is_found_out(app: TestApp) {
        app.tamper("UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 1").await;
        let outcome = app.app.db.migrate().await;
        assert!(matches!(outcome, Err(StorageError::Broken(_))), "{outcome:?}");
    }
}

#[actix_web::test]
async fn what_is_in_a_file_is_still_there_when_it_is_opened_again() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    for round in 0..2 {
        let db = Db::open(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let listed = organizations::list(&mut tx, None, 5).await.unwrap();
        assert_eq!(listed.len(), round);
        let organization = sigillo_domain::organization::Organization {
            id: uuid::Uuid::from_u128(1),
            name: "Ente".into(),
            created_at: TestApp::START,
            version: 1,
        };
        if round == 0 {
            organizations::insert(&mut tx, &organization).await.unwrap();
        } else {
            assert_eq!(listed, [organization]);
        }
        tx.commit().await.unwrap();
        db.close().await;
    }
}

#[actix_web::test]
async fn servers_that_start_together_on_sqlite() {
    starts_together(Engine::Sqlite).await;
}

#[actix_web::test]
async fn servers_that_start_together_on_postgres() {
    starts_together(Engine::Postgres).await;
}
