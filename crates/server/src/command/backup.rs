//! `sigillo backup`.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use sigillo_storage::Db;

use crate::config::Settings;

#[derive(Debug, Args)]
pub struct Options {
    /// File to write; an existing file is not overwritten
    file: PathBuf,
}

pub async fn run(options: &Options, settings: &Settings) -> Result<()> {
    let path = &options.file;
    let context = || format!("the backup {}", path.display());
    let db = Db::open(&settings.database_url).await.context("the database does not open")?;
    // An unfinished backup has another name and is readable by its owner only: it holds every
    // password hash.
    let aside = aside(path);
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already", path.display())
        }
        Err(error) => return Err(error).with_context(context),
    }
    let outcome = write(&db, &aside, path).await;
    db.close().await;
    if outcome.is_err() {
        let _ = fs::remove_file(&aside);
        let _ = fs::remove_file(path);
    }
    outcome.with_context(context)?;
    println!("{}", path.display());
    Ok(())
}

async fn write(db: &Db, aside: &Path, path: &Path) -> Result<()> {
    // The file is created here, empty, to set its mode; VACUUM INTO accepts an empty file.
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(aside)?;
    if !db.back_up(aside).await? {
        bail!("PostgreSQL is backed up with pg_dump, or by its archive of WAL");
    }
    File::open(aside)?.sync_all()?;
    fs::rename(aside, path)?;
    Ok(())
}

fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}
