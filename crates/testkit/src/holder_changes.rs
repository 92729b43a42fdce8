//! Signed documents with a verdict, and the changes of holder that rest on them.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use sigillo_app::documents::{Upload, verify_pending};
use sigillo_app::{App, SignatureVerifier, VerifierError, holder_changes};
use sigillo_contract::document::{Document, DocumentUpload};
use sigillo_contract::holder::HolderChoice;
use sigillo_contract::holder_change::{HolderChange, HolderChangeCreate};
use sigillo_domain::document::DocumentKind;
use sigillo_domain::id::{HolderId, MailboxId};
use sigillo_domain::signature_verdict::{
    FileVerdict, SignatureCheck, SignatureFinding, SignatureLine, SignatureReport, Verdict,
};

use crate::build::grant;
use crate::{TestApp, pdf};

/// Gives every file the same verdict.
struct OneVerdict(Verdict);

#[async_trait]
impl SignatureVerifier for OneVerdict {
    async fn verify(&self, _: Vec<u8>, _: DateTime<Utc>) -> Result<FileVerdict, VerifierError> {
        let (integrity, revocation) = match self.0 {
            Verdict::Invalid => (SignatureFinding::DigestMismatch, SignatureFinding::NotRevoked),
            Verdict::Undetermined => {
                (SignatureFinding::Intact, SignatureFinding::NoRevocationEvidence)
            }
            Verdict::Valid | Verdict::Pending => {
                (SignatureFinding::Intact, SignatureFinding::NotRevoked)
            }
        };
        let findings = [
            integrity,
            SignatureFinding::WholeFileSigned,
            SignatureFinding::SignerIdentified,
            SignatureFinding::ChainTrusted,
            SignatureFinding::ValidNow,
            SignatureFinding::NoTimestamp,
            revocation,
            SignatureFinding::LevelBB,
        ];
        let lines = SignatureCheck::ALL.into_iter().zip(findings);
        let signature = SignatureReport {
            depth: 0,
            lines: lines.map(|(check, finding)| SignatureLine::new(check, finding)).collect(),
            signer: None,
            signed_at: None,
            proven_at: None,
            serial: None,
            issuer: None,
        };
        Ok(FileVerdict { finding: None, signatures: vec![signature] })
    }
}

impl TestApp {
    /// Uploads a request for another holder of a mailbox.
    pub async fn change_document(&self, mailbox: MailboxId, name: &str) -> Document {
        let query = DocumentUpload {
            subject: format!("mailbox:{mailbox}"),
            kind: DocumentKind::ChangeOfHolder.as_str().into(),
            name: format!("{name}.pdf"),
        };
        let mut upload = Upload::begin(&self.app, &grant(), &query).await.expect("an upload");
        let content = pdf(&format!("{mailbox} {name}"));
        upload.write(Bytes::from(content)).await.expect("a piece is taken");
        upload.finish(&self.app, &grant()).await.expect("a document")
    }

    /// Gives every document that waits for its verdict this one.
    pub async fn judge_documents(&self, verdict: Verdict) {
        let verifier = Arc::new(OneVerdict(verdict));
        let app = App { signature_verifier: verifier, ..self.app.clone() };
        while verify_pending(&app, 100).await.expect("a verification") > 0 {}
    }

    /// Requests another holder for a mailbox, in the name of the service, by a document with a valid signature.
    pub async fn holder_change(&self, mailbox: MailboxId, new_holder: HolderId) -> HolderChange {
        let document = self.change_document(mailbox, "subentro").await.id;
        self.judge_documents(Verdict::Valid).await;
        let request = HolderChangeCreate {
            mailbox_id: mailbox,
            document_id: document,
            new_holder: HolderChoice { id: Some(new_holder), ..HolderChoice::default() },
            communication_email: "nuovo@example.org".into(),
            ..HolderChangeCreate::default()
        };
        holder_changes::create(&self.app, &grant(), &request).await.expect("a change of holder")
    }
}
