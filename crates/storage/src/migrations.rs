//! Migrations of the tables.
//!
//! # Two releases on one database
//!
//! Servers are updated one after the other, so an older release works for a while with tables that a newer
//! one has migrated, and may have to start on them. The row of `schema_compatibility` says which
//! releases can: those that know its migration `least_version`. Older ones refuse to start.
//!
//! So a migration takes nothing away that the release before it uses. What is to go takes two releases:
//!
//! 1. a release adds what is new, fills it, and no longer needs what is old. An old column that this
//!    release does not fill must be nullable or have a default;
//! 2. a later release drops what is old. The migration that does so also says who can go on without it:
//!    `UPDATE schema_compatibility SET least_version = 21, least_release = '1.4.0'`, with the last
//!    migration of the first of these releases, and its name.
//!
//! Dropping or renaming a table, a column or a view, a new NOT NULL column without a default, a narrower
//! CHECK and a new meaning of a stored value all take something away. A new table, column or index does
//! not. Nor does another collation or a wider type of a column; but on PostgreSQL each running server fails
//! a request or two over it, until it has replaced the connections whose statements it outdates.

use std::borrow::Cow;

use sqlx::migrate::{AppliedMigration, Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::db::Db;
use crate::engine::Engine;
use crate::error::StorageError;

/// A migration, with its text for each engine.
struct Step {
    version: i64,
    name: Cow<'static, str>,
    sqlite: Cow<'static, str>,
    postgres: Cow<'static, str>,
}

/// A text for both engines. SQLite does not know the collation "C": it compares bytes in any case.
macro_rules! common {
    ($version:literal, $name:literal) => {
        Step {
            version: $version,
            name: Cow::Borrowed($name),
            sqlite: include_str!(concat!("../../../migrations/common/", $name, ".sql"))
                .replace(" COLLATE \"C\"", "")
                .into(),
            postgres: include_str!(concat!("../../../migrations/common/", $name, ".sql")).into(),
        }
    };
}

macro_rules! per_engine {
    ($version:literal, $name:literal) => {
        Step {
            version: $version,
            name: Cow::Borrowed($name),
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")).into(),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")).into(),
        }
    };
}

/// Every migration that this release knows, in order.
fn steps() -> Vec<Step> {
    let mut steps = vec![
        common!(1, "0001_initial"),
        per_engine!(2, "0002_search"),
        common!(3, "0003_messages"),
        per_engine!(4, "0004_mail_host"),
        common!(5, "0005_mail_host_work"),
        common!(6, "0006_jobs"),
        common!(7, "0007_idempotency"),
        common!(8, "0008_exports"),
        per_engine!(9, "0009_list_performance"),
        per_engine!(10, "0010_counts"),
        common!(11, "0011_carried_out"),
        common!(12, "0012_schema_compatibility"),
        per_engine!(13, "0013_lists"),
        per_engine!(14, "0014_subjects"),
        per_engine!(16, "0016_access"),
        common!(17, "0017_job_selection"),
        per_engine!(18, "0018_history_log"),
        per_engine!(20, "0020_text_search"),
        common!(21, "0021_views"),
        common!(22, "0022_activity"),
        per_engine!(23, "0023_plans"),
        per_engine!(24, "0024_holders"),
        per_engine!(25, "0025_personal"),
        per_engine!(26, "0026_search"),
        common!(27, "0027_contracts"),
        common!(28, "0028_withdrawn_contracts"),
        per_engine!(29, "0029_letters"),
        per_engine!(30, "0030_tax_code_variants"),
        common!(31, "0031_import_samples"),
        common!(32, "0032_documents"),
        common!(33, "0033_service"),
        common!(34, "0034_holder_changes"),
        common!(35, "0035_signed_copies"),
        common!(36, "0036_identifications"),
        common!(37, "0037_service_documents"),
        per_engine!(38, "0038_entry_counts"),
        common!(39, "0039_managed_by"),
        common!(40, "0040_tickets"),
        common!(41, "0041_sla"),
        common!(42, "0042_report_figures"),
        common!(43, "0043_mail_traffic"),
        common!(44, "0044_ticket_mail"),
        common!(45, "0045_canned_answers"),
        common!(46, "0046_report_schedules"),
        common!(47, "0047_receipts"),
        per_engine!(48, "0048_preservation"),
        common!(49, "0049_receipt_packages"),
        common!(50, "0050_receipt_disposals"),
        common!(51, "0051_receipt_application"),
        common!(53, "0053_ending_mailboxes"),
    ];
    if cfg!(debug_assertions) {
        steps.extend(steps_of_a_later_release());
    }
    steps
}

/// Names a folder of further migrations, such as `9001_NAME.sql`, which turn a debug build into the
/// next release: the tests run it beside the present one.
const LATER_MIGRATIONS: &str = "SIGILLO_TEST_LATER_MIGRATIONS";

fn steps_of_a_later_release() -> Vec<Step> {
    let Some(folder) = std::env::var_os(LATER_MIGRATIONS) else { return vec![] };
    let entries =
        std::fs::read_dir(folder).expect("the folder of later migrations must be readable");
    let steps = entries.map(|entry| {
        let file = entry.expect("a later migration must be readable").path();
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let version = name.split('_').next().and_then(|number| number.parse().ok());
        let text = std::fs::read_to_string(&file).expect("a later migration must be readable");
        Step {
            version: version.expect("the name of a later migration must begin with a number"),
            name: name.into(),
            sqlite: text.clone().into(),
            postgres: text.into(),
        }
    });
    steps.collect()
}

impl Db {
    /// Applies all migrations. Tables that a newer release has migrated are left unchanged if this
    /// release can work with them.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        self.migrate_to(i64::MAX).await?;
        self.refresh_folded_texts().await
    }

    /// Applies the migrations up to a version, for tests of later migrations.
    pub async fn migrate_to(&self, version: i64) -> Result<(), StorageError> {
        match self {
            // While it migrates, sqlx locks a PostgreSQL database but not an SQLite file; of two
            // processes that start together, the second one must find the tables already made.
            Db::Sqlite { writer, .. } => {
                let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
                let migrator = migrator(version, |step| step.sqlite);
                run(&mut Engine::Sqlite(&mut tx), migrator).await?;
                tx.commit().await?;
            }
            Db::Postgres { pool, servers } => {
                let mut connection = servers.attempt(pool, || pool.acquire()).await?;
                let migrator = migrator(version, |step| step.postgres);
                let outcome = run(&mut Engine::Postgres(&mut connection), migrator).await;
                if outcome.is_err() {
                    // The connection may still hold the lock of the migrations.
                    connection.close_on_drop();
                }
                outcome?;
            }
        }
        Ok(())
    }
}

/// The texts of all migrations for an engine, in order.
pub(crate) fn texts(engine: &Engine<'_>) -> Vec<String> {
    let text = |step: Step| match engine {
        Engine::Sqlite(_) => step.sqlite.into_owned(),
        Engine::Postgres(_) => step.postgres.into_owned(),
    };
    steps().into_iter().map(text).collect()
}

/// Whether a database has migrations that this release does not know.
pub(crate) async fn is_migrated_further(on: &mut Engine<'_>) -> Result<bool, StorageError> {
    const LAST: &str = "SELECT MAX(version) FROM _sqlx_migrations";
    let own = own_version(&migrator(i64::MAX, |step| step.sqlite));
    let last = fetch_optional!(on, (Option<i64>,), LAST)?;
    Ok(last.is_some_and(|(last,)| last.is_some_and(|last| last > own)))
}

fn migrator(last: i64, text: impl Fn(Step) -> Cow<'static, str>) -> Migrator {
    let steps = steps().into_iter().filter(|step| step.version <= last);
    let migrations = steps.map(|step| {
        let (version, name) = (step.version, step.name.clone());
        // The text is one of this crate's migrations.
        let sql = AssertSqlSafe(text(step).into_owned()).into_sql_str();
        Migration::new(version, name, MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}

async fn run(on: &mut Engine<'_>, mut migrator: Migrator) -> Result<(), StorageError> {
    let applied = match on {
        Engine::Sqlite(connection) => lock(*connection).await,
        Engine::Postgres(connection) => lock(*connection).await,
    };
    if is_of_a_later_release(&applied.map_err(failed)?, &migrator) {
        check_compatibility(on, &migrator).await?;
        migrator.set_ignore_missing(true);
    }
    let outcome = match on {
        Engine::Sqlite(connection) => run_and_unlock(&migrator, *connection).await,
        Engine::Postgres(connection) => run_and_unlock(&migrator, *connection).await,
    };
    outcome.map_err(failed)
}

/// Locks the migrations of a database, so that nobody else can apply any, and returns those already
/// applied.
async fn lock(on: &mut impl Migrate) -> Result<Vec<AppliedMigration>, MigrateError> {
    let table = Migrator::DEFAULT.table_name;
    on.lock().await?;
    on.ensure_migrations_table(&table).await?;
    on.list_applied_migrations(&table).await
}

async fn run_and_unlock(migrator: &Migrator, on: &mut impl Migrate) -> Result<(), MigrateError> {
    migrator.run_direct(None, on, false).await?;
    on.unlock().await
}

/// Whether every migration of this release is applied to a database, and others after them.
fn is_of_a_later_release(applied: &[AppliedMigration], migrator: &Migrator) -> bool {
    let last = own_version(migrator);
    let is_applied = |version| applied.iter().any(|migration| migration.version == version);
    let mut unknown = applied.iter().filter(|applied| !migrator.version_exists(applied.version));
    migrator.iter().all(|migration| is_applied(migration.version))
        && applied.iter().any(|applied| applied.version > last)
        && unknown.all(|migration| migration.version > last)
}

async fn check_compatibility(on: &mut Engine<'_>, migrator: &Migrator) -> Result<(), StorageError> {
    const LEAST: &str = "SELECT least_version, least_release FROM schema_compatibility";
    let (own_version, own_release) = (own_version(migrator), env!("CARGO_PKG_VERSION"));
    let least = fetch_optional!(on, (i64, String), LEAST)?;
    let (least_version, least_release) =
        least.ok_or_else(|| StorageError::Broken("schema_compatibility has no row".into()))?;
    if least_version > own_version {
        let own_release = own_release.to_owned();
        return Err(StorageError::TooOld {
            least_release,
            least_version,
            own_release,
            own_version,
        });
    }
    tracing::info!(
        own_version,
        "a newer release has migrated the tables; this one can still work with them"
    );
    Ok(())
}

/// The last migration that this release knows.
fn own_version(migrator: &Migrator) -> i64 {
    migrator.iter().map(|migration| migration.version).max().unwrap_or_default()
}

fn failed(error: MigrateError) -> StorageError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        other => StorageError::Broken(other.to_string()),
    }
}
