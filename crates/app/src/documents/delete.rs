//! Deleting a document that no act rests on.

use sigillo_contract::operations::DeleteDocument;
use sigillo_domain::Code;
use sigillo_domain::history::Action;
use sigillo_domain::id::DocumentId;
use sigillo_storage::documents;

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
    documents::delete(&mut tx, &document).await?;
    unnamed(app, &mut tx, &document.sha256).await?;
    let actor = grant.caller().actor();
    let change = (Some(&document), None);
    record_change(app, &mut tx, actor, Action::DocumentDeleted, change).await?;
    Ok(tx.commit().await?)
}
