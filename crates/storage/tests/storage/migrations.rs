//! Migrating a database.

use sigillo_domain::id::OrganizationId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_list::Sort;
use sigillo_storage::mailbox_list::{Filter, count, page};
use sigillo_storage::{Db, StorageError, mailboxes, organizations};
use sigillo_testkit::{EmptyDatabase, Engine, TestApp, on_both_engines};
use tokio::task::JoinSet;
use uuid::Uuid;

async fn migrates_concurrently(engine: Engine) {
    let database = EmptyDatabase::new(engine).await;
    let mut servers = JoinSet::new();
    for _ in 0..4 {
        let url = database.url.clone();
        servers.spawn(async move { Db::open(&url).await?.migrate().await });
    }
    for outcome in servers.join_all().await {
        outcome.expect("every server starts on a migrated database");
    }
}

const DOMAIN: Uuid = Uuid::from_u128(2);

/// Two mailboxes in a database of the first release, which had only the first migration.
const OF_THE_FIRST_RELEASE: [&str; 4] = [
    "INSERT INTO organization (id, name, name_key, created_at, version)
     VALUES ($1, 'Ente', 'ente', $3, 1)",
    "INSERT INTO domain (id, organization_id, name, onboarding, preservation_available,
        default_quota_mb, mailbox_term_months, created_at, version)
     VALUES ($2, $1, 'pec.example.it', 'direct', FALSE, 1000, 24, $3, 1)",
    "INSERT INTO mailbox (id, domain_id, local_part, address, state, password_state, quota_mb,
        soft_limit_mb, preservation, created_at, created_by, version)
     VALUES ($1, $2, 'uno', 'uno@pec.example.it', 'active', 'to_set', 1000, 800, FALSE, $3, 'rosa', 1)",
    "INSERT INTO mailbox (id, domain_id, local_part, address, state, password_state, quota_mb,
        soft_limit_mb, preservation, created_at, created_by, version)
     VALUES ($2, $2, 'due', 'due@pec.example.it', 'disabled', 'to_set', 1000, 800, FALSE, $3, 'rosa', 1)",
];

async fn first_release_is_migrated(engine: Engine) {
    let database = EmptyDatabase::new(engine).await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate_to(1).await.unwrap();
    for sql in OF_THE_FIRST_RELEASE {
        let (one, now) = (Uuid::from_u128(1), TestApp::START);
        match &db {
            Db::Sqlite { writer, .. } => {
                let query = sqlx::query(sql).bind(one).bind(DOMAIN).bind(now);
                query.execute(writer).await.map(drop).unwrap();
            }
            Db::Postgres { pool, .. } => {
                let query = sqlx::query(sql).bind(one).bind(DOMAIN).bind(now);
                query.execute(pool).await.map(drop).unwrap();
            }
        }
    }
    db.migrate().await.unwrap();
    let mut on = db.read().await.unwrap();
    let all = Filter { domains: vec![DOMAIN.into()], ..Filter::default() };
    let (found, _) = page(&mut on, &all, Sort::default(), None, 9).await.unwrap();
    let names: Vec<_> = found.iter().map(|mailbox| mailbox.local_part.as_str()).collect();
    assert_eq!(names, ["due", "uno"]);
    let mut keys = vec![];
    for mailbox in &found {
        keys.push(mailboxes::storage_key(&mut on, mailbox.id).await.unwrap().unwrap());
    }
    assert_ne!(keys[0], keys[1]);
    for (states, expected) in
        [(vec![], 2), (vec![MailboxState::Active], 1), (vec![MailboxState::Cancelled], 0)]
    {
        let filter = Filter { states, ..all.clone() };
        assert_eq!(count(&mut on, &filter).await.unwrap(), expected, "{filter:?}");
    }
    let uno = Filter { search: Some("un".into()), ..all };
    assert_eq!(count(&mut on, &uno).await.unwrap(), 1);
}

#[actix_web::test]
async fn rows_of_the_first_release_are_migrated_on_sqlite() {
    first_release_is_migrated(Engine::Sqlite).await;
}

#[actix_web::test]
async fn rows_of_the_first_release_are_migrated_on_postgres() {
    first_release_is_migrated(Engine::Postgres).await;
}

/// Adds a migration that this release does not know.
const OF_A_LATER_RELEASE: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) SELECT 9999, 'later', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";

on_both_engines! {
    async fn migrating_again_changes_nothing(app: TestApp) {
        app.organization("Ente").await;
        app.app.db.migrate().await.unwrap();
        app.app.db.migrate().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        assert!(organizations::find_by_name(&mut on, "ente").await.unwrap().is_some());
    }

    async fn a_compatible_database_of_a_later_release_is_left_unchanged(app: TestApp) {
        app.tamper(OF_A_LATER_RELEASE).await;
        let migrations = "SELECT description FROM _sqlx_migrations ORDER BY version";
        let before = app.texts(migrations).await;
        app.app.db.migrate().await.unwrap();
        assert_eq!(app.texts(migrations).await, before);
        app.tamper("UPDATE schema_compatibility SET least_version = (SELECT MAX(version) FROM _sqlx_migrations WHERE version < 9999)").await;
        app.app.db.migrate().await.unwrap();
        app.tamper("UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 1").await;
        let outcome = app.app.db.migrate().await;
        assert!(matches!(outcome, Err(StorageError::Broken(_))), "{outcome:?}");
    }

    async fn a_database_that_needs_a_newer_release_is_refused(app: TestApp) {
        app.tamper(OF_A_LATER_RELEASE).await;
        app.tamper("UPDATE schema_compatibility SET least_version = 9998, least_release = '9.9.0'").await;
        for _ in 0..2 {
            let refused = app.app.db.migrate().await.unwrap_err();
            assert!(matches!(refused, StorageError::TooOld { least_version: 9998, .. }), "{refused:?}");
            let message = refused.to_string();
            let own = env!("CARGO_PKG_VERSION");
            assert!(message.contains("need Sigillo 9.9.0 or newer (schema 9998)"), "{message}");
            assert!(message.contains(&format!("this is Sigillo {own} (schema ")), "{message}");
        }
    }

    async fn a_database_with_a_missing_migration_is_refused(app: TestApp) {
        app.tamper("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 2").await;
        let outcome = app.app.db.migrate().await;
        assert!(matches!(outcome, Err(StorageError::Broken(_))), "{outcome:?}");
    }

    async fn an_altered_migration_is_detected(app: TestApp) {
        app.tamper("UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 1").await;
        let outcome = app.app.db.migrate().await;
        assert!(matches!(outcome, Err(StorageError::Broken(_))), "{outcome:?}");
    }
}

#[actix_web::test]
async fn data_in_a_file_survives_reopening() {
    let database = EmptyDatabase::new(Engine::Sqlite).await;
    for round in 0..2 {
        let db = Db::open(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let found = organizations::find_by_name(&mut tx, "Ente").await.unwrap();
        assert_eq!(found.is_some(), round == 1);
        let organization = sigillo_domain::organization::Organization {
            id: OrganizationId::from_u128(1),
            name: "Ente".into(),
            created_at: TestApp::START,
            version: 1,
        };
        if round == 0 {
            organizations::insert(&mut tx, &organization).await.unwrap();
        } else {
            assert_eq!(found, Some(organization));
        }
        tx.commit().await.unwrap();
        db.close().await;
    }
}

#[actix_web::test]
async fn servers_can_start_together_on_sqlite() {
    migrates_concurrently(Engine::Sqlite).await;
}

#[actix_web::test]
async fn servers_can_start_together_on_postgres() {
    migrates_concurrently(Engine::Postgres).await;
}
