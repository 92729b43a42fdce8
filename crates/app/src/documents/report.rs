//! The report on the signatures of a document, as it is stored and as the API shows it.

use sigillo_contract::document::{DocumentSignature, SignatureLine};
use sigillo_domain::signature_verdict::{FileVerdict, SignatureReport, Verdict};
use sigillo_storage::StorageError;

use crate::error::AppError;

/// The report as text.
pub(super) fn stored(report: &FileVerdict) -> Result<String, AppError> {
    let text = serde_json::to_string(report);
    Ok(text.map_err(|error| StorageError::Broken(format!("a report on signatures: {error}")))?)
}

/// Reads a stored report.
pub(crate) fn read(text: &str) -> FileVerdict {
    serde_json::from_str(text).unwrap_or_else(|error| {
        tracing::error!(%error, "the report of a verification cannot be read");
        FileVerdict::default()
    })
}

/// The codici fiscali of the signers, but for signatures that are not valid.
pub(super) fn signers(report: &FileVerdict) -> Vec<String> {
    let sound = report.signatures.iter().filter(|one| one.verdict() != Verdict::Invalid);
    let codes = sound.filter_map(|one| one.signer.as_ref()?.tax_code.as_ref());
    codes.map(ToString::to_string).collect()
}

pub(crate) fn signature(report: SignatureReport) -> DocumentSignature {
    let verdict = report.verdict();
    let lines = report.lines.into_iter().map(|line| SignatureLine {
        check: line.check,
        outcome: line.outcome,
        finding: line.finding,
        detail: line.detail(),
        value: line.value,
    });
    let (signer_name, signer_tax_code) =
        report.signer.map(|signer| (signer.name, signer.tax_code)).unzip();
    DocumentSignature {
        verdict,
        signer_name,
        signer_tax_code: signer_tax_code.flatten().map(|code| code.to_string()),
        issuer: report.issuer,
        serial: report.serial,
        signed_at: report.signed_at,
        proven_at: report.proven_at,
        lines: lines.collect(),
    }
}
