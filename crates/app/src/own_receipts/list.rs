//! Listing the receipts of a mailbox.

use sigillo_contract::operations::ListReceipts;
use sigillo_contract::own_receipts::{PreservedReceipt, ReceiptQuery};
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::list::Sort;
use sigillo_domain::receipt::ReceiptSortField;
use sigillo_storage::receipt_list;

use super::{select, view};
use crate::App;
use crate::error::AppError;
use crate::listing::ListRequest;
use crate::own_mailbox::Owner;

pub(super) const NEWEST_FIRST: Sort<ReceiptSortField> =
    Sort::descending(ReceiptSortField::HappenedAt);

pub async fn list(
    app: &App,
    owner: &Owner,
    query: &ReceiptQuery,
) -> Result<Page<PreservedReceipt>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListReceipts>(query, NEWEST_FIRST, &mut faults);
    let filter = select::filter(owner.mailbox_id(), &query.selection(), "", &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let found = receipt_list::page(&mut on, &filter, &request.page).await?;
    Ok(request.page(found, |receipt| view::receipt(&receipt)))
}
