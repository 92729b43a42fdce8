//! `sigillo history`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use clap::Subcommand;
use sigillo_app::history::{self, Break, Proof, Request, Since};

use crate::checkpoint_file::Kept;
use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Prove the history whole; exit 1 at the first break
    ///
    /// It reads every history, compares each subject with its own, and compares the log over all
    /// histories with the checkpoints that were kept of it.
    Verify {
        /// Only what was recorded since, and the subjects concerned: a date (2026-01-31), a time
        /// (2026-01-31T08:00:00Z), or a file whose last line is a checkpoint
        #[arg(long, value_name = "CHECKPOINT|DATE")]
        since: Option<String>,
        /// Compare with the checkpoints of this file too
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    let Command::Verify { since, checkpoint } = command;
    let since = since.map(|text| parse_since(&text)).transpose()?;
    // Read before the database is: while servers run, the file must not be ahead of what is compared.
    let Kept { checkpoints, unreadable } = kept_checkpoints(settings, checkpoint.as_deref())?;
    for line in unreadable {
        println!("{line}: not a checkpoint, and not compared");
    }
    let db = wiring::open_database(settings).await?;
    match history::verify(&db, &Request { since, checkpoints }).await? {
        Ok(proof) => {
            print_proof(&proof);
            Ok(ExitCode::SUCCESS)
        }
        Err(found) => {
            eprintln!("broken: {}", describe(&found));
            Ok(ExitCode::FAILURE)
        }
    }
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
