//! Whether certificates were revoked, by what is in the file: nobody is asked.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::certificate::Certificate;
use crate::chain::Path;
use crate::cms::Evidence;
use crate::found::Found;
use crate::work::Work;
use crate::{crl, ocsp, time};

/// How far clocks may differ.
pub(crate) const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(10);

/// What a list or a response, whose signature is good, says of a certificate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    pub made_at: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Statement {
    /// Whether it speaks of a moment: it was made after it, or is still the last one then.
    fn covers(&self, at: DateTime<Utc>) -> bool {
        self.made_at >= at || self.until.is_some_and(|until| until >= at)
    }
}

/// Whether a certificate of a path was revoked when it was used, `at` the given moment.
pub(crate) fn check(
    path: &Path<'_>,
    evidence: &Evidence<'_>,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    work: &Work,
) -> Result<Found, Found> {
    let mut worst: Option<Found> = None;
    for (certificate, issuer) in path.issued() {
        let found = check_one(certificate, issuer, evidence, (at, now), work)?;
        let is_worse = worst.as_ref().is_none_or(|worst| rank(&found) > rank(worst));
        if is_worse {
            worst = Some(found);
        }
    }
    // Nobody but who configured it can revoke an anchor.
    Ok(worst.unwrap_or_else(|| SignatureFinding::RevocationNotNeeded.into()))
}

fn rank(found: &Found) -> u8 {
    match found.finding {
        SignatureFinding::RevocationNotNeeded => 0,
        SignatureFinding::NotRevoked => 1,
        SignatureFinding::RevokedLater => 2,
        SignatureFinding::RevocationEvidenceOutdated => 3,
        SignatureFinding::NoRevocationEvidence => 4,
        _ => 5,
    }
}

fn check_one(
    certificate: &Certificate,
    issuer: &Certificate,
    evidence: &Evidence<'_>,
    (at, now): (DateTime<Utc>, DateTime<Utc>),
    work: &Work,
) -> Result<Found, Found> {
    let statements = statements(certificate, issuer, evidence, work)?;
    // What is dated in the future was not made by an honest clock.
    let statements = statements.into_iter().filter(|one| one.made_at <= now + CLOCK_SKEW);
    let statements: Vec<_> = statements.collect();
    if let Some(revoked_at) = statements.iter().filter_map(|one| one.revoked_at).min() {
        let finding = if revoked_at <= at {
            SignatureFinding::Revoked
        } else {
            SignatureFinding::RevokedLater
        };
        return Ok(Found::with(finding, time::text(revoked_at)));
    }
    if certificate.needs_no_revocation {
        return Ok(SignatureFinding::RevocationNotNeeded.into());
    }
    let name = || certificate.subject_text();
    match statements.iter().filter(|one| one.covers(at)).map(|one| one.made_at).max() {
        Some(made_at) => Ok(Found::with(SignatureFinding::NotRevoked, time::text(made_at))),
        None if statements.is_empty() => {
            Ok(Found::with(SignatureFinding::NoRevocationEvidence, name()))
        }
        None => Ok(Found::with(SignatureFinding::RevocationEvidenceOutdated, name())),
    }
}

fn statements(
    certificate: &Certificate,
    issuer: &Certificate,
    evidence: &Evidence<'_>,
    work: &Work,
) -> Result<Vec<Statement>, Found> {
    let mut statements = vec![];
    for response in &evidence.responses {
        statements.extend(ocsp::statement(response, certificate, issuer, work)?);
    }
    for crl in &evidence.crls {
        statements.extend(crl::statement(crl, certificate, issuer, work)?);
    }
    Ok(statements)
}
