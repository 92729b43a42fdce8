//! `sigillo trust`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Subcommand;
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::trust::{TrustedListError, read_list};
use sigillo_app::Clock;

use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Take the authorities of a national trusted list (ETSI TS 119 612), in the place of those of its last issue
    Import {
        /// The list, as an XML file
        file: PathBuf,
        /// The certificates, in PEM, with one of which the list must be signed
        #[arg(long, value_name = "FILE")]
        signer: PathBuf,
    },
    /// Print the authorities that signatures are verified against
    Show,
}

pub fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    let folder = wiring::trust_folder(settings);
    match command {
        Command::Import { file, signer } => {
            let context = || format!("the file {}", file.display());
            let list = std::fs::read(&file).with_context(context)?;
            let pem = std::fs::read_to_string(&signer)
                .with_context(|| format!("the file {}", signer.display()))?;
            let list = read_list(&list, &pem, SystemClock.now());
            let list = list.map_err(|error: TrustedListError| anyhow::anyhow!(error));
            let list = list.with_context(context)?;
            folder.take(&list).context("the authorities could not be kept")?;
            println!(
                "{}: {} authorities of issue {} of {}",
                list.territory,
                list.anchors.len(),
                list.sequence,
                list.issued_at.date_naive(),
            );
            if list.is_outdated(SystemClock.now()) {
                println!("the list is outdated: fetch its next issue");
            }
        }
        Command::Show => {
            let anchors = folder.anchors().map_err(anyhow::Error::msg)?;
            for anchor in anchors.iter() {
                println!("{:?}: {}", anchor.trust, anchor.certificate.subject_text());
            }
            println!("{} authorities are trusted", anchors.len());
        }
    }
    Ok(ExitCode::SUCCESS)
}
