//! A temporary database.

use anyhow::{Context, Result};
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::signing_key;
use sigillo_app::Entropy;
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::personal_secret::PersonalSecret;
use sigillo_storage::Db;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::str::FromStr;
use tempfile::TempDir;

pub struct Place {
    pub url: String,
    /// Holds the data folder and the SQLite file.
    folder: TempDir,
    /// The PostgreSQL server and the database's name on it.
    postgres: Option<(PgConnectOptions, String)>,
}

impl Place {
    pub fn sqlite() -> Result<Self> {
        let folder =
            tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("bench.db").display());
        Ok(Self { url, folder, postgres: None })
    }

    pub async fn postgres(server: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(server).context("the address of PostgreSQL")?;
        let mut bytes = [0; 8];
        SystemEntropy.fill(&mut bytes);
        let name = format!("bench_{}", u64::from_be_bytes(bytes));
        run(&options, &format!("CREATE DATABASE {name}")).await?;
        // The given address with another database.
        let (base, parameters) = server.split_once('?').unwrap_or((server, ""));
        let base = base.rsplit_once('/').map_or(base, |(host, _)| host);
        let url = format!("{base}/{name}?{parameters}");
        Ok(Self { url, folder: tempfile::tempdir()?, postgres: Some((options, name)) })
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn sqlite_file(&self) -> Option<&str> {
        self.url.strip_prefix("sqlite:")
    }

    /// Opens it like the product.
    pub async fn open(&self) -> Result<Db> {
        let db = Db::open(&self.url).await?;
        // The keys that the binary has made in its data folder.
        let key = |name: &str| {
            let file = self.folder().join("data").join(name);
            signing_key::load_or_create(&file, &SystemEntropy).with_context(|| name.to_owned())
        };
        db.set_history_key(HistoryKey::derive(&key("history.key")?));
        db.set_personal_secret(PersonalSecret::derive(&key("personal.key")?));
        Ok(db)
    }

    /// Size on disk, in bytes.
    pub async fn size(&self) -> Result<u64> {
        if let Some(file) = self.sqlite_file() {
            return Ok(std::fs::metadata(file)?.len());
        }
        let mut on = PgConnection::connect(&self.url).await?;
        let size = "SELECT pg_database_size(current_database())";
        let (bytes,): (i64,) = sqlx::query_as(size).fetch_one(&mut on).await?;
        on.close().await?;
        Ok(u64::try_from(bytes).unwrap_or_default())
    }

    pub async fn end(self) -> Result<()> {
        if let Some((options, name)) = &self.postgres {
            run(options, &format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
        Ok(())
    }
}

async fn run(options: &PgConnectOptions, statement: &str) -> Result<()> {
    let mut on = PgConnection::connect_with(options).await.context("PostgreSQL answers")?;
    sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut on).await?;
    Ok(on.close().await?)
}
