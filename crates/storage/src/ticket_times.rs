//! How long tickets take.

use chrono::{DateTime, Utc};
use sigillo_domain::id::OrganizationId;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// The moments of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TicketMoments {
    pub created_at: DateTime<Utc>,
    pub first_answer_at: Option<DateTime<Utc>>,
    /// When it was closed last; None while it is open.
    pub closed_at: Option<DateTime<Utc>>,
}

/// The moments of the tickets that were opened from one moment until before another, in the order of their opening; of
/// one organisation, or of all.
pub async fn opened_between(
    on: &mut impl Connection,
    organization_id: Option<OrganizationId>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<TicketMoments>, StorageError> {
    let mut statement = Statement::default();
    statement
        .push("SELECT created_at, first_answer_at, closed_at FROM ticket WHERE created_at >= ");
    statement.bind(Value::Time(from)).push(" AND created_at < ").bind(Value::Time(to));
    if let Some(id) = organization_id {
        statement.push(" AND organization_id = ").bind(Value::id(id));
    }
    statement.push(" ORDER BY created_at, id");
    statement.fetch_all(on).await
}
