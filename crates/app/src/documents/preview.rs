//! The PDF of a document, to be shown.

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use sigillo_contract::operations::GetDocumentPreview;
use sigillo_domain::Code;
use sigillo_domain::document::DocumentFormat;
use sigillo_domain::id::DocumentId;
use tokio::sync::Semaphore;

use super::content::{DocumentFile, file_of};
use super::get::find;
use crate::error::AppError;
use crate::objects::read_whole;
use crate::{App, Grant};

/// An envelope is opened in memory, so only a few are at a time.
static OPENING: Semaphore = Semaphore::const_new(2);

pub async fn preview(
    app: &App,
    grant: &Grant<GetDocumentPreview>,
    id: DocumentId,
) -> Result<DocumentFile, AppError> {
    let document = find(app, grant, id).await?.document;
    if document.format == DocumentFormat::Pdf {
        return file_of(app, document).await;
    }
    let opening = OPENING.acquire().await.map_err(|_| AppError::Problem(Code::Internal))?;
    let envelope = read_whole(app, &document.sha256).await?;
    let pdf = app.signature_verifier.enveloped_pdf(envelope).await;
    drop(opening);
    let pdf = pdf.map_err(|error| AppError::Detailed(Code::Unavailable, error.to_string()))?;
    let pdf = pdf.ok_or(AppError::Problem(Code::NoPreview))?;
    let bytes = i64::try_from(pdf.len()).unwrap_or(i64::MAX);
    let name = name_of_pdf(&document.name);
    let content = stream::once(async { Ok(Bytes::from(pdf)) }).boxed();
    Ok(DocumentFile { name, format: DocumentFormat::Pdf, bytes, content })
}

/// `Atto.pdf` for `Atto.pdf.p7m`, and for `Atto.p7m`.
fn name_of_pdf(name: &str) -> String {
    let without = |name: &str, extension: &str| {
        let (stem, last) = name.rsplit_once('.')?;
        last.eq_ignore_ascii_case(extension).then(|| stem.to_owned())
    };
    let inner = without(name, "p7m").unwrap_or_else(|| name.to_owned());
    let stem = without(&inner, "pdf").unwrap_or(inner);
    format!("{stem}.pdf")
}
