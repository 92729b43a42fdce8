//! Signed documents with a verdict, and the changes of holder that rest on them.

use std::sync::Arc;

use bytes::Bytes;
use sigillo_app::documents::{Upload, verify_pending};
use sigillo_app::{App, holder_changes};
use sigillo_contract::document::{Document, DocumentUpload};
use sigillo_contract::holder::HolderChoice;
use sigillo_contract::holder_change::{HolderChange, HolderChangeCreate};
use sigillo_domain::document::DocumentKind;
use sigillo_domain::id::{HolderId, MailboxId};
use sigillo_domain::signature_verdict::{FileVerdict, SignatureFinding, Verdict};
use sigillo_storage::documents;

use crate::build::grant;
use crate::{TestApp, TestVerifier, pdf, signed_by};

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
        upload.file().write(Bytes::from(content)).await.expect("a piece is taken");
        upload.finish(&self.app, &grant()).await.expect("a document")
    }

    /// Gives every document that waits for its verdict this one.
    pub async fn judge_documents(&self, verdict: Verdict) {
        let revocation = match verdict {
            Verdict::Invalid => SignatureFinding::Revoked,
            Verdict::Undetermined => SignatureFinding::NoRevocationEvidence,
            Verdict::Valid | Verdict::Pending => SignatureFinding::NotRevoked,
        };
        self.judge_documents_as(signed_by("", revocation)).await;
    }

    /// The same, with whatever is said of the file.
    pub async fn judge_documents_as(&self, verdict: FileVerdict) {
        let verifier = TestVerifier { verdict, is_expected: true, fails: false };
        let app = App { signature_verifier: Arc::new(verifier), ..self.app.clone() };
        // A refused request may hold its lock until its connection is used again: such a document is passed over.
        while self.has_documents_to_judge().await {
            verify_pending(&app, 100).await.expect("a verification");
        }
    }

    async fn has_documents_to_judge(&self) -> bool {
        let mut on = self.app.db.read().await.expect("a connection");
        documents::any_to_verify(&mut on, self.app.clock.now()).await.expect("an answer")
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
