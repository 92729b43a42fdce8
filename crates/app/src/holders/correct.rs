//! Correcting a holder: a typing error, with the reason. Another person is a change of holder.

use sigillo_contract::holder::{Holder as Shown, HolderPatch};
use sigillo_contract::operations::UpdateHolder;
use sigillo_domain::Faults;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::holder::{Holder, NewHolder, parse_reason};
use sigillo_domain::id::HolderId;
use sigillo_domain::identification::identification_holds;
use sigillo_storage::holders;

use super::create::exists;
use super::{audit, check_changeable, find_to_change, variants, view};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::{App, Grant, contracts, identification, local_time};

pub async fn correct(
    app: &App,
    grant: &Grant<UpdateHolder>,
    id: HolderId,
    expected_version: Option<ExpectedVersions>,
    patch: &HolderPatch,
) -> Result<Shown, AppError> {
    let today = local_time(app.now()).date();
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    check_changeable(&before)?;
    let Some((after, reason)) = corrected(&before, patch)? else {
        return Ok(view::holder(before.into_row(), today));
    };
    if after.tax_code != before.tax_code {
        let variants = variants::of(&mut tx, &after).await?;
        if !variants.is_empty() && !patch.omocodia_confirmed {
            drop(tx);
            return Err(variants::refusal(app, grant, variants, "").await?);
        }
    }
    contracts::check_names(&mut tx, &before, &after, "").await?;
    holders::update(&mut tx, &after).await.map_err(exists("/tax_code"))?;
    let key = audit::key_of(&mut tx, id).await?;
    let fields = |holder: &Holder| audit::audited_fields(holder, Some(&key));
    let mut changes = FieldChange::between(Some(fields(&before)?), fields(&after)?);
    changes.push(audit::reason(&reason, &key)?);
    let actor = grant.caller().actor();
    audit::record(app, &mut tx, actor, id, Action::Updated, changes).await?;
    if !identification_holds(&before.tax_code, &after.tax_code) {
        identification::void_of_holder(app, &mut tx, actor, id).await?;
    }
    tx.commit().await?;
    Ok(view::holder(after, today))
}

/// The holder after the correction, and its reason; None if nothing is corrected.
fn corrected(before: &Holder, patch: &HolderPatch) -> Result<Option<(Holder, String)>, AppError> {
    let mut faults = Faults::default();
    let asked = NewHolder {
        given_name: patch.given_name.as_deref().unwrap_or(&before.given_name),
        family_name: patch.family_name.as_deref().unwrap_or(&before.family_name),
        tax_code: patch.tax_code.as_deref().unwrap_or(&before.tax_code),
    };
    let fields = asked.validate("", &mut faults);
    let after = fields.map(|fields| Holder {
        given_name: fields.given_name,
        family_name: fields.family_name,
        tax_code: fields.tax_code.to_string(),
        ..before.clone()
    });
    if after.as_ref() == Some(before) {
        return Ok(None);
    }
    let reason = parse_reason(patch.correction_reason.as_deref().unwrap_or_default());
    let reason = faults.check("/correction_reason", reason);
    let (after, reason) = faults.result(after.zip(reason))?;
    Ok(Some((Holder { version: before.version + 1, ..after }, reason)))
}
