//! The alerts of saved views, and the leases under which workers evaluate them.

use chrono::{DateTime, Utc};
use sigillo_domain::id::SavedViewId;
use sigillo_domain::saved_view::{AlertState, ViewAlert};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::tx::Tx;

/// An alert with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAlert {
    pub view_id: SavedViewId,
    /// Another one whenever the address changes: the links that end an alert name it.
    pub alert_id: Uuid,
    pub alert: ViewAlert,
    pub state: AlertState,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: SavedViewId,
    alert_id: Uuid,
    above: i64,
    email: String,
    armed: bool,
    fired_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, alert_id, above, email, armed, fired_at";

const QUEUE: Queue = Queue { table: "view_alert", columns: COLUMNS };

impl From<Row> for StoredAlert {
    fn from(row: Row) -> Self {
        Self {
            view_id: row.id,
            alert_id: row.alert_id,
            alert: ViewAlert { above: row.above, email: row.email },
            state: AlertState { armed: row.armed, fired_at: row.fired_at },
        }
    }
}

/// Sets the alert of a view, armed and due at once. One that was there stays silent until a day after
/// its last message; with another address it gets the new `alert_id`.
pub async fn set(
    tx: &mut Tx,
    view_id: SavedViewId,
    alert_id: Uuid,
    alert: &ViewAlert,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO view_alert (id, alert_id, above, email, armed, next_attempt_at, attempts)
         VALUES ($1, $2, $3, $4, TRUE, $5, 0)
         ON CONFLICT (id) DO UPDATE SET
            alert_id = CASE WHEN view_alert.email = excluded.email
                THEN view_alert.alert_id ELSE excluded.alert_id END,
            above = excluded.above, email = excluded.email, armed = TRUE,
            next_attempt_at = excluded.next_attempt_at, lease = NULL, attempts = 0",
        view_id,
        alert_id,
        alert.above,
        &alert.email,
        now,
    )?;
    Ok(())
}

/// Removes the alert of a view, if it has one.
pub async fn remove(tx: &mut Tx, view_id: SavedViewId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM view_alert WHERE id = $1", view_id)?;
    Ok(())
}

pub async fn find(
    on: &mut impl Connection,
    view_id: SavedViewId,
) -> Result<Option<StoredAlert>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM view_alert WHERE id = ");
    statement.bind(Value::id(view_id));
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

/// Whether any alert is due.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Claims the alert that has been due for longest, under a lease: nobody else gets it before `until`.
pub async fn claim(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<StoredAlert>, StorageError> {
    let rows = QUEUE.claim(tx, lease, now, until, 1).fetch_all::<Row>(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// Records an evaluation; false if the lease was lost or the alert was changed meanwhile.
pub async fn finish(
    tx: &mut Tx,
    view_id: SavedViewId,
    lease: Uuid,
    state: AlertState,
    next_attempt_at: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE view_alert SET armed = $1, fired_at = $2, next_attempt_at = $3, lease = NULL,
            attempts = 0
         WHERE id = $4 AND lease = $5",
        state.armed,
        state.fired_at,
        next_attempt_at,
        view_id,
        lease
    )?;
    Ok(touched == 1)
}
