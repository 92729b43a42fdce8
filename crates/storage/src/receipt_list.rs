//! The list of a mailbox's preserved receipts.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{CertifiedMessageId, MailboxId, ReceiptId};
use sigillo_domain::receipt::{ReceiptKind, ReceiptSortField, SignatureOutcome};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::{Connection, Engine};
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::receipt_search::{self, Found, MessageTexts};
use crate::receipts::{self, Receipt, Row};

/// Which receipts of a mailbox a list shows. Empty filters let every one pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub mailbox_id: MailboxId,
    pub certified_message_id: Option<CertifiedMessageId>,
    /// Only these, if any are named.
    pub ids: Option<Vec<ReceiptId>>,
    /// None for every kind.
    pub kinds: Option<Vec<ReceiptKind>>,
    pub signatures: Vec<SignatureOutcome>,
    /// At this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
    /// Stored at this moment or before.
    pub stored_until: Option<DateTime<Utc>>,
    pub texts: MessageTexts,
    /// The Message-ID of the receipt or of the message that it is about, or what the provider calls that message.
    pub message_id: Option<String>,
}

impl Filter {
    pub fn new(mailbox_id: MailboxId) -> Self {
        Self {
            mailbox_id,
            certified_message_id: None,
            ids: None,
            kinds: None,
            signatures: vec![],
            from: None,
            to: None,
            stored_until: None,
            texts: MessageTexts::default(),
            message_id: None,
        }
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
    type SortField = ReceiptSortField;
    type Row = Row;
    type Item = Receipt;

    const COLUMNS: &'static [&'static str] = &[receipts::COLUMNS];
    const FROM: &'static str = "receipt r JOIN certified_message m ON m.id = r.message_id";
    const ID: &'static str = "r.id";

    fn sort_column(field: ReceiptSortField) -> SortColumn<Row> {
        match field {
            ReceiptSortField::HappenedAt => {
                SortColumn::new("r.happened_at", KeyOf::Time(|row| row.happened_at))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        let filter = self.filter;
        let mut is_scoped = false;
        if let Found::Few(ids) = &self.messages {
            conditions.and().one_of_ids("r.message_id", ids.iter().copied(), self.sqlite);
            is_scoped = true;
        }
        if let Some(text) = &filter.message_id {
            of_message_id(filter.mailbox_id, text, conditions.and());
            is_scoped = true;
        }
        if let Some(id) = filter.certified_message_id {
            conditions.equals("r.message_id", Some(Value::id(id)));
            conditions.equals("m.mailbox_id", Some(Value::id(filter.mailbox_id)));
            is_scoped = true;
        }
        if let Some(ids) = &filter.ids {
            conditions.and().one_of_ids("r.id", ids.iter().copied(), self.sqlite);
            conditions.equals("m.mailbox_id", Some(Value::id(filter.mailbox_id)));
            is_scoped = true;
        }
        if !is_scoped {
            // Not named otherwise: a planner would rather walk the whole mailbox than sort a few rows.
            conditions.equals("r.mailbox_id", Some(Value::id(filter.mailbox_id)));
        }
        if self.messages == Found::Many {
            filter.texts.conditions(conditions);
        }
        if let Some(recipient) = &filter.texts.recipient {
            conditions.and().push("(r.delivered_to IS NULL OR ");
            conditions.contains_here("r.delivered_to", recipient).push(")");
        }
        match filter.kinds.as_deref() {
            Some([]) => {
                conditions.and().push("FALSE");
            }
            kinds => {
                conditions.one_of("r.kind", kinds.unwrap_or_default());
            }
        }
        conditions.one_of("r.signature", &filter.signatures).between(
            "r.happened_at",
            filter.from,
            filter.to,
        );
        conditions.and().push("r.discarded_at IS NULL");
        if let Some(until) = filter.stored_until {
            conditions.and().push("r.stored_at <= ").bind(Value::Time(until));
        }
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<Receipt, StorageError> {
        row.try_into()
    }
}

fn of_message_id(mailbox_id: MailboxId, text: &str, statement: &mut Statement) {
    statement.push("r.id IN (SELECT id FROM receipt WHERE mailbox_id = ");
    statement.bind(Value::id(mailbox_id)).push(" AND own_message_id = ").bind(Value::text(text));
    statement.push(" UNION ALL SELECT id FROM receipt WHERE mailbox_id = ");
    statement.bind(Value::id(mailbox_id)).push(" AND identifier = ").bind(Value::text(text));
    statement.push(
        " UNION ALL SELECT r2.id FROM certified_message m2 JOIN receipt r2 ON r2.message_id = m2.id
          WHERE m2.mailbox_id = ",
    );
    statement.bind(Value::id(mailbox_id)).push(" AND m2.reference = ").bind(Value::text(text));
    statement.push(")");
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<ReceiptSortField>,
) -> Result<ListPage<Receipt>, StorageError> {
    let selected = filter.select(on).await?;
    list::page(on, &selected, request).await
}

/// How many receipts the list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    let selected = filter.select(on).await?;
    list::count(on, &selected).await
}
