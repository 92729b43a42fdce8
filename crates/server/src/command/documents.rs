//! `sigillo documents`.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use sigillo_app::objects::{self, DamagedObject};

use crate::config::Settings;
use crate::wiring;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read the file of every document: exit 1 if one is lost or altered
    Verify,
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    match command {
        Command::Verify => verify(settings).await,
    }
}

async fn verify(settings: &Settings) -> Result<ExitCode> {
    let app = wiring::open(settings).await?;
    let report = objects::verify(&app).await?;
    for DamagedObject { sha256, damage, documents } in &report.damaged {
        let documents: Vec<_> = documents.iter().map(ToString::to_string).collect();
        println!("{}: {sha256}, of {}", damage.as_str(), documents.join(", "));
    }
    let (files, bytes, damaged) = (report.objects, report.bytes, report.damaged.len());
    println!("{files} files of {bytes} bytes were read, {damaged} are lost or altered");
    Ok(if report.damaged.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
