//! Deleting a document that no act rests on.

use sigillo_contract::operations::DeleteDocument;
use sigillo_domain::Code;
use sigillo_domain::document::Document;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::DocumentId;
use sigillo_storage::{Tx, documents};

use super::audit::record_change;
use super::{FoundSubject, subject_of};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::objects::unnamed;
use crate::{App, Grant};

pub async fn delete(
    app: &App,
    grant: &Grant<DeleteDocument>,
    id: DocumentId,
    expected_version: Option<ExpectedVersions>,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let named = documents::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let subject = subject_of(&named.document).ok_or(NOT_FOUND)?;
    // The subject comes first, as everywhere where both change.
    FoundSubject::find_to_change(&mut tx, grant, subject).await?;
    let document = documents::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?.document;
    check_version(expected_version, document.version)?;
    if documents::is_used(&mut tx, id).await? {
        return Err(AppError::Problem(Code::DocumentInUse));
    }
    remove(app, &mut tx, grant.caller().actor(), &document).await?;
    Ok(tx.commit().await?)
}

/// Deletes a document, with a record in the chain of its subject. Its content goes once nothing else names it.
pub(crate) async fn remove(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    document: &Document,
) -> Result<(), AppError> {
    documents::delete(tx, document).await?;
    unnamed(app, tx, &document.sha256).await?;
    record_change(app, tx, actor, Action::DocumentDeleted, (Some(document), None)).await
}
