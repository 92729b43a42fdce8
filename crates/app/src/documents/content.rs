//! Sending the file of a document.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use sigillo_contract::operations::GetDocumentContent;
use sigillo_domain::document::{Document, DocumentFormat};
use sigillo_domain::id::DocumentId;

use super::get::find;
use crate::error::AppError;
use crate::objects::read_verified;
use crate::ports::ObjectError;
use crate::{App, Grant};

/// A file that was verified, and is read while it is sent.
pub struct DocumentFile {
    pub name: String,
    pub format: DocumentFormat,
    pub bytes: i64,
    pub content: BoxStream<'static, Result<Bytes, ObjectError>>,
}

pub async fn content(
    app: &App,
    grant: &Grant<GetDocumentContent>,
    id: DocumentId,
) -> Result<DocumentFile, AppError> {
    let document = find(app, grant, id).await?.document;
    file_of(app, document).await
}

pub(super) async fn file_of(app: &App, document: Document) -> Result<DocumentFile, AppError> {
    let content = read_verified(app, &document.sha256).await?;
    Ok(DocumentFile {
        name: document.name,
        format: document.format,
        bytes: document.bytes,
        content,
    })
}
