//! Tax codes that are variants of one another (omocodia): of one person who was registered with another variant,
//! or of two people whose codes would be the same. Only whoever enters the second one can tell.

use sigillo_contract::Operation;
use sigillo_contract::holder::MailboxHolder;
use sigillo_contract::operations::ListHolders;
use sigillo_domain::holder::Holder;
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::{Fault, FaultCode};
use sigillo_storage::{Tx, holders};

use crate::caller::Identity;
use crate::error::AppError;
use crate::{App, Grant, access_log};

/// How many of them a refusal names.
const MOST: usize = 10;

/// The other holders with variants of a holder's tax code. Nobody else enters one until the transaction ends.
pub(crate) async fn of(tx: &mut Tx, holder: &Holder) -> Result<Vec<Holder>, AppError> {
    let base = TaxCode::parse(&holder.tax_code).ok().and_then(|code| code.base());
    let bases: Vec<_> = base.into_iter().collect();
    holders::lock_variants(tx, holder.organization_id, &bases).await?;
    let mut found = holders::with_bases(tx, holder.organization_id, &bases).await?;
    found.retain(|other| other.id != holder.id && other.tax_code != holder.tax_code);
    Ok(found)
}

/// The refusal to enter a holder beside those with variants of its tax code, until the request says that it is
/// another person. `at` is the pointer of the holder in the request. It names them to whoever may search for
/// holders, which is recorded as such a search. The caller must hold no connection.
pub(crate) async fn refusal<O: Operation>(
    app: &App,
    grant: &Grant<O>,
    mut variants: Vec<Holder>,
    at: &str,
) -> Result<AppError, AppError> {
    let fault = Fault::new(format!("{at}/omocodia_confirmed"), FaultCode::Required);
    variants.truncate(MOST);
    if !grant.caller().may(ListHolders::SPEC.access) {
        variants.clear();
    }
    if let Some(first) = variants.first() {
        let shown = access_log::Shown {
            organization_id: Some(first.organization_id),
            fields: &[HolderSearchField::TaxCode.as_str()],
            rows: variants.len(),
        };
        access_log::record_search(app, grant, &shown).await?;
    }
    let named = variants.into_iter().map(|holder| MailboxHolder {
        id: holder.id,
        given_name: holder.given_name,
        family_name: holder.family_name,
        tax_code: holder.tax_code,
    });
    Ok(AppError::VariantExists(fault, named.collect()))
}
