//! The certified messages of which a mailbox has receipts: which recipients have confirmed is seen at a glance.

use sigillo_contract::operations::ListCertifiedMessages;
use sigillo_contract::own_receipts::{CertifiedMessage, CertifiedMessageQuery, MessageRecipient};
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::id::CertifiedMessageId;
use sigillo_domain::list::Sort;
use sigillo_domain::receipt::{CertifiedMessageSortField, MessageProgress};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::certified_message_list::{self, Filter};
use sigillo_storage::certified_messages;

use super::{select, view};
use crate::App;
use crate::error::{AppError, NOT_FOUND};
use crate::listing::{ListRequest, Window};
use crate::local_time::days;
use crate::own_mailbox::Owner;

const NEWEST_FIRST: Sort<CertifiedMessageSortField> =
    Sort::descending(CertifiedMessageSortField::LastAt);

pub async fn list(
    app: &App,
    owner: &Owner,
    query: &CertifiedMessageQuery,
) -> Result<Page<CertifiedMessage>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListCertifiedMessages>(query, NEWEST_FIRST, &mut faults);
    let filter = filter(owner, query, &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let found = certified_message_list::page(&mut on, &filter, &request.page).await?;
    Ok(request.page(found, view::message))
}

fn filter(owner: &Owner, query: &CertifiedMessageQuery, faults: &mut Faults) -> Filter {
    let (from, to) = days(query.from, query.to, faults);
    let progress = query.progress.as_deref().filter(|text| !text.is_empty());
    let progress =
        progress.map(|text| MessageProgress::parse(text).ok_or(FaultCode::Unknown)).transpose();
    let texts = [&query.sender, &query.recipient, &query.subject].map(Option::as_deref);
    Filter {
        progress: faults.check("progress", progress).flatten(),
        from,
        to,
        texts: select::texts("", texts, faults),
        message_id: select::message_id("message_id", query.message_id.as_deref(), faults),
        ..Filter::new(owner.mailbox_id())
    }
}

pub async fn get(
    app: &App,
    owner: &Owner,
    id: CertifiedMessageId,
) -> Result<CertifiedMessage, AppError> {
    let mut on = app.db.read().await?;
    let found = certified_messages::find(&mut on, owner.mailbox_id(), id).await?;
    found.map(view::message).ok_or(NOT_FOUND)
}

/// The recipients of a message by their addresses. There may be thousands.
pub async fn recipients(
    app: &App,
    owner: &Owner,
    id: CertifiedMessageId,
    query: &PageQuery,
) -> Result<Page<MessageRecipient>, AppError> {
    let window = Window::<String>::of(query)?;
    let mut on = app.db.read().await?;
    certified_messages::find(&mut on, owner.mailbox_id(), id).await?.ok_or(NOT_FOUND)?;
    let after = window.after.as_deref();
    let rows = certified_messages::recipients(&mut on, id, after, window.fetch()).await?;
    Ok(window.page(rows, |row| row.address.clone(), view::recipient))
}
