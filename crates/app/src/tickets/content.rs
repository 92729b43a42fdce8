//! Sending a file of a ticket.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use sigillo_contract::operations::GetTicketAttachment;
use sigillo_domain::id::TicketAttachmentId;
use sigillo_domain::ticket::{AttachmentFormat, Side};
use sigillo_storage::ticket_parts;

use super::{find, side};
use crate::error::{AppError, NOT_FOUND};
use crate::objects::read_verified;
use crate::ports::ObjectError;
use crate::{App, Grant};

/// A file that was verified, and is read while it is sent.
pub struct AttachmentFile {
    pub name: String,
    pub format: AttachmentFormat,
    pub bytes: i64,
    pub content: BoxStream<'static, Result<Bytes, ObjectError>>,
}

pub async fn content(
    app: &App,
    grant: &Grant<GetTicketAttachment>,
    id: TicketAttachmentId,
) -> Result<AttachmentFile, AppError> {
    let mut on = app.db.read().await?;
    let attachment = ticket_parts::find_attachment(&mut on, id).await?.ok_or(NOT_FOUND)?;
    find(&mut on, grant, attachment.ticket_id).await?;
    drop(on);
    if attachment.internal && side(grant.caller()) == Side::Customer {
        return Err(NOT_FOUND);
    }
    let content = read_verified(app, &attachment.sha256).await?;
    Ok(AttachmentFile {
        name: attachment.name,
        format: attachment.format,
        bytes: attachment.bytes,
        content,
    })
}
