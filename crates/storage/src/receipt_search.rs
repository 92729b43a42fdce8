//! Finding texts among the certified messages of a mailbox.
//!
//! A mailbox may have 100,000 messages. A text that few of them have is looked up first, by indexes that hold the
//! texts, and the list is then made of those few; with a text that many have, the list is walked in its order until
//! the page is full.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sigillo_domain::id::{CertifiedMessageId, MailboxId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::{Connection, Engine};
use crate::error::StorageError;
use crate::list::Conditions;

/// The most messages that are few. To sort the receipts of so many takes some milliseconds, and a text that more
/// have fills a page soon.
const FEW: usize = 2_000;

/// Parts of texts of a message; None where any will do. Addresses are in lower case, the subject is folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageTexts {
    pub sender: Option<String>,
    pub recipient: Option<String>,
    pub subject: Option<String>,
}

impl MessageTexts {
    fn any(&self) -> bool {
        self.sender.is_some() || self.recipient.is_some() || self.subject.is_some()
    }

    /// The conditions on the message `m`; of a recipient only while it is not known which messages have it.
    pub(crate) fn conditions(&self, conditions: &mut Conditions<'_>) {
        conditions
            .contains(&["m.sender"], self.sender.as_deref())
            .contains(&["m.subject_folded"], self.subject.as_deref());
        if self.recipient.is_some() {
            let statement = conditions.and();
            statement.push("EXISTS (SELECT c.address FROM certified_message_recipient c");
            let mut inner = Conditions::new(statement);
            inner.and().push("c.message_id = m.id");
            inner.contains(&["c.address"], self.recipient.as_deref());
            inner.statement().push(")");
        }
    }
}

/// From one moment, inclusive, to another, exclusive.
pub(crate) type Period = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// The messages of a mailbox that have some texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// There are so many that a walk finds them, or no text is looked for.
    Many,
    Few(Vec<CertifiedMessageId>),
}

/// How many messages of a mailbox have these texts; None if there are so many that a list is walked.
pub async fn look_up(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    texts: &MessageTexts,
) -> Result<Option<usize>, StorageError> {
    Ok(match find(on, mailbox_id, texts, (None, None)).await? {
        Found::Many => None,
        Found::Few(ids) => Some(ids.len()),
    })
}

/// Looks for the messages with these texts that have a receipt in a period, or had one before and after it.
pub(crate) async fn find(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    texts: &MessageTexts,
    period: Period,
) -> Result<Found, StorageError> {
    if !texts.any() {
        return Ok(Found::Many);
    }
    let with_recipient = match &texts.recipient {
        Some(recipient) => with_recipient(on, mailbox_id, recipient).await?,
        None => Found::Many,
    };
    if texts.sender.is_none() && texts.subject.is_none() {
        return Ok(with_recipient);
    }
    let sqlite = matches!(on.engine(), Engine::Sqlite(_));
    let mut statement = Statement::default();
    statement.push("SELECT m.id FROM certified_message m");
    let mut conditions = Conditions::new(&mut statement);
    conditions.equals("m.mailbox_id", Some(Value::id(mailbox_id)));
    conditions.between("m.last_at", period.0, None).between("m.first_at", None, period.1);
    match with_recipient {
        Found::Many => texts.conditions(&mut conditions),
        Found::Few(ids) => {
            let known = MessageTexts { recipient: None, ..texts.clone() };
            known.conditions(&mut conditions);
            conditions.and().one_of_ids("m.id", ids, sqlite);
        }
    }
    few(on, statement).await
}

async fn with_recipient(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    recipient: &str,
) -> Result<Found, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT c.message_id FROM certified_message_recipient c");
    Conditions::new(&mut statement)
        .equals("c.mailbox_id", Some(Value::id(mailbox_id)))
        .contains(&["c.address"], Some(recipient));
    few(on, statement).await
}

async fn few(on: &mut impl Connection, mut statement: Statement) -> Result<Found, StorageError> {
    statement.push(" LIMIT ").bind(Value::Int(i64::try_from(FEW).unwrap_or(i64::MAX) + 1));
    let rows = statement.fetch_all::<(Uuid,)>(on).await?;
    if rows.len() > FEW {
        return Ok(Found::Many);
    }
    let distinct: HashSet<_> = rows.into_iter().map(|(id,)| id).collect();
    Ok(Found::Few(distinct.into_iter().map(CertifiedMessageId::from_uuid).collect()))
}
