//! What the history records of tickets, their exchange and their files.

use std::borrow::Cow;

use serde_json::Value;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::ticket::{Ticket, TicketAttachment, TicketMessage};
use sigillo_storage::Tx;

use crate::App;
use crate::error::AppError;
use crate::record::{HistoryEntry, record};

/// The fields of a ticket, as the replay of the history compares them.
pub(crate) fn current_fields(
    ticket: &Ticket,
    messages: &[TicketMessage],
    attachments: &[TicketAttachment],
    key: &HistoryKey,
) -> Vec<(Cow<'static, str>, Value)> {
    let fields = ticket.audited_fields(key).into_iter();
    let fields = fields.map(|(field, value)| (field.into(), value));
    let messages = messages.iter().map(|message| message.audited_field(key));
    let parts = messages.chain(attachments.iter().map(TicketAttachment::audited_field));
    fields.chain(parts.map(|(field, value)| (field.into(), value))).collect()
}

/// Records that a ticket was opened, or changed if there is one from before.
pub(super) async fn record_change(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    (before, after): (Option<&Ticket>, &Ticket),
) -> Result<(), AppError> {
    let changes = changes(tx, before, after)?;
    write(app, tx, actor, action, after, &changes).await
}

/// Records an entry of the exchange, with what it changes of the ticket. The action of a note of the support is one of
/// its own, by which its record is kept from everybody else.
pub(super) async fn record_message(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (before, after): (&Ticket, &Ticket),
    message: &TicketMessage,
) -> Result<(), AppError> {
    let (field, digest) = message.audited_field(&*tx.history_key()?);
    let mut changes = changes(tx, Some(before), after)?;
    changes.push(FieldChange { field, before: Value::Null, after: digest });
    let action =
        if message.event.is_note() { Action::InternalNoteAdded } else { Action::MessageAdded };
    write(app, tx, actor, action, after, &changes).await
}

pub(super) async fn record_attachment(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    ticket: &Ticket,
    attachment: &TicketAttachment,
) -> Result<(), AppError> {
    let (field, value) = attachment.audited_field();
    let changes = [FieldChange { field, before: Value::Null, after: value }];
    let action =
        if attachment.internal { Action::InternalNoteAdded } else { Action::DocumentUploaded };
    write(app, tx, actor, action, ticket, &changes).await
}

pub(super) async fn write(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    ticket: &Ticket,
    changes: &[FieldChange],
) -> Result<(), AppError> {
    let entry = HistoryEntry { subject: ticket.subject(), action, changes };
    record(tx, actor, app.now(), entry).await
}

fn changes(tx: &Tx, before: Option<&Ticket>, after: &Ticket) -> Result<Vec<FieldChange>, AppError> {
    let key = tx.history_key()?;
    let before = before.map(|before| before.audited_fields(&key));
    Ok(FieldChange::between(before, after.audited_fields(&key)))
}
