//! `sigillo history`.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use sigillo_app::history;
use sigillo_domain::subject::SubjectRef;

use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Walk every chain; exit 1 at the first break
    Verify,
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    let Command::Verify = command;
    let db = wiring::open_database(settings).await?;
    match history::verify(&db).await? {
        Ok(verified) => {
            println!("{} chains, {} records: whole", verified.chains, verified.records);
            Ok(ExitCode::SUCCESS)
        }
        Err(found) => {
            let record = found.seq.map(|seq| format!(", record {seq}")).unwrap_or_default();
            let SubjectRef { kind, id } = found.subject;
            eprintln!("broken: {kind} {id}{record}: {}", found.reason);
            Ok(ExitCode::FAILURE)
        }
    }
}
