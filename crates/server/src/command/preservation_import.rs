//! `sigillo preservation import`: an archive of receipts that were kept elsewhere.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use clap::Args;
use sigillo_app::App;
use sigillo_app::receipt_import::{ImportOutcome, ReceiptImport};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::message::Language;
use sigillo_domain::receipt::ReceiptSource;
use sigillo_storage::mailboxes;
use tokio::io::AsyncReadExt;

use crate::config::Settings;
use crate::wiring;

/// How much of a file is read at a time.
const PIECE: usize = 256 * 1024;

#[derive(Debug, Args)]
pub struct Import {
    /// The address of the mailbox
    #[arg(long)]
    mailbox: String,
    /// Say what would become of each file, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// The folder, whose subfolders are read too
    folder: PathBuf,
}

pub async fn run(asked: Import, settings: &Settings) -> Result<ExitCode> {
    let Import { mailbox, dry_run, folder } = asked;
    let app = wiring::open(settings).await?;
    let address = mailbox.trim().to_lowercase();
    let mut on = app.db.read().await?;
    let found = mailboxes::find_by_address(&mut on, &address).await?;
    drop(on);
    let Some(mailbox) = found else { bail!("there is no mailbox {address}") };
    let files = eml_files(&folder)?;
    let mut counts = Counts::default();
    for file in files {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        match import(&app, &mailbox, &file, dry_run).await {
            Ok(kept) => println!("{name}: {}", counts.add(kept, dry_run)),
            Err(error) => {
                counts.failed += 1;
                println!("{name}: failed: {error:#}");
            }
        }
    }
    println!("{}", counts.summary(dry_run));
    Ok(if counts.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

#[derive(Default)]
struct Counts {
    stored: u64,
    known: u64,
    others: u64,
    failed: u64,
}

impl Counts {
    fn add(&mut self, kept: ImportOutcome, dry_run: bool) -> String {
        match kept {
            ImportOutcome::Stored(_, kind) => {
                self.stored += 1;
                let done = if dry_run { "would be stored" } else { "stored" };
                format!("{done} ({})", kind.name(Language::En))
            }
            ImportOutcome::Known(kind) => {
                self.known += 1;
                format!("known already ({})", kind.name(Language::En))
            }
            ImportOutcome::NoReceipt => {
                self.others += 1;
                "not a receipt".to_owned()
            }
        }
    }

    fn summary(&self, dry_run: bool) -> String {
        let Self { stored, known, others, failed } = self;
        let done = if dry_run { "to be stored" } else { "stored" };
        format!("{stored} {done}, {known} known already, {others} not receipts, {failed} failed")
    }
}

/// The .eml files of a folder and its subfolders, by their names.
fn eml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder);
        let entries = entries.with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let is_eml = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("eml"));
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && is_eml {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

async fn import(app: &App, mailbox: &Mailbox, path: &Path, dry_run: bool) -> Result<ImportOutcome> {
    let mut file = tokio::fs::File::open(path).await?;
    // The time of the file, for a receipt that names none.
    let arrived_at = DateTime::<Utc>::from(file.metadata().await?.modified()?);
    let arrived_at = DateTime::from_timestamp_micros(arrived_at.timestamp_micros());
    let arrived_at = arrived_at.context("the file is of no time that can be stored")?;
    let mut keeping = ReceiptImport::begin(app).await?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = match file.read(&mut piece).await {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) => {
                keeping.abort().await;
                return Err(error.into());
            }
        };
        keeping.write(Bytes::copy_from_slice(&piece[..read])).await?;
    }
    if dry_run {
        return Ok(keeping.judge(app, mailbox).await?);
    }
    Ok(keeping.store(app, mailbox, arrived_at, ReceiptSource::Import).await?)
}
