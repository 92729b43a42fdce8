//! The report on one signature, line by line.

use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::{
    SignatureCheck, SignatureFinding, SignatureLine, SignatureReport,
};

use crate::anchors::{Trust, TrustAnchors};
use crate::certificate::Certificate;
use crate::chain::{self, Moment, Path};
use crate::cms::{Evidence, SignerInfo};
use crate::found::Found;
use crate::identity;
use crate::signer::{self, Content};
use crate::timestamp::{self, Judge};
use crate::work::Work;
use crate::{oid, revocation, time};

/// Timestamps of one signature that are looked at.
const MAX_TIMESTAMPS: usize = 4;

/// With what a file is judged.
#[derive(Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub anchors: &'a TrustAnchors,
    pub now: DateTime<Utc>,
    pub work: &'a Work,
}

/// A timestamp over the whole document, of those that were made after a signature.
#[derive(Clone)]
pub(crate) struct DocumentTimestamp {
    pub result: Result<DateTime<Utc>, Found>,
    /// It also covers what proves that certificates were not revoked.
    pub covers_evidence: bool,
}

/// A signature with all that its verification needs.
pub(crate) struct Case<'a> {
    pub signer: &'a SignerInfo<'a>,
    pub content_type: &'a [u8],
    pub content: &'a Content<'a>,
    /// The certificates of the file.
    pub pool: &'a [Certificate],
    /// What the file says of revocation, outside the signature.
    pub evidence: &'a Evidence<'a>,
    pub coverage: Found,
    /// It says that it is of a European standard.
    pub claims_baseline: bool,
    /// When the file, outside the signature, says that it was signed.
    pub claimed: Option<DateTime<Utc>>,
    pub timestamps: Vec<DocumentTimestamp>,
    pub depth: u32,
}

/// A report on a signature that cannot be read.
pub(crate) fn unreadable(found: &Found, coverage: &Found, depth: u32) -> SignatureReport {
    let lines = SignatureCheck::ALL.map(|check| match check {
        SignatureCheck::Integrity => found.clone().line(check),
        SignatureCheck::Coverage => coverage.clone().line(check),
        _ => SignatureLine::new(check, SignatureFinding::NotReached),
    });
    SignatureReport {
        depth,
        lines: lines.to_vec(),
        signer: None,
        signed_at: None,
        proven_at: None,
        serial: None,
        issuer: None,
    }
}

/// What the checks of one signature have found.
struct Findings {
    integrity: Found,
    signer: Found,
    chain: Found,
    validity: Found,
    timestamp: Found,
    revocation: Found,
    level: Found,
}

impl Case<'_> {
    pub fn assess(&self, bench: Bench<'_>) -> SignatureReport {
        let Some(certificate) = signer::find_certificate(self.signer, self.pool) else {
            let missing = SignatureFinding::SignerCertificateMissing;
            return unreadable(&missing.into(), &self.coverage, self.depth);
        };
        let claimed = self.claimed_time();
        let integrity = self.integrity(certificate, bench);
        let proof = if integrity.is_good() {
            self.proof(bench)
        } else {
            Err(SignatureFinding::NotReached.into())
        };
        let moment = Moment {
            at: proof.as_ref().copied().unwrap_or(bench.now),
            is_proven: proof.is_ok(),
            claimed,
        };
        let (chain, validity, revocation) = self.path(certificate, moment, bench);
        let timestamp = proof.clone().map_or_else(
            |found| found,
            |at| Found::with(SignatureFinding::TimestampTrusted, time::text(at)),
        );
        let level = self.level(certificate, [&integrity, &timestamp, &revocation]);
        let (person, signer) = identity::of(certificate);
        let findings =
            Findings { integrity, signer, chain, validity, timestamp, revocation, level };
        SignatureReport {
            depth: self.depth,
            lines: self.lines(findings),
            signer: Some(person),
            signed_at: claimed,
            proven_at: proof.ok(),
            serial: Some(certificate.serial()),
            issuer: Some(certificate.issuer_text()),
        }
    }

    fn lines(&self, findings: Findings) -> Vec<SignatureLine> {
        let Findings { integrity, signer, chain, validity, timestamp, revocation, level } =
            findings;
        [
            (SignatureCheck::Integrity, integrity),
            (SignatureCheck::Coverage, self.coverage.clone()),
            (SignatureCheck::Signer, signer),
            (SignatureCheck::Chain, chain),
            (SignatureCheck::Validity, validity),
            (SignatureCheck::Timestamp, timestamp),
            (SignatureCheck::Revocation, revocation),
            (SignatureCheck::Level, level),
        ]
        .into_iter()
        .map(|(check, found)| found.line(check))
        .collect()
    }

    /// The time of signing that the signature has among what is signed, or else the file beside it.
    fn claimed_time(&self) -> Option<DateTime<Utc>> {
        let signed = self.signer.signed(oid::SIGNING_TIME).ok().flatten();
        signed.and_then(|value| time::read(value).ok()).or(self.claimed)
    }

    fn integrity(&self, certificate: &Certificate, bench: Bench<'_>) -> Found {
        signer::check(self.signer, self.content_type, self.content, certificate, bench.work)
            .map_or_else(
                |found| found,
                |digest| Found::with(SignatureFinding::Intact, digest.name()),
            )
    }

    /// The earliest time at which a trusted timestamp proves that the signature existed.
    fn proof(&self, bench: Bench<'_>) -> Result<DateTime<Utc>, Found> {
        let judge = Judge {
            anchors: bench.anchors,
            now: bench.now,
            work: bench.work,
            pool: self.pool,
            evidence: self.evidence,
        };
        let stamped = Content::new(vec![&self.signer.signature]);
        let tokens = self.signer.unsigned(oid::TIME_STAMP_TOKEN);
        let tokens = tokens.map_err(|_| SignatureFinding::TimestampInvalid)?;
        let tokens = tokens.iter().take(MAX_TIMESTAMPS);
        let own = tokens.map(|token| timestamp::check(token.whole, &stamped, judge));
        let of_document = self.timestamps.iter().map(|one| one.result.clone());
        let results: Vec<_> = own.chain(of_document).collect();
        match results.iter().filter_map(|result| result.as_ref().ok()).min() {
            Some(at) => Ok(*at),
            None => results
                .into_iter()
                .next()
                .unwrap_or_else(|| Err(SignatureFinding::NoTimestamp.into())),
        }
    }

    /// Chain, validity and revocation.
    fn path(
        &self,
        certificate: &Certificate,
        moment: Moment,
        bench: Bench<'_>,
    ) -> (Found, Found, Found) {
        let found =
            chain::find(certificate, self.pool, bench.anchors, Trust::Signatures, bench.work);
        match found {
            Ok(path) => {
                let chain = Found::with(SignatureFinding::ChainTrusted, path.anchor.subject_text());
                let validity = chain::validity(&path.certificates, moment);
                (chain, validity, self.revocation(&path, moment, bench))
            }
            // Without a path nothing is known of who could have revoked it.
            Err(fault) => {
                let validity = chain::validity(&[certificate], moment);
                (fault, validity, SignatureFinding::NotReached.into())
            }
        }
    }

    fn revocation(&self, path: &Path<'_>, moment: Moment, bench: Bench<'_>) -> Found {
        let mut own = vec![];
        let mut evidence = self.evidence.clone();
        // The values are read into slices that live as long as the signature.
        if let Ok(Some(values)) = self.signer.signed(oid::ADOBE_REVOCATION) {
            own.push((values, true));
        }
        let unsigned = self.signer.unsigned(oid::REVOCATION_VALUES).unwrap_or_default();
        own.extend(unsigned.into_iter().map(|values| (values, false)));
        for (values, whole_responses) in own {
            let _ = crate::evidence::add(values, whole_responses, &mut evidence);
        }
        revocation::check(path, &evidence, moment.at, bench.now, bench.work)
            .unwrap_or_else(|found| found)
    }

    /// The level, of which the lines before are the conditions.
    fn level(
        &self,
        certificate: &Certificate,
        [integrity, timestamp, revocation]: [&Found; 3],
    ) -> Found {
        let is_archived =
            self.timestamps.iter().any(|one| one.covers_evidence && one.result.is_ok());
        let finding = if !integrity.is_good() {
            SignatureFinding::NotReached
        } else if !signer::has_reference(self.signer, certificate) {
            if self.claims_baseline {
                SignatureFinding::BaselineBroken
            } else {
                SignatureFinding::NoBaseline
            }
        } else if !timestamp.is_good() {
            SignatureFinding::LevelBB
        } else if !revocation.is_good() {
            SignatureFinding::LevelBT
        } else if is_archived {
            SignatureFinding::LevelBLta
        } else {
            SignatureFinding::LevelBLt
        };
        finding.into()
    }
}
