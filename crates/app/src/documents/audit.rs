//! What the history records of documents: each is a field `document.<id>` of its mailbox or holder, null once it
//! is deleted.
//!
//! The name of a file may name a person. A holder's chain has it sealed with the rest; a mailbox's chain, which has
//! no key, does without, and readers are shown the name that the document has.

use serde_json::{Value, json};
use sigillo_domain::document::Document;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_storage::{StorageError, Tx};

use crate::App;
use crate::error::{AppError, NOT_FOUND};
use crate::personal::{HolderKeys, PersonalKey};
use crate::record::{HistoryEntry, record};

/// A document as a field. `key` is the holder's, for a document of a holder.
pub(crate) fn document_field(
    document: &Document,
    key: Option<&PersonalKey>,
) -> Result<(String, Value), StorageError> {
    let field = format!("document.{}", document.id);
    let mut value = json!({
        "kind": document.kind,
        "bytes": document.bytes,
        "sha256": document.sha256,
        "verdict": document.verdict,
    });
    if document.mailbox_id.is_some() {
        return Ok((field, value));
    }
    value["name"] = json!(document.name);
    let sealed = match key {
        Some(key) => key.seal(&field, &value)?,
        None => value,
    };
    Ok((field, sealed))
}

/// The change of a document: added where there is no `before`, removed where there is no `after`.
pub(crate) fn document_change(
    before: Option<&Document>,
    after: Option<&Document>,
    key: Option<&PersonalKey>,
) -> Result<FieldChange, StorageError> {
    let field =
        |document: Option<&Document>| document.map(|it| document_field(it, key)).transpose();
    let (before, after) = (field(before)?, field(after)?);
    let name = after.as_ref().or(before.as_ref()).map(|(name, _)| name.clone());
    let value = |side: Option<(String, Value)>| side.map_or(Value::Null, |(_, value)| value);
    Ok(FieldChange { field: name.unwrap_or_default(), before: value(before), after: value(after) })
}

/// Records the change of a document in the chain of its mailbox or holder.
pub(crate) async fn record_change(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    (before, after): (Option<&Document>, Option<&Document>),
) -> Result<(), AppError> {
    let document = after.or(before).ok_or(NOT_FOUND)?;
    let key = key_of(tx, document).await?;
    let changes = [document_change(before, after, key.as_ref())?];
    let subject = document.subject().ok_or(NOT_FOUND)?;
    let entry = HistoryEntry { subject, action, changes: &changes };
    record(tx, actor, app.now(), entry).await
}

/// The key of the holder, for a document of a holder.
pub(super) async fn key_of(
    tx: &mut Tx,
    document: &Document,
) -> Result<Option<PersonalKey>, StorageError> {
    match (document.mailbox_id, document.holder_id) {
        (None, Some(holder)) => HolderKeys::in_transaction(tx)?.find(tx, holder).await,
        _ => Ok(None),
    }
}
