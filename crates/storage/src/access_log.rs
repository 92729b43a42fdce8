//! The log of who read, searched and exported the data of holders. Records are added and read; nothing here
//! changes or removes one.

use chrono::{DateTime, Utc};
use sigillo_domain::access_log::{AccessRecord, AccessSortField};
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::holder::AccessKind;
use sigillo_domain::id::{AccessId, HolderId, OrganizationId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::tx::Tx;

pub async fn insert(tx: &mut Tx, record: &AccessRecord) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO access_log (id, at, actor_kind, actor_id, actor_name, organization_id, kind, holder_id,
            fields, rows_shown)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        record.id,
        record.at,
        record.actor.kind.as_str(),
        record.actor.id,
        &record.actor.name,
        record.organization_id,
        record.kind.as_str(),
        record.holder_id,
        &record.fields,
        record.rows
    )?;
    Ok(())
}

/// Whether this actor has opened a holder since a moment.
pub async fn has_read_since(
    on: &mut impl Connection,
    actor: &Actor,
    holder_id: HolderId,
    since: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM access_log WHERE holder_id = ").bind(Value::id(holder_id));
    statement.push(" AND at >= ").bind(Value::Time(since));
    statement.push(" AND actor_name = ").bind(Value::text(&actor.name));
    statement.push(" AND actor_kind = ").bind(Value::text(actor.kind.as_str()));
    Ok(statement.number(on).await? > 0)
}

/// Which records may be listed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    /// About the holders of an organisation.
    Organization(OrganizationId),
}

/// Which records a list shows. Empty filters let every record in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    /// Only what this actor did, by the name in the records.
    pub person: Option<String>,
    pub holder_id: Option<HolderId>,
    pub kinds: Vec<AccessKind>,
    /// At this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, person: None, holder_id: None, kinds: vec![], from: None, to: None }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    id: AccessId,
    at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    actor_kind: ActorKind,
    actor_id: Option<Uuid>,
    actor_name: String,
    organization_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    kind: AccessKind,
    holder_id: Option<Uuid>,
    fields: String,
    rows_shown: i64,
}

impl From<Row> for AccessRecord {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor: Actor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
            organization_id: row.organization_id.map(OrganizationId::from),
            kind: row.kind,
            holder_id: row.holder_id.map(HolderId::from),
            fields: row.fields,
            rows: row.rows_shown,
        }
    }
}

impl List for Filter {
    type SortField = AccessSortField;
    type Row = Row;
    type Item = AccessRecord;

    const COLUMNS: &'static [&'static str] = &[
        "id, at, actor_kind, actor_id, actor_name, organization_id, kind, holder_id, fields, rows_shown",
    ];
    const FROM: &'static str = "access_log";
    const ID: &'static str = "id";

    fn sort_column(field: AccessSortField) -> SortColumn<Row> {
        match field {
            // Ids grow with time, and every index on the log ends with them.
            AccessSortField::At => SortColumn::unique("id", KeyOf::Id(|row| row.id.uuid())),
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        if let Scope::Organization(id) = self.scope {
            conditions.equals("organization_id", Some(Value::id(id)));
        }
        conditions
            .equals("actor_name", self.person.as_deref().map(Value::text))
            .equals("holder_id", self.holder_id.map(Value::id))
            .one_of("kind", &self.kinds)
            .between("at", self.from, self.to);
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<AccessRecord, StorageError> {
        Ok(row.into())
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<AccessSortField>,
) -> Result<ListPage<AccessRecord>, StorageError> {
    list::page(on, filter, request).await
}
