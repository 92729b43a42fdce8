//! What the history records of a holder. Its one chain covers the holder, each of its addresses as a field
//! `address.<id>`, and each of its ties to companies as a field `company.<id>`.

use serde_json::{Value, json};
use sigillo_domain::company::CompanyTie;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::holder::{Holder, HolderAddress};
use sigillo_domain::id::HolderId;
use sigillo_storage::{StorageError, Tx};

use crate::App;
use crate::error::AppError;
use crate::personal::{HolderKeys, PersonalKey};
use crate::record::{AuditedFields, HistoryEntry};

/// The field that says why a holder was corrected.
const CORRECTION_REASON: &str = "correction_reason";

/// The key of a holder that was not erased.
pub(crate) async fn key_of(tx: &mut Tx, id: HolderId) -> Result<PersonalKey, StorageError> {
    let key = HolderKeys::in_transaction(tx)?.find(tx, id).await?;
    key.ok_or_else(|| StorageError::Broken(format!("the holder {id} has no key")))
}

/// What the history holds in the place of a personal value. Of an erased holder, which has no key any more,
/// nothing is left that has to be sealed.
fn sealed(key: Option<&PersonalKey>, field: &str, value: Value) -> Result<Value, StorageError> {
    match key {
        Some(key) => key.seal(field, &value),
        None => Ok(value),
    }
}

/// The fields of the holder itself.
pub(crate) fn audited_fields(
    holder: &Holder,
    key: Option<&PersonalKey>,
) -> Result<AuditedFields, StorageError> {
    let sealed = |field, text: &str| sealed(key, field, json!(text)).map(|value| (field, value));
    Ok(vec![
        sealed("given_name", &holder.given_name)?,
        sealed("family_name", &holder.family_name)?,
        sealed("tax_code", &holder.tax_code)?,
        ("organization_id", json!(holder.organization_id)),
        ("state", json!(holder.state)),
        ("merged_into", json!(holder.merged_into)),
        ("erased_at", json!(holder.erased_at.map(|at| at.timestamp_micros()))),
    ])
}

/// The fields of a new holder.
pub(crate) fn creation(
    holder: &Holder,
    key: &PersonalKey,
) -> Result<Vec<FieldChange>, StorageError> {
    let mut changes = FieldChange::between(None, audited_fields(holder, Some(key))?);
    changes.retain(|change| !change.after.is_null());
    Ok(changes)
}

/// An address as a field.
pub(crate) fn address_field(
    address: &HolderAddress,
    key: Option<&PersonalKey>,
) -> Result<(String, Value), StorageError> {
    let field = format!("address.{}", address.id);
    let value = json!({
        "street": address.street,
        "number": address.number,
        "locality": address.locality,
        "province": address.province,
        "postal_code": address.postal_code,
        "country": address.country,
        "phone": address.phone,
        "fax": address.fax,
        "email": address.email,
        "mobile": address.mobile,
    });
    let sealed = sealed(key, &field, value)?;
    Ok((field, sealed))
}

/// A tie to a company as a field.
pub(crate) fn tie_field(
    tie: &CompanyTie,
    key: Option<&PersonalKey>,
) -> Result<(String, Value), StorageError> {
    let field = format!("company.{}", tie.id);
    let value = json!({
        "company_id": tie.company_id,
        "role": tie.role,
        "from": tie.from,
        "to": tie.to,
    });
    let sealed = sealed(key, &field, value)?;
    Ok((field, sealed))
}

/// Whether a field is about something that its subject has, and that may be gone.
pub(crate) fn is_of_part(field: &str) -> bool {
    [
        "address.",
        "company.",
        "document.",
        "holder_change.",
        "message.",
        "attachment.",
        "correction.",
        "maintenance.",
        "receipt_disposal.",
    ]
    .iter()
    .any(|part| field.starts_with(part))
}

/// The change of one field: None where there was, or is, nothing.
fn change(before: Option<(String, Value)>, after: Option<(String, Value)>) -> Option<FieldChange> {
    let field = after.as_ref().or(before.as_ref()).map(|(field, _)| field.clone())?;
    let value = |side: Option<(String, Value)>| side.map_or(Value::Null, |(_, value)| value);
    Some(FieldChange { field, before: value(before), after: value(after) })
}

/// The change of an address: added where there is no `before`, removed where there is no `after`.
pub(crate) fn address_change(
    before: Option<&HolderAddress>,
    after: Option<&HolderAddress>,
    key: Option<&PersonalKey>,
) -> Result<Option<FieldChange>, StorageError> {
    let field = |address: Option<&HolderAddress>| address.map(|it| address_field(it, key));
    Ok(change(field(before).transpose()?, field(after).transpose()?))
}

/// The change of a tie: added where there is no `before`, removed where there is no `after`.
pub(crate) fn tie_change(
    before: Option<&CompanyTie>,
    after: Option<&CompanyTie>,
    key: Option<&PersonalKey>,
) -> Result<Option<FieldChange>, StorageError> {
    let field = |tie: Option<&CompanyTie>| tie.map(|it| tie_field(it, key));
    Ok(change(field(before).transpose()?, field(after).transpose()?))
}

/// The reason of a correction, beside what was corrected.
pub(crate) fn reason(text: &str, key: &PersonalKey) -> Result<FieldChange, StorageError> {
    let sealed = key.seal(CORRECTION_REASON, &json!(text))?;
    Ok(FieldChange::new(CORRECTION_REASON, Value::Null, sealed))
}

/// Records changes in a holder's chain, in their transaction. No changes leave no record.
pub(crate) async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    holder_id: HolderId,
    action: Action,
    changes: impl IntoIterator<Item = FieldChange>,
) -> Result<(), AppError> {
    let changes: Vec<_> = changes.into_iter().collect();
    if changes.is_empty() {
        return Ok(());
    }
    let entry = HistoryEntry { subject: holder_id.subject(), action, changes: &changes };
    crate::record::record(tx, actor, app.now(), entry).await
}
