//! `sigillo history`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use clap::Subcommand;
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_app::Clock;
use sigillo_app::history::{self, Break, KeyChange, Proof, Request, Since};
use sigillo_storage::{Db, schema_objects};

use crate::checkpoint_file::Kept;
use crate::config::Settings;
use crate::history_keys::HistoryKeyFiles;
use crate::wiring;

/// A server holds the log for milliseconds once a second.
const ROTATION_ATTEMPTS: u32 = 50;
const ROTATION_REST: Duration = Duration::from_millis(100);

#[derive(Subcommand)]
pub enum Command {
    /// Prove the history whole; exit 1 at the first break
    ///
    /// It reads every history, compares each subject with its own, compares the log over all histories
    /// with the checkpoints that were kept of it, and the views and triggers of the database with those
    /// that the migrations make.
    Verify {
        /// Only what was recorded since, and the subjects concerned: a date (2026-01-31), a time
        /// (2026-01-31T08:00:00Z), or a file whose last line is a checkpoint
        #[arg(long, value_name = "CHECKPOINT|DATE")]
        since: Option<String>,
        /// Compare with the checkpoints of this file too
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Replace the key of the history, for example because somebody else may have it
    ///
    /// The former key stays beside the new one as `history-ID.key` and is needed to verify what it has
    /// sealed. Servers that run meanwhile refuse changes until they are restarted with the new key.
    RotateKey,
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    match command {
        Command::Verify { since, checkpoint } => verify(since, checkpoint, settings).await,
        Command::RotateKey => rotate_key(settings).await.map(|()| ExitCode::SUCCESS),
    }
}

async fn rotate_key(settings: &Settings) -> Result<()> {
    let db = wiring::open_database(settings).await?;
    let files = HistoryKeyFiles::of(settings);
    let former = db.history_key()?;
    let new = files.prepare_change(&former)?;
    for _ in 0..ROTATION_ATTEMPTS {
        match history::change_key(&db, &SystemEntropy, SystemClock.now(), &new).await? {
            KeyChange::Busy => tokio::time::sleep(ROTATION_REST).await,
            KeyChange::NothingRecorded => {
                bail!(
                    "there is no organization yet: nothing is sealed that a new key would protect"
                )
            }
            KeyChange::Changed { from } => {
                files.complete_change(new.id())?;
                let (id, kept) = (new.id(), files.former(former.id()));
                println!("the key of the history is {id} from position {from} of the log on");
                println!(
                    "the former key is kept in {}: it verifies what came before",
                    kept.display()
                );
                println!("public key of checkpoints: {}", history::checkpoint_public_key(&new)?);
                println!("restart the servers with the new key: until then they refuse changes");
                return Ok(());
            }
        }
    }
    bail!("another server keeps adding to the log: stop it, or try again")
}

async fn verify(
    since: Option<String>,
    checkpoint: Option<PathBuf>,
    settings: &Settings,
) -> Result<ExitCode> {
    let since = since.map(|text| parse_since(&text)).transpose()?;
    // Read before the database is: while servers run, the file must not be ahead of what is compared.
    let Kept { checkpoints, unreadable } = kept_checkpoints(settings, checkpoint.as_deref())?;
    for line in unreadable {
        println!("{line}: not a checkpoint, and not compared");
    }
    let db = wiring::open_database(settings).await?;
    let former_keys = HistoryKeyFiles::of(settings).load_former()?;
    match history::verify(&db, &Request { since, checkpoints, former_keys }).await? {
        Ok(proof) => {
            print_proof(&proof);
            check_schema(&db).await
        }
        Err(found) => {
            eprintln!("broken: {}", describe(&found));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Compares the views and triggers of the database with those that the migrations make.
async fn check_schema(db: &Db) -> Result<ExitCode> {
    let mut outcome = ExitCode::SUCCESS;
    for difference in schema_objects::differences(db).await? {
        if difference.is_harmless() {
            eprintln!("note: {difference}");
        } else {
            eprintln!("broken: database: {difference}");
            outcome = ExitCode::FAILURE;
        }
    }
    Ok(outcome)
}

/// The checkpoints of the servers' file, if there is one yet, and of a file that was given.
fn kept_checkpoints(settings: &Settings, given: Option<&Path>) -> Result<Kept> {
    let mut kept = Kept::default();
    if settings.checkpoints.exists() {
        kept.add(&settings.checkpoints)?;
    }
    if let Some(given) = given {
        kept.add(given)?;
    }
    Ok(kept)
}

fn parse_since(text: &str) -> Result<Since> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Ok(Since::Time(date.and_time(NaiveTime::MIN).and_utc()));
    }
    if let Ok(time) = text.parse::<DateTime<Utc>>() {
        return Ok(Since::Time(time));
    }
    let file = Path::new(text);
    if !file.exists() {
        bail!(
            "--since {text}: neither a date (2026-01-31), a time (2026-01-31T08:00:00Z) nor a file"
        );
    }
    let last = Kept::read(file)?.checkpoints.pop();
    Ok(Since::Checkpoint(last.with_context(|| format!("{text} holds no checkpoint"))?))
}

/// What was proven; the last line sums it up.
fn print_proof(proof: &Proof) {
    match &proof.log {
        None => println!("log: empty; no server has sealed anything with a key yet"),
        Some(log) => {
            let (after, position, blocks) = (log.after, log.position, log.blocks);
            println!("log: positions {} to {position}, {blocks} blocks: whole", after + 1);
            println!("from {} on, nothing could be forged without the key", time(log.from));
            match log.checkpoints {
                0 => println!("checkpoints: none, so a rolled back database would not be noticed"),
                count => println!("checkpoints: the log agrees with all {count}"),
            }
        }
    }
    if let Some(pending) = &proof.pending {
        let (records, oldest) = (pending.records, time(pending.oldest));
        println!("not in the log yet: {records} records, the oldest of {oldest}");
    }
    println!("{} chains, {} records: whole", proof.verified.chains, proof.verified.records);
}

fn describe(found: &Break) -> String {
    let subject = match found.subject {
        Some(subject) => format!("{} {}", subject.kind, subject.id),
        None => "log".to_owned(),
    };
    let record = found.seq.map(|seq| format!(", record {seq}")).unwrap_or_default();
    let fields = match found.fields.as_slice() {
        [] => String::new(),
        fields => format!(" ({})", fields.join(", ")),
    };
    format!("{subject}{record}: {}{fields}", found.reason)
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
