//! Showing a document with what was found of its signatures.

use sigillo_contract::Operation;
use sigillo_contract::document::Document as Shown;
use sigillo_contract::operations::GetDocument;
use sigillo_domain::id::DocumentId;
use sigillo_storage::documents::{self, NamedDocument};

use super::{FoundSubject, shown, subject_of};
use crate::error::{AppError, NOT_FOUND};
use crate::{App, Grant, access_log};

pub async fn get(app: &App, grant: &Grant<GetDocument>, id: DocumentId) -> Result<Shown, AppError> {
    Ok(shown(find(app, grant, id).await?))
}

/// Finds a document for reading; out of scope is `not_found`. That a document of a holder was read is recorded.
pub(super) async fn find<O: Operation>(
    app: &App,
    grant: &Grant<O>,
    id: DocumentId,
) -> Result<NamedDocument, AppError> {
    let mut on = app.db.read().await?;
    let named = documents::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    let subject = subject_of(&named.document).ok_or(NOT_FOUND)?;
    let found = FoundSubject::find(&mut on, grant, subject).await?;
    drop(on);
    if let FoundSubject::Holder(holder) = &found {
        access_log::record_reading_of_part(app, grant, holder).await?;
    }
    Ok(named)
}
