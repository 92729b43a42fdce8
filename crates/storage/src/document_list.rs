//! The list of documents.

use chrono::{DateTime, Utc};
use sigillo_domain::document::{DocumentKind, DocumentSortField};
use sigillo_domain::id::{DomainId, HolderId, MailboxId, OrganizationId};
use sigillo_domain::signature_verdict::Verdict;
use uuid::Uuid;

use crate::bind::Value;
use crate::documents::{self, NamedDocument, Row};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};

/// Which documents may be listed at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Of(OrganizationId),
    /// Those of the mailboxes of these domains, and those of the holders of the organisation.
    Domains(OrganizationId, Vec<DomainId>),
}

/// Whose documents are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Mailbox(MailboxId),
    Holder(HolderId),
}

/// Which documents a list shows. Empty filters let every document in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    pub subject: Option<Subject>,
    pub kinds: Vec<DocumentKind>,
    pub verdicts: Vec<Verdict>,
    pub domain_id: Option<DomainId>,
    /// When it was uploaded: from, to.
    pub created: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    /// Part of the document's name, of the mailbox's address or of the holder's name, folded.
    pub search: Option<String>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            subject: None,
            kinds: vec![],
            verdicts: vec![],
            domain_id: None,
            created: (None, None),
            search: None,
        }
    }
}

impl List for Filter {
    type SortField = DocumentSortField;
    type Row = Row;
    type Item = NamedDocument;

    const COLUMNS: &'static [&'static str] = &[documents::COLUMNS_WITHOUT_REPORT];
    const FROM: &'static str = documents::FROM;
    const ID: &'static str = "d.id";

    fn sort_column(field: DocumentSortField) -> SortColumn<Row> {
        match field {
            DocumentSortField::CreatedAt => {
                SortColumn::new("d.created_at", KeyOf::Time(|row| row.created_at))
            }
            DocumentSortField::Name => {
                SortColumn::new("d.name_folded", KeyOf::Text(|row| row.name_folded.clone()))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        match &self.scope {
            Scope::All => {}
            Scope::Of(organization_id) => {
                conditions.equals("d.organization_id", Some(Value::id(*organization_id)));
            }
            Scope::Domains(organization_id, domains) => {
                conditions.equals("d.organization_id", Some(Value::id(*organization_id)));
                conditions.and().push("(d.mailbox_id IS NULL");
                if !domains.is_empty() {
                    let ids = domains.iter().map(|id| Value::id(*id));
                    conditions.statement().push(" OR m.domain_id IN ").bind_list(ids);
                }
                conditions.statement().push(")");
            }
        }
        match self.subject {
            None => {}
            Some(Subject::Mailbox(id)) => {
                conditions.equals("d.mailbox_id", Some(Value::id(id)));
            }
            Some(Subject::Holder(id)) => {
                conditions.equals("d.holder_id", Some(Value::id(id)));
                conditions.and().push("d.mailbox_id IS NULL");
            }
        }
        conditions
            .one_of("d.kind", &self.kinds)
            .one_of("d.verdict", &self.verdicts)
            .equals("m.domain_id", self.domain_id.map(Value::id))
            .between("d.created_at", self.created.0, self.created.1)
            .contains(&["d.name_folded", "m.address", "h.name_folded"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<NamedDocument, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<DocumentSortField>,
) -> Result<ListPage<NamedDocument>, StorageError> {
    list::page(on, filter, request).await
}

/// How many documents the list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    list::count(on, filter).await
}
