//! Messages received and sent by mailbox and day, and the sums of domains.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sigillo_domain::id::{DomainId, MailboxId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::db::Db;
use crate::engine::Connection;
use crate::error::StorageError;
pub use crate::mail_log::{CountedSince, counted_since};
use crate::mailbox_counts::Wrong;
use crate::tx::Tx;

/// The most rows of one statement.
const ROWS: usize = 200;

/// Numbers of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct Traffic {
    pub received: i64,
    pub sent: i64,
}

impl Traffic {
    pub const RECEIVED: Self = Self { received: 1, sent: 0 };
    pub const SENT: Self = Self { received: 0, sent: 1 };
}

impl std::ops::AddAssign for Traffic {
    fn add_assign(&mut self, more: Self) {
        self.received += more.received;
        self.sent += more.sent;
    }
}

/// A mailbox that a log names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub mailbox_id: MailboxId,
    pub domain_id: DomainId,
}

/// The mailboxes with these addresses. An address is never given to another mailbox, so that a message counts for the
/// same one however late its line is read.
pub async fn known(
    on: &mut impl Connection,
    addresses: &[&str],
) -> Result<HashMap<String, Known>, StorageError> {
    let mut found = HashMap::new();
    for part in addresses.chunks(ROWS) {
        let mut statement = Statement::default();
        statement.push("SELECT address, id, domain_id FROM mailbox WHERE address IN ");
        statement.bind_list(part.iter().map(|address| Value::text(address)));
        found.extend(statement.fetch_all::<(String, Uuid, Uuid)>(on).await?.into_iter().map(
            |(address, mailbox, domain)| {
                let mailbox_id = MailboxId::from_uuid(mailbox);
                (address, Known { mailbox_id, domain_id: DomainId::from_uuid(domain) })
            },
        ));
    }
    Ok(found)
}

/// The domains of these mailboxes.
pub async fn domains_of(
    on: &mut impl Connection,
    mailboxes: &[MailboxId],
) -> Result<HashMap<MailboxId, DomainId>, StorageError> {
    let mut found = HashMap::new();
    for part in mailboxes.chunks(ROWS) {
        let mut statement = Statement::default();
        statement.push("SELECT id, domain_id FROM mailbox WHERE id IN ");
        statement.bind_list(part.iter().map(|id| Value::id(*id)));
        let rows = statement.fetch_all::<(Uuid, Uuid)>(on).await?.into_iter();
        found.extend(
            rows.map(|(id, domain)| (MailboxId::from_uuid(id), DomainId::from_uuid(domain))),
        );
    }
    Ok(found)
}

/// Adds messages to the counts of mailboxes and of their domains.
pub async fn add(
    tx: &mut Tx,
    counted: &BTreeMap<(MailboxId, NaiveDate), (DomainId, Traffic)>,
) -> Result<(), StorageError> {
    let mut of_domains: BTreeMap<(DomainId, NaiveDate), Traffic> = BTreeMap::new();
    for ((_, day), (domain, traffic)) in counted {
        *of_domains.entry((*domain, *day)).or_default() += *traffic;
    }
    let of_mailboxes = counted.iter().map(|((id, day), (_, traffic))| (id.uuid(), *day, *traffic));
    let of_domains = of_domains.iter().map(|((id, day), traffic)| (id.uuid(), *day, *traffic));
    add_to(tx, "mailbox_traffic", "mailbox_id", of_mailboxes.collect()).await?;
    add_to(tx, "domain_traffic", "domain_id", of_domains.collect()).await
}

async fn add_to(
    tx: &mut Tx,
    table: &'static str,
    id: &'static str,
    rows: Vec<(Uuid, NaiveDate, Traffic)>,
) -> Result<(), StorageError> {
    for part in rows.chunks(ROWS) {
        let mut statement = Statement::default();
        statement.push("INSERT INTO ").push(table).push(" AS kept (").push(id);
        statement.push(", day, received, sent) VALUES ");
        statement.bind_rows(part.iter().map(|(id, day, traffic)| {
            let day = Value::Text(day.to_string());
            [Value::Id(*id), day, Value::Int(traffic.received), Value::Int(traffic.sent)]
        }));
        statement.push(" ON CONFLICT (").push(id).push(
            ", day) DO UPDATE SET received = kept.received + excluded.received,
                sent = kept.sent + excluded.sent",
        );
        statement.execute(tx).await?;
    }
    Ok(())
}

/// The messages of a mailbox from a day to another, both counted.
pub async fn of_mailbox(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Traffic, StorageError> {
    let row = fetch_optional!(
        on,
        Traffic,
        "SELECT CAST(COALESCE(SUM(received), 0) AS BIGINT) AS received,
            CAST(COALESCE(SUM(sent), 0) AS BIGINT) AS sent
         FROM mailbox_traffic WHERE mailbox_id = $1 AND day BETWEEN $2 AND $3",
        mailbox_id,
        from.to_string(),
        to.to_string()
    )?;
    Ok(row.unwrap_or_default())
}

/// The messages of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfDay {
    pub day: NaiveDate,
    pub traffic: Traffic,
}

/// The messages of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfDomain {
    pub domain_id: DomainId,
    pub traffic: Traffic,
}

/// The messages of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfMailbox {
    pub mailbox_id: MailboxId,
    pub address: String,
    pub traffic: Traffic,
}

/// The messages of these domains from a day to another, both counted.
pub async fn total(
    on: &mut impl Connection,
    domains: &[DomainId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Traffic, StorageError> {
    let statement = of_domains(on, "", domains, from, to);
    Ok(statement.fetch_all(on).await?.pop().unwrap_or_default())
}

/// The same by day, in their order; days without messages are left out.
pub async fn by_day(
    on: &mut impl Connection,
    domains: &[DomainId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<OfDay>, StorageError> {
    let mut statement = of_domains(on, "day, ", domains, from, to);
    statement.push(" GROUP BY day ORDER BY day");
    let rows = statement.fetch_all::<(String, i64, i64)>(on).await?;
    let rows = rows.into_iter().map(|(day, received, sent)| {
        let parsed = day.parse().map_err(|_| StorageError::unknown("day", &day))?;
        Ok(OfDay { day: parsed, traffic: Traffic { received, sent } })
    });
    rows.collect()
}

/// The same by domain, the one with most messages first; domains without messages are left out.
pub async fn by_domain(
    on: &mut impl Connection,
    domains: &[DomainId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<OfDomain>, StorageError> {
    let mut statement = of_domains(on, "domain_id, ", domains, from, to);
    statement.push(" GROUP BY domain_id ORDER BY SUM(received) + SUM(sent) DESC, domain_id");
    let rows = statement.fetch_all::<(Uuid, i64, i64)>(on).await?;
    let rows = rows.into_iter().map(|(id, received, sent)| OfDomain {
        domain_id: DomainId::from_uuid(id),
        traffic: Traffic { received, sent },
    });
    Ok(rows.collect())
}

/// Selects the sums of the domains' counts, after some columns.
fn of_domains(
    on: &mut impl Connection,
    columns: &'static str,
    domains: &[DomainId],
    from: NaiveDate,
    to: NaiveDate,
) -> Statement {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT ").push(columns).push(SUMS).push(" FROM domain_traffic WHERE ");
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite);
    between(&mut statement, from, to);
    statement
}

const SUMS: &str = "CAST(COALESCE(SUM(received), 0) AS BIGINT) AS received,
    CAST(COALESCE(SUM(sent), 0) AS BIGINT) AS sent";

fn between(statement: &mut Statement, from: NaiveDate, to: NaiveDate) {
    statement.push(" AND day >= ").bind(Value::Text(from.to_string()));
    statement.push(" AND day <= ").bind(Value::Text(to.to_string()));
}

/// Up to `limit` mailboxes of these domains with messages from a day to another, both counted, those with most
/// messages first.
pub async fn by_mailbox(
    on: &mut impl Connection,
    domains: &[DomainId],
    from: NaiveDate,
    to: NaiveDate,
    limit: i64,
) -> Result<Vec<OfMailbox>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT m.id, m.address, t.received, t.sent FROM (SELECT mailbox_id, ");
    statement
        .push(SUMS)
        .push(" FROM mailbox_traffic WHERE mailbox_id IN (SELECT id FROM mailbox WHERE ");
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite).push(")");
    between(&mut statement, from, to);
    statement
        .push(" GROUP BY mailbox_id ORDER BY SUM(received) + SUM(sent) DESC, mailbox_id LIMIT ");
    statement.bind(Value::Int(limit));
    statement
        .push(") t JOIN mailbox m ON m.id = t.mailbox_id ORDER BY t.received + t.sent DESC, m.id");
    let rows = statement.fetch_all::<(Uuid, String, i64, i64)>(on).await?;
    let rows = rows.into_iter().map(|(id, address, received, sent)| OfMailbox {
        mailbox_id: MailboxId::from_uuid(id),
        address,
        traffic: Traffic { received, sent },
    });
    Ok(rows.collect())
}

/// Compares the sums of the domains with the counts of their mailboxes, and makes them anew where they differ if
/// `repairs`. Nothing is counted meanwhile.
pub async fn check(db: &Db, repairs: bool) -> Result<Option<Wrong>, StorageError> {
    const OF_MAILBOXES: &str = "SELECT m.domain_id, t.day, t.received, t.sent
        FROM mailbox_traffic t JOIN mailbox m ON m.id = t.mailbox_id";
    let mut tx = db.begin().await?;
    if !tx.engine().is_sqlite() {
        // SQLite has a single writer.
        execute!(&mut tx, "LOCK TABLE domain_traffic IN SHARE ROW EXCLUSIVE MODE")?;
    }
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM (SELECT domain_id, day FROM (").push(OF_MAILBOXES);
    statement.push(
        " UNION ALL SELECT domain_id, day, -received, -sent FROM domain_traffic) both_sides
         GROUP BY domain_id, day HAVING SUM(received) <> 0 OR SUM(sent) <> 0) wrong",
    );
    let classes = statement.number(&mut tx).await?;
    if classes > 0 && repairs {
        execute!(&mut tx, "DELETE FROM domain_traffic")?;
        let mut statement = Statement::default();
        statement.push("INSERT INTO domain_traffic (domain_id, day, received, sent) SELECT domain_id, day, SUM(received), SUM(sent) FROM (");
        statement.push(OF_MAILBOXES).push(") counted GROUP BY domain_id, day");
        statement.execute(&mut tx).await?;
    }
    tx.commit().await?;
    Ok((classes > 0).then_some(Wrong { table: "domain_traffic", classes }))
}
