//! The list of tickets.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{AccountId, OrganizationId};
use sigillo_domain::ticket::{
    ServiceDesk, Side, TicketPriority, TicketQueue, TicketSortField, TicketStatus, TicketType,
};
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::tickets::{self, NamedTicket, Row};

/// Which tickets may be listed at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Of(OrganizationId),
}

/// Whose queues they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    pub side: Side,
    /// None for the service itself.
    pub account_id: Option<AccountId>,
}

/// Which tickets a list shows. Empty filters let every ticket in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    pub viewer: Viewer,
    pub statuses: Vec<TicketStatus>,
    pub priorities: Vec<TicketPriority>,
    pub types: Vec<TicketType>,
    pub desks: Vec<ServiceDesk>,
    pub queues: Vec<TicketQueue>,
    pub organization_id: Option<OrganizationId>,
    pub created_from: Option<DateTime<Utc>>,
    pub created_before: Option<DateTime<Utc>>,
    /// Part of reference, summary or description, folded.
    pub search: Option<String>,
}

impl Filter {
    pub const fn new(scope: Scope, viewer: Viewer) -> Self {
        Self {
            scope,
            viewer,
            statuses: vec![],
            priorities: vec![],
            types: vec![],
            desks: vec![],
            queues: vec![],
            organization_id: None,
            created_from: None,
            created_before: None,
            search: None,
        }
    }

    /// The tickets that wait for an answer of the viewer's side.
    pub fn awaiting(scope: Scope, viewer: Viewer) -> Self {
        Self { queues: vec![TicketQueue::Waiting], ..Self::new(scope, viewer) }
    }

    fn in_queue(&self, queue: TicketQueue, conditions: &mut Conditions<'_>) {
        match (queue, self.viewer) {
            (TicketQueue::Mine, Viewer { account_id: None, .. }) => {
                conditions.and().push("FALSE");
            }
            (TicketQueue::Mine, Viewer { side: Side::Support, account_id }) => {
                conditions.equals("t.assignee_id", account_id.map(Value::id));
            }
            (TicketQueue::Mine, Viewer { side: Side::Customer, account_id }) => {
                conditions.equals("t.requester_id", account_id.map(Value::id));
            }
            (TicketQueue::Unassigned, _) => {
                conditions.and().push("t.assignee IS NULL AND t.status <> 'closed'");
            }
            (TicketQueue::Waiting, Viewer { side, .. }) => {
                conditions.one_of("t.status", &[side.awaited_in()]);
            }
            (TicketQueue::Open, _) => {
                let open = TicketStatus::ALL.into_iter().filter(|it| *it != TicketStatus::Closed);
                conditions.one_of("t.status", &open.collect::<Vec<_>>());
            }
        }
    }
}

impl List for Filter {
    type SortField = TicketSortField;
    type Row = Row;
    type Item = NamedTicket;

    const COLUMNS: &'static [&'static str] = &[tickets::COLUMNS];
    const FROM: &'static str = tickets::FROM;
    const ID: &'static str = "t.id";

    fn sort_column(field: TicketSortField) -> SortColumn<Row> {
        match field {
            TicketSortField::UpdatedAt => {
                SortColumn::new("t.updated_at", KeyOf::Time(|row| row.updated_at))
            }
            TicketSortField::CreatedAt => {
                SortColumn::new("t.created_at", KeyOf::Time(|row| row.created_at))
            }
            TicketSortField::Reference => {
                SortColumn::new("t.reference", KeyOf::Text(|row| row.reference.clone()))
            }
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        if let Scope::Of(organization_id) = self.scope {
            conditions.equals("t.organization_id", Some(Value::id(organization_id)));
        }
        for queue in &self.queues {
            self.in_queue(*queue, conditions);
        }
        conditions
            .one_of("t.status", &self.statuses)
            .one_of("t.priority", &self.priorities)
            .one_of("t.ticket_type", &self.types)
            .one_of("t.desk", &self.desks)
            .equals("t.organization_id", self.organization_id.map(Value::id))
            .between("t.created_at", self.created_from, self.created_before)
            .contains(&["t.searched"], self.search.as_deref());
    }

    fn id(row: &Row) -> Uuid {
        row.id.uuid()
    }

    fn item(row: Row) -> Result<NamedTicket, StorageError> {
        row.try_into()
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<TicketSortField>,
) -> Result<ListPage<NamedTicket>, StorageError> {
    list::page(on, filter, request).await
}

/// How many tickets the list has.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    list::count(on, filter).await
}
