//! The command line.

mod account;
mod backup;
mod check;
mod documents;
mod domain;
mod history;
mod mailhost;
mod organization;
mod preservation;
mod preservation_import;
mod seal;
mod serve;
mod trust;

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use sigillo_app::{AppError, Caller};

use crate::config::Settings;
use crate::log::Log;
use crate::{demo, wiring};

#[derive(Subcommand)]
pub enum Command {
    /// Serve the API and the pages on one port
    Serve,
    /// Bring the database up to date (serve does it too)
    Migrate,
    /// Fill an empty database with an invented organisation, two domains and about 200 mailboxes
    Demo {
        /// Succeed without doing anything if the database is not empty
        #[arg(long)]
        if_empty: bool,
    },
    /// Write a copy of the SQLite database to a file while the database is in use
    Backup(backup::Options),
    /// Compare what the database keeps beside the mailboxes with the mailboxes themselves
    #[command(subcommand)]
    Check(check::Command),
    /// Organisations
    #[command(subcommand)]
    Organization(organization::Command),
    /// Domains
    #[command(subcommand)]
    Domain(domain::Command),
    /// Accounts of the panel
    #[command(subcommand)]
    Account(account::Command),
    /// Signed documents of mailboxes and holders
    #[command(subcommand)]
    Documents(documents::Command),
    /// Print the OpenAPI document
    Openapi,
    /// The chained history
    #[command(subcommand)]
    History(history::Command),
    /// The mail host: Dovecot, and Postfix
    #[command(subcommand)]
    Mailhost(mailhost::Command),
    /// Preserved receipts of certified mail, and their archives
    #[command(subcommand)]
    Preservation(preservation::Command),
    /// The key that documents are sealed with
    #[command(subcommand)]
    Seal(seal::Command),
    /// The authorities that the signatures of documents are verified against
    #[command(subcommand)]
    Trust(trust::Command),
}

pub async fn run(command: Command, settings: &Settings, log: &Log) -> Result<ExitCode> {
    match command {
        Command::Serve => serve::run(settings, log).await?,
        Command::Migrate => {
            wiring::open_database(settings).await?;
            println!("the database is up to date");
        }
        Command::Backup(options) => backup::run(&options, settings).await?,
        Command::Demo { if_empty } => Box::pin(demo::run(settings, if_empty)).await?,
        Command::Organization(command) => organization::run(command, settings).await?,
        Command::Domain(command) => domain::run(command, settings).await?,
        Command::Account(command) => account::run(command, settings).await?,
        Command::Documents(command) => return documents::run(command, settings).await,
        Command::Check(command) => return check::run(command, settings).await,
        Command::Openapi => print!("{}", sigillo_http::openapi::text()),
        Command::Mailhost(command) => return mailhost::run(command, settings).await,
        Command::Preservation(command) => return preservation::run(command, settings).await,
        Command::Seal(command) => return seal::run(command, settings).await,
        Command::Trust(command) => return trust::run(command, settings),
        Command::History(command) => return history::run(command, settings).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// The actor that the history names for what is done on the command line.
fn caller() -> Caller {
    Caller::system("command line")
}

/// A password on standard input: one line.
fn read_password() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("the password is not text")?;
    let password = text.strip_suffix('\n').unwrap_or(&text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.contains('\n') {
        bail!("the password on standard input must be one line");
    }
    Ok(password.to_owned())
}

/// An error in words, with the refused fields where there are any.
fn explain(error: AppError) -> anyhow::Error {
    let faults = match &error {
        AppError::Invalid(faults) => faults.clone(),
        AppError::AtField(_, fault) => vec![fault.clone()],
        _ => return error.into(),
    };
    let lines: Vec<_> = faults
        .into_iter()
        .map(sigillo_contract::problem::FieldProblem::from)
        .map(|field| format!("{} {}", field.pointer.trim_start_matches('/'), field.detail))
        .collect();
    anyhow::anyhow!("{}", lines.join("; "))
}
