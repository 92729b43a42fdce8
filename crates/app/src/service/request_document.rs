//! The document in which a renewal or a termination of the service was requested.

use sigillo_contract::mailbox_service::RequestDocument;
use sigillo_domain::FaultCode;
use sigillo_domain::document::DocumentKind;
use sigillo_domain::id::DocumentId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_storage::{Connection, StorageError, Tx, documents};

use crate::error::AppError;

/// The pointer of the document in a request.
pub(super) const DOCUMENT: &str = "/document_id";
/// The kind of act that rests on the document.
pub(super) const ACT: &str = "service_request";

/// Judges the document of a request, which is locked until the transaction ends: `Unknown` unless it is of the
/// mailbox and of this kind, `SignaturesInvalid` if a signature is bad.
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
    Ok(match found.map(|document| document.verdict) {
        None => Err(FaultCode::Unknown),
        Some(Verdict::Invalid) => Err(FaultCode::SignaturesInvalid),
        Some(Verdict::Valid | Verdict::Undetermined | Verdict::Pending) => Ok(Some(id)),
    })
}

/// The document as the mailbox shows it; None once it was deleted.
pub(crate) async fn shown(
    on: &mut impl Connection,
    id: DocumentId,
) -> Result<Option<RequestDocument>, StorageError> {
    let found = documents::find(on, id).await?.map(|named| named.document);
    Ok(found.map(|document| RequestDocument { id, name: document.name, verdict: document.verdict }))
}
