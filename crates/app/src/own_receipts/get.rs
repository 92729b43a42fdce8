//! One receipt, with everything that was read of it.

use sigillo_contract::own_receipts::PreservedReceiptDetail;
use sigillo_domain::id::ReceiptId;

use super::{find, view};
use crate::App;
use crate::error::AppError;
use crate::own_mailbox::Owner;

pub async fn get(
    app: &App,
    owner: &Owner,
    id: ReceiptId,
) -> Result<PreservedReceiptDetail, AppError> {
    let receipt = find(&mut app.db.read().await?, owner, id).await?;
    Ok(view::detail(receipt))
}
