//! Adding a file to a ticket, piece by piece.

use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::operations::AddTicketAttachment;
use sigillo_contract::ticket::{TicketAttachment as Shown, TicketUpload};
use sigillo_domain::document::parse_name;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::{TicketId, TicketMessageId};
use sigillo_domain::ticket::{
    AttachmentFormat, MAX_ATTACHMENTS, Side, Ticket, TicketAttachment, TicketMessage, TicketStatus,
};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{Connection, ticket_parts};

use super::audit::{record_attachment, write};
use super::get::attachment as shown;
use super::{find, find_to_change, side};
use crate::caller::Identity;
use crate::documents::{FileUpload, ReceivedFile};
use crate::error::AppError;
use crate::objects::Claimed;
use crate::{App, Grant};

/// A file that is being uploaded.
pub struct Upload {
    ticket_id: TicketId,
    message_id: Option<TicketMessageId>,
    name: String,
    file: FileUpload<AttachmentFormat>,
}

impl Upload {
    /// Judges everything but the file, before any of it is read.
    pub async fn begin(
        app: &App,
        grant: &Grant<AddTicketAttachment>,
        ticket_id: TicketId,
        query: &TicketUpload,
    ) -> Result<Self, AppError> {
        let mut faults = Faults::default();
        let name = faults.check("name", parse_name(&query.name));
        let mut on = app.db.read().await?;
        let found = find(&mut on, grant, ticket_id).await?;
        let name = faults.result(name)?;
        check(&mut on, grant, &found.ticket, query.message).await?;
        drop(on);
        let file = FileUpload::begin(app).await?;
        Ok(Self { ticket_id, message_id: query.message, name, file })
    }

    /// The file, to write its pieces to.
    pub fn file(&mut self) -> &mut FileUpload<AttachmentFormat> {
        &mut self.file
    }

    /// Gives the upload up.
    pub async fn abort(self) {
        self.file.abort().await;
    }

    /// Keeps the file, and the row that names it.
    pub async fn finish(
        self,
        app: &App,
        grant: &Grant<AddTicketAttachment>,
    ) -> Result<Shown, AppError> {
        let Self { ticket_id, message_id, name, file } = self;
        match file.finish(app).await? {
            ReceivedFile::Clean(format, claimed) => {
                save(app, grant, (ticket_id, message_id), name, (format, claimed)).await
            }
            ReceivedFile::Infected { sha256, finding } => {
                refuse(app, grant, ticket_id, &sha256, &finding).await?;
                Err(AppError::Problem(Code::Infected))
            }
        }
    }
}

/// Whether the caller may add a file: to an entry of their own at any time, since the entry may have closed the
/// ticket; otherwise to an open ticket. Returns the entry.
async fn check<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    ticket: &Ticket,
    message_id: Option<TicketMessageId>,
) -> Result<Option<TicketMessage>, AppError> {
    let caller = grant.caller();
    let own = match message_id {
        None => None,
        Some(id) => {
            let named = ticket_parts::messages(on, ticket.id).await?;
            let messages = named.into_iter().map(|named| named.message);
            let sees =
                |it: &TicketMessage| !it.event.is_internal() || side(caller) == Side::Support;
            let found = messages.filter(sees).find(|message| message.id == id);
            let found = found.ok_or(AppError::fault("message", FaultCode::Unknown))?;
            if found.author != caller.actor().name || found.author_id != caller.account_id() {
                return Err(AppError::Problem(Code::Forbidden));
            }
            Some(found)
        }
    };
    if own.is_none() && ticket.status == TicketStatus::Closed {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    if ticket_parts::count_attachments(on, ticket.id).await? >= MAX_ATTACHMENTS {
        return Err(AppError::Problem(Code::LimitReached));
    }
    Ok(own)
}

async fn save(
    app: &App,
    grant: &Grant<AddTicketAttachment>,
    (ticket_id, message_id): (TicketId, Option<TicketMessageId>),
    name: String,
    (format, claimed): (AttachmentFormat, Claimed),
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, ticket_id).await?;
    let message = check(&mut tx, grant, &found.ticket, message_id).await?;
    claimed.lock(&mut tx).await?;
    let actor = grant.caller().actor();
    let attachment = TicketAttachment {
        id: app.new_id(),
        ticket_id,
        message_id,
        name,
        format,
        bytes: claimed.bytes,
        sha256: claimed.sha256,
        internal: message.is_some_and(|message| message.event.is_internal()),
        created_at: app.now(),
        created_by: actor.name.clone(),
    };
    ticket_parts::insert_attachment(&mut tx, &attachment).await?;
    record_attachment(app, &mut tx, actor, &found.ticket, &attachment).await?;
    tx.commit().await?;
    Ok(shown(attachment))
}

/// Records that a file was not taken.
async fn refuse(
    app: &App,
    grant: &Grant<AddTicketAttachment>,
    ticket_id: TicketId,
    sha256: &str,
    finding: &str,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, ticket_id).await?;
    let new = |field, value: Value| FieldChange::new(field, Value::Null, value);
    let changes = [new("document_sha256", json!(sha256)), new("finding", json!(finding))];
    let actor = grant.caller().actor();
    write(app, &mut tx, actor, Action::DocumentRefused, &found.ticket, &changes).await?;
    Ok(tx.commit().await?)
}
