//! Verifying archives: everything that they hold is read again and compared with everything that is said of it.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use sigillo_domain::id::{DisposalId, OrganizationId};
use sigillo_domain::preservation::{DisposalState, PreservationProblem, ProblemKind};
use sigillo_storage::packages::{self, Package, PackagedReceipt};
use sigillo_storage::receipt_archives::{self, Verification};
use sigillo_storage::{disposals, stored_objects};

use super::VERIFY_EVERY;
use super::facts::receipt_path;
use super::read_index::{ReadIndex, read};
use crate::App;
use crate::error::AppError;
use crate::objects::{damage_of, read_whole};

/// The packages that are looked up at a time.
const BATCH: i64 = 100;
/// The problems of which the report says more than their number.
const MAX_REPORTED: usize = 200;
/// When a verification whose server died is begun again.
const LEASE: TimeDelta = TimeDelta::hours(12);

/// Verifies the archive whose verification is due, and returns how many were verified: 0 or 1.
pub async fn verify_due(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    // A read is cheap and does not occupy SQLite's single writer.
    if !receipt_archives::any_verification_due(&mut app.db.read().await?, now).await? {
        return Ok(0);
    }
    let mut tx = app.db.begin().await?;
    let due = receipt_archives::take_due_verification(&mut tx, now, now + LEASE).await?;
    tx.commit().await?;
    let Some(organization_id) = due else { return Ok(0) };
    verify(app, organization_id).await?;
    Ok(1)
}

/// Verifies every archive.
pub async fn verify_all(app: &App) -> Result<Vec<Verification>, AppError> {
    let mut outcomes = vec![];
    for organization_id in receipt_archives::all(&mut app.db.read().await?).await? {
        outcomes.push(verify(app, organization_id).await?);
    }
    Ok(outcomes)
}

/// Verifies the archive of an organisation, and keeps what was found.
pub async fn verify(app: &App, organization_id: OrganizationId) -> Result<Verification, AppError> {
    let started_at = app.now();
    let mut check = Check::new(app, organization_id);
    check.disposals().await?;
    check.chain().await?;
    let now = app.now();
    let outcome = Verification { started_at, ended_at: now, ..check.outcome };
    let mut tx = app.db.begin().await?;
    receipt_archives::insert_verification(&mut tx, app.new_id(), &outcome).await?;
    receipt_archives::set_next_verification(&mut tx, organization_id, now + VERIFY_EVERY).await?;
    tx.commit().await?;
    if outcome.problems > 0 {
        let (organization, problems) = (organization_id.to_string(), outcome.problems);
        tracing::error!(organization, problems, "the archive of receipts is not what was stored");
    }
    Ok(outcome)
}

struct Check<'a> {
    app: &'a App,
    /// The disposals that were approved.
    approved: HashSet<DisposalId>,
    outcome: Verification,
}

impl<'a> Check<'a> {
    fn new(app: &'a App, organization_id: OrganizationId) -> Self {
        let now = app.now();
        let outcome = Verification {
            organization_id,
            started_at: now,
            ended_at: now,
            packages: 0,
            unsealed: 0,
            receipts: 0,
            bytes: 0,
            problems: 0,
            report: vec![],
        };
        Self { app, approved: HashSet::new(), outcome }
    }

    fn problem(&mut self, kind: ProblemKind, package: Option<i64>, about: Option<String>) {
        self.outcome.problems += 1;
        if self.outcome.report.len() < MAX_REPORTED {
            self.outcome.report.push(PreservationProblem { kind, package, about });
        }
    }

    /// Walks the packages from the first to the one that the archive says is the last.
    async fn chain(&mut self) -> Result<(), AppError> {
        let organization_id = self.outcome.organization_id;
        // Read first: what is closed meanwhile is for the next time.
        let head = receipt_archives::head(&mut self.app.db.read().await?, organization_id).await?;
        let (mut last, mut previous) = (0, None::<String>);
        loop {
            let mut on = self.app.db.read().await?;
            let batch = packages::after(&mut on, organization_id, last, BATCH).await?;
            drop(on);
            if batch.is_empty() {
                break;
            }
            for package in batch {
                for missing in last + 1..package.sequence {
                    self.problem(ProblemKind::MissingPackage, Some(missing), None);
                }
                if package.previous_sha256 != previous {
                    self.problem(ProblemKind::BrokenChain, Some(package.sequence), None);
                }
                self.package(&package).await?;
                last = package.sequence;
                previous = Some(package.index_sha256);
            }
        }
        for missing in last + 1..=head.sequence {
            self.problem(ProblemKind::MissingPackage, Some(missing), None);
        }
        if last == head.sequence && previous != head.index_sha256 {
            self.problem(ProblemKind::BrokenChain, Some(last), None);
        }
        Ok(())
    }

    async fn package(&mut self, package: &Package) -> Result<(), AppError> {
        let number = Some(package.sequence);
        self.outcome.packages += 1;
        if self.damaged(&package.report_sha256).await? {
            self.problem(ProblemKind::DamagedReport, number, None);
        }
        let index = self.index(package).await?;
        if index.is_none() {
            self.problem(ProblemKind::DamagedIndex, number, None);
        }
        self.seal(package).await?;
        let rows = packages::receipts_of(&mut self.app.db.read().await?, package.id).await?;
        let mut entries: HashMap<_, _> = index
            .iter()
            .flat_map(|index| &index.receipts)
            .map(|entry| (entry.id.as_str(), entry))
            .collect();
        for row in &rows {
            let id = row.id.to_string();
            let entry = entries.remove(id.as_str());
            if row.refusal.is_some() && entry.is_none() {
                self.problem(ProblemKind::RefusedReceipt, number, Some(id));
                continue;
            }
            match entry {
                Some(entry) => {
                    let agrees = entry.sha256 == row.sha256
                        && entry.path == receipt_path(row.id)
                        && row.refusal.is_none();
                    if !agrees {
                        self.problem(ProblemKind::AlteredReceipt, number, Some(id));
                    }
                }
                None if index.is_some() => {
                    self.problem(ProblemKind::UnexpectedReceipt, number, Some(id));
                }
                None => {}
            }
            self.receipt(package, row).await?;
        }
        let mut lost: Vec<_> = entries.into_keys().map(str::to_owned).collect();
        lost.sort_unstable();
        for id in lost {
            self.problem(ProblemKind::MissingReceipt, number, Some(id));
        }
        Ok(())
    }

    /// The index of a package, if it is the one that was closed.
    async fn index(&mut self, package: &Package) -> Result<Option<ReadIndex>, AppError> {
        if self.damaged(&package.index_sha256).await? {
            return Ok(None);
        }
        let content = read_whole(self.app, &package.index_sha256).await?;
        let index = std::str::from_utf8(&content).ok().and_then(read);
        Ok(index.filter(|index| {
            index.package == package.id.to_string()
                && index.previous_sha256 == package.previous_sha256
                && index.report_sha256.as_ref() == Some(&package.report_sha256)
        }))
    }

    async fn seal(&mut self, package: &Package) -> Result<(), AppError> {
        let Some(seal) = &package.seal else {
            self.outcome.unsealed += 1;
            return Ok(());
        };
        let is_good = !self.damaged(&seal.sha256).await? && {
            let signature = read_whole(self.app, &seal.sha256).await?;
            let verifier = &self.app.signature_verifier;
            let found = verifier.detached(signature, &package.index_sha256).await;
            found.is_ok_and(|found| {
                found.serial.eq_ignore_ascii_case(&seal.serial) && found.timestamp == seal.timestamp
            })
        };
        if !is_good {
            self.problem(ProblemKind::DamagedSeal, Some(package.sequence), None);
        }
        Ok(())
    }

    async fn receipt(&mut self, package: &Package, row: &PackagedReceipt) -> Result<(), AppError> {
        if row.discarded_at.is_some() {
            if row.disposal_id.is_some_and(|id| self.approved.contains(&id)) {
                return Ok(());
            }
            // Nobody has approved that it goes.
            let id = row.id.to_string();
            self.problem(ProblemKind::AlteredReceipt, Some(package.sequence), Some(id));
        }
        self.outcome.receipts += 1;
        if self.damaged(&row.sha256).await? {
            let id = row.id.to_string();
            self.problem(ProblemKind::DamagedReceipt, Some(package.sequence), Some(id));
        }
        Ok(())
    }

    async fn disposals(&mut self) -> Result<(), AppError> {
        let mut on = self.app.db.read().await?;
        let all = disposals::of_organization(&mut on, self.outcome.organization_id).await?;
        drop(on);
        for disposal in all {
            if disposal.state == DisposalState::Approved {
                self.approved.insert(disposal.id);
            }
            if self.damaged(&disposal.list_sha256).await? {
                let id = disposal.id.to_string();
                self.problem(ProblemKind::DamagedDisposal, None, Some(id));
            }
        }
        Ok(())
    }

    /// Reads an object through. Whether the store answers at all is no question of the archive.
    async fn damaged(&mut self, sha256: &str) -> Result<bool, AppError> {
        let object = stored_objects::find(&mut self.app.db.read().await?, sha256).await?;
        self.outcome.bytes += object.map_or(0, |object| object.bytes);
        Ok(damage_of(self.app, sha256).await?.is_some())
    }
}
