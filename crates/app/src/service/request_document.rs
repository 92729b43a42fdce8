//! The document in which a renewal or a termination of the service was requested.

use sigillo_contract::mailbox_service::RequestDocument;
use sigillo_domain::FaultCode;
use sigillo_domain::document::{Document, DocumentKind};
use sigillo_domain::id::DocumentId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::signature_verdict::{SignatureFinding, Verdict};
use sigillo_storage::{Connection, StorageError, Tx, documents};

use crate::documents::read_report;
use crate::error::AppError;

/// The pointer of the document in a request.
pub(super) const DOCUMENT: &str = "/document_id";
/// The kind of act that rests on the document.
pub(super) const ACT: &str = "service_request";

/// Judges the document of a request, which is locked until the transaction ends: `Unknown` unless it is of the
/// mailbox and of this kind, `SignaturesInvalid` if a signature is bad. A letter on paper that was scanned has none.
pub(super) async fn request_document(
    tx: &mut Tx,
    mailbox: &Mailbox,
    id: Option<DocumentId>,
    kind: DocumentKind,
) -> Result<Result<Option<DocumentId>, FaultCode>, AppError> {
    let Some(id) = id else { return Ok(Ok(None)) };
    let found = documents::find_to_change(tx, id).await?.map(|named| named.document);
    let is_right = |kinds: DocumentKind, of| kinds == kind && of == Some(mailbox.id);
    let found = found.filter(|document| is_right(document.kind, document.mailbox_id));
    Ok(match found {
        None => Err(FaultCode::Unknown),
        Some(document) if document.verdict == Verdict::Invalid && is_signed(&document) => {
            Err(FaultCode::SignaturesInvalid)
        }
        Some(_) => Ok(Some(id)),
    })
}

fn is_signed(document: &Document) -> bool {
    let report = document.report.as_deref().map(read_report);
    report.is_none_or(|report| report.finding != Some(SignatureFinding::NoSignature))
}

/// The document as the mailbox shows it; None once it was deleted.
pub(crate) async fn shown(
    on: &mut impl Connection,
    id: DocumentId,
) -> Result<Option<RequestDocument>, StorageError> {
    let found = documents::find(on, id).await?.map(|named| named.document);
    Ok(found.map(|document| RequestDocument { id, name: document.name, verdict: document.verdict }))
}
