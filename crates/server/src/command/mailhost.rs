//! `sigillo mailhost`.

use anyhow::Result;
use clap::Subcommand;

use crate::config::Settings;
use crate::mailhost::{self, Options};
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Write the configuration of a mail host that reads this database
    Config(Options),
}

pub async fn run(command: Command, settings: &Settings) -> Result<()> {
    let Command::Config(options) = command;
    // The views that the mail host reads must be there when it starts.
    wiring::open_database(settings).await?.close().await;
    for path in mailhost::write(&options, settings)? {
        println!("{}", path.display());
    }
    Ok(())
}
