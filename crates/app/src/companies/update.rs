//! Changing a company, for all holders that are tied to it.

use sigillo_contract::company::{Company as Shown, CompanyPatch};
use sigillo_contract::operations::UpdateCompany;
use sigillo_domain::Faults;
use sigillo_domain::company::{Company, NewCompany};
use sigillo_domain::id::CompanyId;
use sigillo_storage::companies;

use super::choose::taken;
use super::{audited_fields, view};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::record::record_edit;
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn update(
    app: &App,
    grant: &Grant<UpdateCompany>,
    id: CompanyId,
    expected_version: Option<ExpectedVersions>,
    patch: &CompanyPatch,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let found = companies::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let before = InScope::new(grant, found)?;
    check_version(expected_version, before.version)?;
    let after = patched(&before, patch)?;
    if after == *before {
        return Ok(view(after));
    }
    let after = InScope::new(grant, Company { version: before.version + 1, ..after })?;
    companies::update(&mut tx, &after).await.map_err(taken(""))?;
    let fields = (Some(audited_fields(&before)), audited_fields(&after));
    let actor = grant.caller().actor();
    record_edit(&mut tx, actor, app.now(), after.subject(), fields, None).await?;
    tx.commit().await?;
    Ok(view(after.into_row()))
}

/// The company as it would be after the change.
fn patched(before: &Company, patch: &CompanyPatch) -> Result<Company, AppError> {
    fn text<'a>(patched: Option<&'a String>, present: &'a String) -> &'a str {
        patched.unwrap_or(present)
    }
    let asked = NewCompany {
        legal_name: text(patch.legal_name.as_ref(), &before.legal_name),
        legal_form: text(patch.legal_form.as_ref(), &before.legal_form),
        vat_number: text(patch.vat_number.as_ref(), &before.vat_number),
        tax_code: text(patch.tax_code.as_ref(), &before.tax_code),
        rea: text(patch.rea.as_ref(), &before.rea),
        recipient_code: text(patch.recipient_code.as_ref(), &before.recipient_code),
        recipient_pec: text(patch.recipient_pec.as_ref(), &before.recipient_pec),
        administrative_reference: text(
            patch.administrative_reference.as_ref(),
            &before.administrative_reference,
        ),
    };
    let mut faults = Faults::default();
    let fields = asked.validate("", &mut faults);
    let fields = faults.result(fields)?;
    let built = fields.build(before.id, before.organization_id, before.created_at);
    Ok(Company { version: before.version, ..built })
}
