//! `sigillo mailhost`.

mod check;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use crate::config::Settings;
use crate::mailhost::{self, Options};
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Write the configuration of a mail host that reads this database
    Config(Box<Options>),
    /// Compare the mail host with the panel; exit 1 when they differ
    Check(check::Options),
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    match command {
        Command::Config(options) => {
            // The views that the mail host reads must exist when it starts.
            wiring::migrated_database(settings).await?.close().await;
            for path in mailhost::write(&options, settings)? {
                println!("{}", path.display());
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Check(options) => check::run(&options, settings).await,
    }
}
