//! Examples of documents.

use sigillo_domain::document::{DocumentFormat, DocumentKind};
use sigillo_domain::id::DocumentId;
use sigillo_domain::signature_verdict::{CheckOutcome, SignatureCheck, SignatureFinding, Verdict};

use super::holders::HOLDER;
use super::{Example, MAILBOX, ORGANIZATION, at};
use crate::document::{Document, DocumentSignature, SignatureLine};

pub(super) const DOCUMENT: DocumentId =
    DocumentId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0041);
const SHA256: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

impl Example for Document {
    fn example() -> Self {
        Self {
            id: DOCUMENT,
            organization_id: ORGANIZATION,
            subject: format!("mailbox:{MAILBOX}"),
            mailbox_id: Some(MAILBOX),
            mailbox_address: Some("ada.esempi@pec.example.it".into()),
            holder_id: Some(HOLDER),
            holder_name: Some("Esempi Ada".into()),
            kind: DocumentKind::ActivationContract,
            format: DocumentFormat::Pdf,
            name: "contratto.pdf".into(),
            bytes: 184_320,
            sha256: SHA256.into(),
            verdict: Verdict::Undetermined,
            verified_at: Some(at(60)),
            finding: None,
            detail: None,
            signatures: vec![DocumentSignature::example()],
            signer_is_holder: None,
            created_at: at(0),
            created_by: "postmaster".into(),
            version: 2,
        }
    }
}

impl Example for DocumentSignature {
    fn example() -> Self {
        Self {
            signer_name: Some("Ada Esempi".into()),
            signer_tax_code: Some("TLMZOE04B69G942V".into()),
            verdict: Verdict::Undetermined,
            issuer: Some("CA di Esempio".into()),
            serial: Some("4f2a19c0".into()),
            signed_at: Some(at(0)),
            proven_at: None,
            lines: vec![SignatureLine::example()],
        }
    }
}

impl Example for SignatureLine {
    fn example() -> Self {
        Self {
            check: SignatureCheck::Revocation,
            outcome: CheckOutcome::NotChecked,
            finding: SignatureFinding::NoRevocationEvidence,
            detail: SignatureFinding::NoRevocationEvidence.detail(None),
            value: None,
        }
    }
}
