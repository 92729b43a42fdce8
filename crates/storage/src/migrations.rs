//! Bringing the tables up to date.

use std::borrow::Cow;

use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use crate::db::Db;
use crate::error::StorageError;

/// A migration, by its place in the order: the text for each engine.
struct Step {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! common {
    ($version:literal, $name:literal) => {
        Step {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/common/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/common/", $name, ".sql")),
        }
    };
}

macro_rules! per_engine {
    ($version:literal, $name:literal) => {
        Step {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }
    };
}

const STEPS: &[Step] = &[
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
    per_engine!(13, "0013_subjects"),
];

impl Db {
    /// Brings the tables up to date.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        self.migrate_to(i64::MAX).await
    }

    /// Brings the tables to what they were after the step of a version: where a database of before
    /// comes from, for the trial of what came since.
    pub async fn migrate_to(&self, version: i64) -> Result<(), StorageError> {
        match self {
            // sqlx locks a PostgreSQL while it migrates, but not an SQLite file: of two processes
            // that start together the second must find the tables made.
            Db::Sqlite { writer, .. } => {
                let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
                let migrator = migrator(version, |step| step.sqlite);
                migrator.run_direct(None, &mut *tx, false).await.map_err(failed)?;
                tx.commit().await?;
            }
            Db::Postgres(pool) => {
                migrator(version, |step| step.postgres).run(pool).await.map_err(failed)?;
            }
        }
        Ok(())
    }
}

fn failed(error: MigrateError) -> StorageError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        other => StorageError::Broken(other.to_string()),
    }
}

fn migrator(last: i64, text: impl Fn(&Step) -> &'static str) -> Migrator {
    let migration = |step: &Step| {
        Migration::new(
            step.version,
            Cow::Borrowed(step.name),
            MigrationType::Simple,
            text(step).into_sql_str(),
            false,
        )
    };
    let steps = STEPS.iter().filter(|step| step.version <= last);
    Migrator::with_migrations(steps.map(migration).collect())
}
