//! Many new mailboxes in a few statements, with all that comes with a new one: what an import of
//! thousands writes.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sigillo_domain::history::Record;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::storage_key::StorageKey;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::db::Tx;
use crate::error::StorageError;
use crate::history::Event;
use crate::links::Link;
use crate::messages::NewMessage;

fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

/// Adds mailboxes; says the ids of those whose address was free.
pub async fn insert(
    tx: &mut Tx,
    mailboxes: &[(Mailbox, StorageKey)],
) -> Result<HashSet<Uuid>, StorageError> {
    if mailboxes.is_empty() {
        return Ok(HashSet::new());
    }
    let mut statement = Statement::default();
    statement.push(
        "INSERT INTO mailbox (id, domain_id, local_part, address, state, password_state,
            communication_email, quota_mb, soft_limit_mb, used_bytes, preservation, created_at,
            created_by, activated_at, expires_at, cancelled_at, version, soft_limit_told,
            password_set_at, password_expires_at, password_step_at, storage_key) VALUES ",
    );
    statement.bind_rows(mailboxes.iter().map(|(mailbox, storage_key)| {
        [
            Value::Id(mailbox.id),
            Value::Id(mailbox.domain_id),
            text(&mailbox.local_part),
            text(&mailbox.address),
            text(mailbox.state.as_str()),
            text(mailbox.password.state.as_str()),
            Value::OptionalText(mailbox.communication_email.clone()),
            Value::Int(mailbox.quota_mb),
            Value::Int(mailbox.soft_limit_mb),
            Value::OptionalInt(mailbox.used_bytes),
            Value::Bool(mailbox.preservation),
            Value::Time(mailbox.created_at),
            text(&mailbox.created_by),
            Value::OptionalTime(mailbox.activated_at),
            Value::OptionalTime(mailbox.expires_at),
            Value::OptionalTime(mailbox.cancelled_at),
            Value::Int(mailbox.version),
            Value::Bool(mailbox.soft_limit_told),
            Value::OptionalTime(mailbox.password.set_at),
            Value::OptionalTime(mailbox.password.expires_at),
            Value::OptionalTime(mailbox.password.next_step_at),
            text(storage_key.as_str()),
        ]
    }));
    statement.push(" ON CONFLICT (address) DO NOTHING RETURNING id");
    let rows = statement.fetch_all::<(Uuid,)>(tx).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Begins the chains of subjects that have none, each with its first record.
pub async fn begin_histories(tx: &mut Tx, events: &[Event<'_>]) -> Result<(), StorageError> {
    if events.is_empty() {
        return Ok(());
    }
    let mut sealed = Vec::with_capacity(events.len());
    for event in events {
        let changes = serde_json::to_string(event.changes)
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        let record = Record {
            subject: event.subject,
            subject_id: event.subject_id,
            seq: 1,
            at: event.at,
            actor: event.actor.clone(),
            action: event.action,
            changes,
        };
        let hash = record.seal("");
        sealed.push((record, hash));
    }
    let mut chains = Statement::default();
    chains.push("INSERT INTO history_chain (subject_id, subject, length, head) VALUES ");
    chains.bind_rows(sealed.iter().map(|(record, hash)| {
        [
            Value::Id(record.subject_id),
            text(record.subject.as_str()),
            Value::Int(record.seq),
            text(hash),
        ]
    }));
    chains.execute(tx).await?;
    let mut records = Statement::default();
    records.push(
        "INSERT INTO history (subject_id, seq, at, actor_kind, actor_id, actor_name, action,
            changes, hash) VALUES ",
    );
    records.bind_rows(sealed.into_iter().map(|(record, hash)| {
        [
            Value::Id(record.subject_id),
            Value::Int(record.seq),
            Value::Time(record.at),
            text(record.actor.kind.as_str()),
            Value::OptionalId(record.actor.id),
            Value::Text(record.actor.name),
            text(record.action.as_str()),
            Value::Text(record.changes),
            Value::Text(hash),
        ]
    }));
    records.execute(tx).await
}

/// Adds links to mailboxes that have none yet.
pub async fn insert_links(
    tx: &mut Tx,
    links: &[Link],
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    if links.is_empty() {
        return Ok(());
    }
    let mut statement = Statement::default();
    statement.push(
        "INSERT INTO link (id, mailbox_id, purpose, communication_email, created_at, expires_at,
            is_open) VALUES ",
    );
    statement.bind_rows(links.iter().map(|link| {
        [
            Value::Id(link.id),
            Value::Id(link.mailbox_id),
            text(link.purpose.as_str()),
            Value::OptionalText(link.communication_email.clone()),
            Value::Time(created_at),
            Value::Time(expires_at),
            Value::Bool(true),
        ]
    }));
    statement.execute(tx).await
}

/// Queues messages, due at once.
pub async fn insert_messages(tx: &mut Tx, messages: &[NewMessage<'_>]) -> Result<(), StorageError> {
    if messages.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(messages.len());
    for message in messages {
        let content = serde_json::to_string(message.content)
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        rows.push([
            Value::Id(message.id),
            Value::Id(message.cause_id),
            text(message.kind.as_str()),
            text(message.recipient),
            Value::Id(message.mailbox_id),
            text(message.mailbox_address),
            text(message.language.as_str()),
            Value::OptionalId(message.link_id),
            Value::Text(content),
            Value::Time(message.created_at),
            text("queued"),
            Value::Int(0),
            Value::Time(message.gives_up_at),
            Value::Time(message.created_at),
        ]);
    }
    let mut statement = Statement::default();
    statement.push(
        "INSERT INTO message (id, cause_id, kind, recipient, mailbox_id, mailbox_address, language,
            link_id, content, created_at, state, attempts, gives_up_at, next_attempt_at) VALUES ",
    );
    statement.bind_rows(rows);
    statement.push(" ON CONFLICT (cause_id, kind, recipient) DO NOTHING");
    statement.execute(tx).await
}
