//! `sigillo mailhost check`.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use sigillo_app::{App, Grant, mail_host};
use sigillo_contract::mail_host::{Finding, FindingKind, RepairRequest};

use crate::command::{caller, explain};
use crate::config::Settings;
use crate::wiring;

#[derive(Debug, Args)]
pub struct Options {
    /// Repair what can be repaired without destroying anything
    #[arg(long)]
    repair: bool,
    /// Destroy the stores that belong to no mailbox, or to a cancelled one, with every message in
    /// them: for ever
    #[arg(long)]
    destroy_orphans: bool,
}

impl Options {
    fn puts_in_order(&self, kind: FindingKind) -> bool {
        match kind {
            FindingKind::OrphanStore => self.destroy_orphans,
            FindingKind::NoStore | FindingKind::Differs | FindingKind::UnfinishedEffect => {
                self.repair
            }
        }
    }
}

pub async fn run(options: &Options, settings: &Settings) -> Result<ExitCode> {
    let app = wiring::open(settings).await?;
    let grant = Grant::to(caller()).map_err(explain)?;
    let report = mail_host::check(&app, &grant).await.map_err(explain)?;
    let mut left = 0;
    for finding in &report.findings {
        let done = options.puts_in_order(finding.kind) && repair(&app, finding).await?;
        left += i64::from(!done);
        println!("{}{}", line(finding), if done { ": put in order" } else { "" });
    }
    left += report.total - i64::try_from(report.findings.len())?;
    let (mailboxes, stores) = (report.mailboxes, report.stores);
    println!("{mailboxes} mailboxes, {stores} stores: {left} not as they should");
    app.db.close().await;
    Ok(if left == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn repair(app: &App, finding: &Finding) -> Result<bool> {
    let grant = Grant::to(caller()).map_err(explain)?;
    let request = RepairRequest { kind: finding.kind, subject: finding.subject.clone() };
    match mail_host::repair(app, &grant, &request).await {
        Ok(()) => Ok(true),
        // It may have resolved itself meanwhile, or another repair may have resolved it.
        Err(error) if error.code() == sigillo_domain::Code::NotInThisState => Ok(true),
        Err(error) => {
            eprintln!("sigillo: {}: {error}", finding.subject);
            Ok(false)
        }
    }
}

fn line(finding: &Finding) -> String {
    let address = finding.address.as_deref().unwrap_or("no mailbox");
    match finding.kind {
        FindingKind::NoStore => {
            let held = finding.messages.unwrap_or_default();
            format!("{address}: no store; {held} messages when it was measured last")
        }
        FindingKind::OrphanStore => format!("{address}: the store {} is left", finding.subject),
        FindingKind::Differs => {
            let differences = finding.differences.iter().map(|one| {
                let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "nothing".into());
                format!("{} {} instead of {}", one.field, word(&one.found), word(&one.expected))
            });
            format!("{address}: the mail host says {}", differences.collect::<Vec<_>>().join(", "))
        }
        FindingKind::UnfinishedEffect => {
            let effect = finding.effect.as_ref();
            let what = effect.map_or("", |effect| effect.effect.as_str());
            let why = effect.and_then(|effect| effect.detail.clone()).unwrap_or_default();
            format!("{address}: {what} is not brought about: {why}")
        }
    }
}
