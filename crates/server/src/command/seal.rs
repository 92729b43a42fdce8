//! `sigillo seal`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Subcommand;
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::seal::{self, SealKey};
use sigillo_app::{Clock, DocumentSeal, SealCertificate};
use sigillo_domain::document_seal::{SealState, days_left};

use super::read_password;
use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Make a key with a self-signed certificate, to try the seal out: readers call it unknown
    Init {
        /// Name of the organisation, which readers show as the signer
        #[arg(long)]
        name: String,
        /// Put it in the place of the present key, which is kept aside
        #[arg(long)]
        replace: bool,
    },
    /// Take the key and the certificates of a PKCS#12 file (.p12, .pfx): RSA, or ECDSA on P-256
    Import {
        file: PathBuf,
        /// Read the file's password from standard input, since other users can see the command line
        #[arg(long, required = true)]
        password_stdin: bool,
        /// Put it in the place of the present key, which is kept aside
        #[arg(long)]
        replace: bool,
    },
    /// Print whose seal it is and until when it is valid; exit 1 if nothing can be sealed with it
    Show,
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    match command {
        Command::Init { name, replace } => {
            let key = seal::create(check_name(&name)?, SystemClock.now());
            store(&key.map_err(anyhow::Error::msg)?, replace, settings)
        }
        Command::Import { file, replace, .. } => {
            let context = || format!("the file {}", file.display());
            let password = read_password()?;
            let content = std::fs::read(&file).with_context(context)?;
            let key = seal::import(&content, &password).map_err(anyhow::Error::msg);
            let key = key.with_context(context)?;
            check_usable(&key).with_context(context)?;
            store(&key, replace, settings)
        }
        Command::Show => show(settings).await,
    }
}

/// X.520 allows a common name 64 characters.
fn check_name(name: &str) -> Result<&str> {
    let name = name.trim();
    let length = name.chars().count();
    if !(1..=64).contains(&length) || name.chars().any(char::is_control) {
        bail!("--name: expected one line of 1 to 64 characters");
    }
    Ok(name)
}

fn check_usable(key: &SealKey) -> Result<()> {
    if key.is_for_something_else() {
        bail!("its certificate is not for signatures (key usage)");
    }
    if let Some(reason) = unusable(&key.certificate(), SystemClock.now()) {
        bail!(reason);
    }
    Ok(())
}

fn store(key: &SealKey, replace: bool, settings: &Settings) -> Result<ExitCode> {
    wiring::make_data_dir(settings)?;
    let files = wiring::seal_files(settings);
    let former = files.store(key, replace, &SystemEntropy)?;
    print(&key.certificate());
    match key.issuers().as_slice() {
        [] => println!("certificates of issuers: none"),
        issuers => println!("certificates of issuers: {}", issuers.join("; ")),
    }
    println!("file: {}, sealed under {}", files.key().display(), files.secret().display());
    if let Some(former) = former {
        println!("the former key is kept in {}", former.display());
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(settings: &Settings) -> Result<ExitCode> {
    let files = wiring::seal_files(settings);
    let certificate = wiring::document_seal(settings)?.describe().await?;
    print(&certificate);
    println!("file: {}, sealed under {}", files.key().display(), files.secret().display());
    // Without the user name and the password that may be part of the address.
    match settings.tsa_url.as_ref().and_then(|url| url.host_str()) {
        Some(host) => println!("timestamps: from {host}"),
        None => println!("timestamps: none (SIGILLO_TSA_URL)"),
    }
    let now = SystemClock.now();
    if let Some(reason) = unusable(&certificate, now) {
        println!("{reason}: nothing is sealed");
        return Ok(ExitCode::FAILURE);
    }
    println!("days left: {}", days_left(certificate.not_after, now));
    if SealState::at(certificate.not_before, certificate.not_after, now) == SealState::Expiring {
        println!("it expires soon: contracts that are signed after that wait for a seal");
    }
    Ok(ExitCode::SUCCESS)
}

fn unusable(certificate: &SealCertificate, now: DateTime<Utc>) -> Option<String> {
    if now > certificate.not_after {
        Some(format!("the certificate has expired on {}", time(certificate.not_after)))
    } else if now < certificate.not_before {
        Some(format!("the certificate is not valid before {}", time(certificate.not_before)))
    } else {
        None
    }
}

fn print(certificate: &SealCertificate) {
    println!("subject: {}", certificate.subject);
    if certificate.is_self_signed {
        println!("issuer: itself (readers call the seal unknown)");
    } else {
        println!("issuer: {}", certificate.issuer);
    }
    println!("serial: {}", certificate.serial);
    println!("valid from: {}", time(certificate.not_before));
    println!("valid until: {}", time(certificate.not_after));
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
