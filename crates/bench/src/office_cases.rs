//! The cases of the office: the dashboard, the reports and the tickets.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::Value;
use sigillo_storage::Db;
use sqlx::Executor;

use crate::cases::measure;
use crate::client::{Client, RequestTemplate};
use crate::measure::Bounds;

/// Makes tickets out of mailboxes, one of each: rows with ids and texts of their own, whatever the engine. They have no
/// history, and are removed before that is verified.
pub const FILL_TICKETS: &str =
    "INSERT INTO ticket (id, organization_id, reference, summary, description, searched, ticket_type, priority, desk,
        status, requester, language, created_at, updated_at, first_answer_at, closed_at, version)
     SELECT m.id, d.organization_id, m.address, 'La casella non riceve', 'Da ieri.',
        m.address || ' la casella non riceve da ieri.', 'problem', 'medium', 'technical',
        CASE WHEN length(m.local_part) % 4 = 0 THEN 'waiting_for_support' ELSE 'closed' END, 'rosa', 'it',
        m.created_at, m.created_at, m.created_at,
        CASE WHEN length(m.local_part) % 4 = 0 THEN NULL ELSE m.created_at END, 1
     FROM mailbox m JOIN domain d ON d.id = m.domain_id ORDER BY m.id LIMIT $1";

/// Of how many mailboxes one has a ticket.
pub const MAILBOXES_PER_TICKET: i64 = 5;

const REPORTS: [&str; 5] = ["mailboxes", "space", "traffic", "unopened", "tickets"];
/// How long the worker may take until it has gathered the figures of the reports.
const GATHERING: Duration = Duration::from_mins(2);

pub async fn run(client: &Client, clients: &[Arc<Client>], bounds: Bounds) -> Result<()> {
    let template = |_| RequestTemplate::get("/api/v1/dashboard");
    measure("dashboard", None, client, clients, bounds, &template).await?;
    wait_for_figures(client).await?;
    for name in REPORTS {
        let template = |_| RequestTemplate::get(format!("/api/v1/reports/{name}"));
        measure(&format!("report, {name}"), None, client, clients, bounds, &template).await?;
    }
    for (name, query) in [
        ("tickets, first page", ""),
        ("tickets, counted", "?count=exact"),
        ("tickets waiting", "?queue=waiting"),
        ("tickets, rare", "?q=quarantotto"),
    ] {
        let template = |_| RequestTemplate::get(format!("/api/v1/tickets{query}"));
        measure(name, None, client, clients, bounds, &template).await?;
    }
    Ok(())
}

/// Removes the tickets that were filled in.
pub async fn remove_tickets(db: &Db) -> Result<()> {
    const ALL: &str = "DELETE FROM ticket";
    match db {
        Db::Sqlite { writer, .. } => writer.execute(ALL).await.map(|_| ())?,
        Db::Postgres { pool, .. } => pool.execute(ALL).await.map(|_| ())?,
    }
    Ok(())
}

async fn wait_for_figures(client: &Client) -> Result<()> {
    let asked = tokio::time::Instant::now();
    loop {
        let report: Value =
            serde_json::from_slice(&client.get_ok("/api/v1/reports/mailboxes").await?)?;
        if !report["as_of"].is_null() {
            return Ok(());
        }
        ensure!(asked.elapsed() < GATHERING, "the figures of the reports were not gathered");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
