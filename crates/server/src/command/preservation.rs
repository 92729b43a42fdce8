//! `sigillo preservation`: preserved receipts and their archives.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Subcommand;
use sigillo_app::preservation;

use crate::config::Settings;
use crate::wiring;

use super::preservation_import::{self, Import};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read everything in the archives of receipts and compare it: exit 1 if something is lost or altered
    Verify,
    /// Store the receipts of a folder of .eml files as those of a mailbox, each once
    Import(Import),
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    match command {
        Command::Verify => verify(settings).await,
        Command::Import(import) => preservation_import::run(import, settings).await,
    }
}

async fn verify(settings: &Settings) -> Result<ExitCode> {
    let app = wiring::open(settings).await?;
    let begun = Instant::now();
    let outcomes = preservation::archive::verify_all(&app).await?;
    let milliseconds = begun.elapsed().as_millis().max(1);
    let (mut bytes, mut problems) = (0, 0);
    for outcome in &outcomes {
        let organization = outcome.organization_id;
        for problem in &outcome.report {
            let package = problem.package.map_or_else(String::new, |number| format!(" {number}"));
            let about = problem.about.as_deref().unwrap_or_default();
            println!("{organization}: {} package{package} {about}", problem.kind.as_str());
        }
        println!(
            "{organization}: {} packages ({} without a seal) and {} receipts were read, {} problems",
            outcome.packages, outcome.unsealed, outcome.receipts, outcome.problems
        );
        bytes += outcome.bytes;
        problems += outcome.problems;
    }
    let megabytes_per_second = u128::try_from(bytes).unwrap_or_default() / milliseconds / 1000;
    println!(
        "{} archives, {bytes} bytes in {milliseconds} ms ({megabytes_per_second} MB/s), {problems} problems",
        outcomes.len()
    );
    Ok(if problems == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
