//! The list of the certified messages of which a mailbox has receipts.

use chrono::{DateTime, Utc};
use sigillo_domain::id::MailboxId;
use sigillo_domain::receipt::{CertifiedMessageSortField, MessageProgress};
use uuid::Uuid;

use crate::bind::Value;
use crate::certified_messages::{COLUMNS, CertifiedMessage, Row};
use crate::engine::{Connection, Engine};
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::receipt_search::{self, Found, MessageTexts};

/// Which messages of a mailbox a list shows. Empty filters let every one pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub mailbox_id: MailboxId,
    pub progress: Option<MessageProgress>,
    /// With a receipt at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// With the last receipt before this moment.
    pub to: Option<DateTime<Utc>>,
    pub texts: MessageTexts,
    /// The Message-ID of the message.
    pub message_id: Option<String>,
}

impl Filter {
    pub fn new(mailbox_id: MailboxId) -> Self {
        let texts = MessageTexts::default();
        Self { mailbox_id, progress: None, from: None, to: None, texts, message_id: None }
    }

    async fn select<'f>(&'f self, on: &mut impl Connection) -> Result<Selected<'f>, StorageError> {
        let period = (self.from, self.to);
        let messages = receipt_search::find(on, self.mailbox_id, &self.texts, period).await?;
        let sqlite = matches!(on.engine(), Engine::Sqlite(_));
        Ok(Selected { filter: self, messages, sqlite })
    }
}

/// A list, once it is known in what way its rows are found.
struct Selected<'f> {
    filter: &'f Filter,
    messages: Found,
    sqlite: bool,
}

impl List for Selected<'_> {
    type SortField = CertifiedMessageSortField;
    type Row = Row;
    type Item = CertifiedMessage;

    const COLUMNS: &'static [&'static str] = &[COLUMNS];
    const FROM: &'static str = "certified_message m";
    const ID: &'static str = "m.id";

    fn sort_column(field: CertifiedMessageSortField) -> SortColumn<Row> {
        match field {
            CertifiedMessageSortField::LastAt => {
                SortColumn::new("m.last_at", KeyOf::Time(|row| row.last_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        let filter = self.filter;
        match &self.messages {
            Found::Few(ids) => {
                // The mailbox is not named otherwise: a planner would rather walk all of it than sort a few rows.
                conditions.and().one_of_ids("m.id", ids.iter().copied(), self.sqlite);
            }
            Found::Many => {
                conditions.equals("m.mailbox_id", Some(Value::id(filter.mailbox_id)));
                filter.texts.conditions(conditions);
            }
        }
        match filter.progress {
            None => {}
            // As in the indexes.
            Some(MessageProgress::Awaiting) => {
                conditions.and().push("m.delivered + m.failed < m.certified_recipients");
            }
            Some(MessageProgress::Failed) => {
                conditions.and().push("m.failed > 0");
            }
            Some(MessageProgress::Delivered) => {
                let all = "m.certified_recipients > 0 AND m.delivered = m.certified_recipients AND m.failed = 0";
                conditions.and().push(all);
            }
        }
        conditions.equals("m.reference", filter.message_id.as_deref().map(Value::text)).between(
            "m.last_at",
            filter.from,
            filter.to,
        );
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<CertifiedMessage, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<CertifiedMessageSortField>,
) -> Result<ListPage<CertifiedMessage>, StorageError> {
    let selected = filter.select(on).await?;
    list::page(on, &selected, request).await
}

/// How many messages the list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    let selected = filter.select(on).await?;
    list::count(on, &selected).await
}
