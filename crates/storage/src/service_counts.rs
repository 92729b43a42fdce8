//! How many mailboxes of each organisation end, have ended, or wait to be cancelled.

use chrono::{DateTime, Utc};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::message::Language;
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;

/// The numbers of an organisation that has an address for notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceCounts {
    pub organization_id: OrganizationId,
    pub organization_name: String,
    pub notice_email: String,
    /// The language of its oldest domain.
    pub language: Language,
    /// Mailboxes that end soon, and for which nothing is requested.
    pub ending: i64,
    /// Mailboxes that end soon because that was requested.
    pub terminating: i64,
    /// Suppressed mailboxes that can be renewed.
    pub suppressed: i64,
    /// Suppressed mailboxes with a termination.
    pub to_cancel: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: OrganizationId,
    name: String,
    notice_email: String,
    #[sqlx(try_from = "String")]
    language: Language,
    ending: i64,
    terminating: i64,
    suppressed: i64,
    to_cancel: i64,
}

/// The numbers of the organisations that have an address for notices and any such mailbox. `until` is the end of what
/// counts as soon.
pub async fn of_organizations(
    on: &mut impl Connection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<ServiceCounts>, StorageError> {
    let rows = fetch_all!(
        on,
        Row,
        "SELECT o.id, o.name, s.notice_email,
            (SELECT n.language FROM domain n WHERE n.organization_id = o.id
             ORDER BY n.created_at, n.id LIMIT 1) AS language,
            CAST(SUM(CASE WHEN m.state <> 'suppressed' AND m.service_request = 'none'
                AND m.expires_at >= $1 THEN 1 ELSE 0 END) AS BIGINT) AS ending,
            CAST(SUM(CASE WHEN m.state <> 'suppressed' AND m.service_request = 'termination'
                AND m.expires_at >= $1 THEN 1 ELSE 0 END) AS BIGINT) AS terminating,
            CAST(SUM(CASE WHEN m.state = 'suppressed' AND m.service_request <> 'termination'
                THEN 1 ELSE 0 END) AS BIGINT) AS suppressed,
            CAST(SUM(CASE WHEN m.state = 'suppressed' AND m.service_request = 'termination'
                THEN 1 ELSE 0 END) AS BIGINT) AS to_cancel
         FROM mailbox m
         JOIN domain d ON d.id = m.domain_id
         JOIN organization o ON o.id = d.organization_id
         JOIN contract_settings s ON s.organization_id = o.id AND s.notice_email <> ''
         WHERE m.expires_at < $2 AND m.state IN ('active', 'disabled', 'suppressed')
         GROUP BY o.id, o.name, s.notice_email
         ORDER BY o.id",
        now,
        until
    )?;
    let counts = |row: Row| ServiceCounts {
        organization_id: row.id,
        organization_name: row.name,
        notice_email: row.notice_email,
        language: row.language,
        ending: row.ending,
        terminating: row.terminating,
        suppressed: row.suppressed,
        to_cancel: row.to_cancel,
    };
    Ok(rows.into_iter().map(counts).collect())
}
