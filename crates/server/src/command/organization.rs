//! `sigillo organization`.

use anyhow::Result;
use clap::Subcommand;
use sigillo_app::{Grant, organizations};
use sigillo_contract::organization::OrganizationCreate;

use super::{caller, explain};
use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Create an organisation, and print its id
    Create {
        #[arg(long)]
        name: String,
    },
}

pub async fn run(command: Command, settings: &Settings) -> Result<()> {
    let Command::Create { name } = command;
    let app = wiring::open(settings).await?;
    let grant = Grant::to(caller()).map_err(explain)?;
    let created = organizations::create(&app, &grant, &OrganizationCreate { name }).await;
    println!("{}", created.map_err(explain)?.id);
    Ok(())
}
