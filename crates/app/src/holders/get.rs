//! Showing a holder with its first addresses and companies.

use sigillo_contract::holder::HolderDetail;
use sigillo_contract::operations::GetHolder;
use sigillo_domain::id::HolderId;
use sigillo_storage::{holder_addresses, holder_companies, holders};

use super::{find, view};
use crate::error::AppError;
use crate::{App, Grant, access_log, local_time};

/// How many of its addresses and companies a holder is shown with.
const FIRST: i64 = 50;

pub async fn get(
    app: &App,
    grant: &Grant<GetHolder>,
    id: HolderId,
) -> Result<HolderDetail, AppError> {
    let mut on = app.db.read().await?;
    let holder = find(&mut on, grant, id).await?;
    let addresses = holder_addresses::list(&mut on, id, None, FIRST).await?;
    let ties = holder_companies::list(&mut on, id, None, FIRST).await?;
    let address_count = holder_addresses::count(&mut on, id).await?;
    let company_count = holder_companies::count(&mut on, id).await?;
    let mailbox_count = holders::count_mailboxes(&mut on, id).await?;
    drop(on);
    access_log::record_reading(app, grant, &holder).await?;
    Ok(HolderDetail {
        address_count,
        company_count,
        mailbox_count,
        holder: view::holder(holder.into_row(), local_time(app.now()).date()),
        addresses: addresses.into_iter().map(view::address).collect(),
        companies: ties.into_iter().map(view::tied_company).collect(),
    })
}
