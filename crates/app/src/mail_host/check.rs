//! Comparing the mail host with the panel.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_contract::mail_host::{Finding, FindingKind, MailHostReport};
use sigillo_contract::operations::CheckMailHost;
use sigillo_domain::id::MailboxId;
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::mail_host_directory::{self as directory, DirectoryMailbox};
use sigillo_storage::{mail_host_effects, mailboxes};

use super::{configured, expectation, unavailable};
use crate::error::AppError;
use crate::{App, Grant, MailHost, view};

/// Maximum number of findings in the report.
const LISTED: usize = 500;
/// Number of mailboxes compared at a time.
const BATCH: i64 = 500;
/// How long an effect, or the creation of a store, may take before it counts as a finding.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// Compares the mail host's directory and stores with the database, and changes nothing.
pub async fn check(app: &App, _grant: &Grant<CheckMailHost>) -> Result<MailHostReport, AppError> {
    let host = configured(app)?;
    let now = app.now();
    let mut report = Report::default();
    // The stores are listed first, so that a store created meanwhile belongs to a mailbox that is
    // found below.
    let stores = host.stores().await.map_err(|error| unavailable(&error))?;
    report.stores = stores.len();
    let mut orphans = stores.clone();
    let mut after = None;
    loop {
        let mut on = app.db.read().await?;
        let batch = directory::batch(&mut on, after, BATCH).await?;
        drop(on);
        let Some(last) = batch.last() else { break };
        after = Some(last.mailbox.id);
        for directed in &batch {
            orphans.remove(&directed.store);
        }
        compare(&**host, &batch, &stores, now, &mut report).await?;
    }
    orphaned(app, orphans, &mut report).await?;
    unfinished(app, now, &mut report).await?;
    Ok(MailHostReport {
        checked_at: now,
        mailboxes: count(report.mailboxes),
        stores: count(report.stores),
        total: count(report.total),
        findings: report.findings,
    })
}

#[derive(Default)]
struct Report {
    mailboxes: usize,
    stores: usize,
    total: usize,
    findings: Vec<Finding>,
}

impl Report {
    fn add(&mut self, finding: Finding) {
        self.total += 1;
        if self.findings.len() < LISTED {
            self.findings.push(finding);
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

async fn compare(
    host: &dyn MailHost,
    batch: &[DirectoryMailbox],
    stores: &HashSet<StorageKey>,
    now: DateTime<Utc>,
    report: &mut Report,
) -> Result<(), AppError> {
    let addresses: Vec<&str> = batch.iter().map(|one| one.mailbox.address.as_str()).collect();
    let found = host.entries(&addresses).await.map_err(|error| unavailable(&error))?;
    for one in batch {
        report.mailboxes += 1;
        let mailbox = &one.mailbox;
        let expected = expectation::of_mailbox(mailbox, &one.store, one.password_id, now);
        let differences = expectation::differences(expected.as_ref(), found.get(&mailbox.address));
        let finding = |kind| Finding {
            kind,
            subject: mailbox.id.to_string(),
            mailbox_id: Some(mailbox.id),
            address: Some(mailbox.address.clone()),
            messages: one.messages,
            differences: vec![],
            effect: None,
        };
        if !differences.is_empty() {
            report.add(Finding { differences, ..finding(FindingKind::Differs) });
        }
        // A store is created when it is first opened, at the latest by the next measurement of use.
        let measured = one.messages.is_some() && mailbox.created_at < now - GRACE;
        if measured && !stores.contains(&one.store) {
            report.add(finding(FindingKind::NoStore));
        }
    }
    Ok(())
}

async fn orphaned(
    app: &App,
    orphans: HashSet<StorageKey>,
    report: &mut Report,
) -> Result<(), AppError> {
    let mut orphans: Vec<_> = orphans.into_iter().collect();
    orphans.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    for store in orphans {
        let mut on = app.db.read().await?;
        let mailbox = mailboxes::find_by_storage_key(&mut on, &store).await?;
        // The mailbox was created while the stores were being compared.
        if mailbox.as_ref().is_some_and(sigillo_domain::mailbox::Mailbox::has_store) {
            continue;
        }
        report.add(Finding {
            kind: FindingKind::OrphanStore,
            subject: store.as_str().to_owned(),
            mailbox_id: mailbox.as_ref().map(|mailbox| mailbox.id),
            address: mailbox.map(|mailbox| mailbox.address),
            messages: None,
            differences: vec![],
            effect: None,
        });
    }
    Ok(())
}

async fn unfinished(app: &App, now: DateTime<Utc>, report: &mut Report) -> Result<(), AppError> {
    let mut on = app.db.read().await?;
    let effects = mail_host_effects::unfinished(&mut on, now - GRACE, i64::MAX).await?;
    let mut addresses: HashMap<MailboxId, Option<String>> = HashMap::new();
    for effect in effects {
        let id = effect.mailbox_id;
        // Addresses are only needed for findings that are listed.
        if !addresses.contains_key(&id) && report.findings.len() < LISTED {
            let mailbox = mailboxes::find(&mut on, id).await?;
            addresses.insert(id, mailbox.map(|mailbox| mailbox.address));
        }
        report.add(Finding {
            kind: FindingKind::UnfinishedEffect,
            subject: effect.id.to_string(),
            mailbox_id: Some(id),
            address: addresses.get(&id).cloned().flatten(),
            messages: None,
            differences: vec![],
            effect: Some(view::effect(effect)),
        });
    }
    Ok(())
}
