//! Preserved receipts: filling in millions of them, and the searches of a mailbox's user over them.

use std::time::Instant;

use anyhow::{Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::id::MailboxId;
use sigillo_domain::list::Sort;
use sigillo_domain::receipt::{
    CertifiedMessageSortField, MessageProgress, ReceiptKind, ReceiptSortField,
};
use sigillo_storage::receipt_list::Filter;
use sigillo_storage::receipt_search::MessageTexts;
use sigillo_storage::{Conn, Db, PageRequest, certified_message_list, receipt_list};
use sqlx::{AssertSqlSafe, Executor};
use uuid::Uuid;

/// An acceptance, and a delivery to each of two recipients.
const OF_MESSAGE: u32 = 3;
/// Of how many messages one is of the largest mailbox.
const LARGEST_SHARE: u32 = 25;
/// How often each search is made.
const ROUNDS: usize = 200;

/// What the engines write differently.
struct Dialect {
    id: &'static str,
    /// The moment so many seconds after 2025 began.
    time: fn(&str) -> String,
}

const SQLITE: Dialect = Dialect {
    id: "randomblob(16)",
    time: |seconds| {
        format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', 1735689600 + {seconds}, 'unixepoch')")
    },
};

const POSTGRES: Dialect = Dialect {
    id: "gen_random_uuid()",
    time: |seconds| format!("to_timestamp(1735689600 + {seconds})"),
};

/// The statements that fill in about so many receipts, spread over so many mailboxes: the first has a share of its own.
fn statements(receipts: u32, mailboxes: u32, dialect: &Dialect) -> Vec<String> {
    let (id, messages, largest) = (dialect.id, receipts / OF_MESSAGE, LARGEST_SHARE);
    let at = (dialect.time)("n.i * 6");
    vec![
        format!(
            "CREATE TABLE bench_mailbox AS SELECT row_number() OVER (ORDER BY m.id) - 1 AS n, m.id, m.domain_id,
                d.organization_id FROM mailbox m JOIN domain d ON d.id = m.domain_id ORDER BY m.id LIMIT {mailboxes}"
        ),
        "CREATE INDEX bench_mailbox_by_number ON bench_mailbox (n)".to_owned(),
        "CREATE INDEX bench_mailbox_by_id ON bench_mailbox (id)".to_owned(),
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {messages} - 1)
             INSERT INTO certified_message (id, mailbox_id, reference, sender, subject, subject_folded, first_at, last_at,
                receipts, accepted_at, certified_recipients, delivered, failed)
             SELECT {id}, b.id, 'messaggio' || n.i || '@example.it', 'ufficio' || (n.i % 97) || '@pec.example.it',
                CASE WHEN n.i % 5000 = 0 THEN 'Atto quarantotto ' ELSE 'Fattura numero ' END || n.i,
                CASE WHEN n.i % 5000 = 0 THEN 'atto quarantotto ' ELSE 'fattura numero ' END || n.i,
                {at}, {at}, 3, {at}, 2, CASE WHEN n.i % 500 = 1 THEN 1 ELSE 2 END, 0
             FROM n JOIN bench_mailbox b ON b.n = CASE WHEN n.i % {largest} = 0 THEN 0 ELSE n.i % {mailboxes} END"
        ),
        "INSERT INTO certified_message_recipient (message_id, mailbox_id, address, is_certified, is_expected, confirmation)
         SELECT m.id, m.mailbox_id, k.name || substr(m.reference, 10), TRUE, TRUE, 'delivered'
         FROM certified_message m CROSS JOIN (SELECT 'fornitore' AS name UNION ALL SELECT 'cliente') k"
            .to_owned(),
        format!(
            "INSERT INTO receipt (id, organization_id, domain_id, mailbox_id, message_id, fingerprint, kind, error,
                identifier, own_message_id, sender, delivered_to, subject, body, certified_at, arrived_at, happened_at,
                stored_at, source, sha256, bytes, signed_sha256, signature, signature_report, defects)
             SELECT {id}, b.organization_id, b.domain_id, b.id, m.id, m.reference || k.name, k.kind, 'none',
                'opec' || m.reference, k.name || m.reference, m.sender,
                CASE WHEN k.kind = 'delivery' THEN k.name || substr(m.reference, 10) ELSE NULL END, m.subject,
                'Ricevuta. Il messaggio è stato consegnato nella casella di destinazione.', m.first_at, m.first_at,
                m.first_at, m.first_at, 'mail_host', '{hash}', 20000, '{hash}', 'trusted', '{report}', ''
             FROM certified_message m JOIN bench_mailbox b ON b.id = m.mailbox_id
             CROSS JOIN (SELECT 'accettazione' AS name, 'acceptance' AS kind UNION ALL SELECT 'fornitore', 'delivery'
                UNION ALL SELECT 'cliente', 'delivery') k",
            hash = "0".repeat(64),
            report = "{\"outcome\":\"trusted\",\"detail\":null,\"signer\":null,\"issuer\":null,\"serial\":null,\
                \"signer_address\":null,\"valid_from\":null,\"valid_until\":null,\"digest\":null,\
                \"verified_at\":\"2025-01-01T00:00:00Z\"}",
        ),
    ]
}

pub async fn fill(db: &Db, receipts: u32, mailboxes: u32) -> Result<()> {
    let began = Instant::now();
    match db {
        Db::Sqlite { writer, .. } => {
            writer.execute("PRAGMA synchronous = OFF").await?;
            for text in statements(receipts, mailboxes, &SQLITE) {
                writer.execute(AssertSqlSafe(text)).await?;
            }
            writer.execute("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Db::Postgres { pool, .. } => {
            for text in statements(receipts, mailboxes, &POSTGRES) {
                pool.execute(AssertSqlSafe(text)).await?;
            }
            pool.execute("VACUUM (ANALYZE)").await?;
        }
    }
    println!("Filled {receipts} receipts in {:.0} s.\n", began.elapsed().as_secs_f64());
    Ok(())
}

fn request<F>(sort: Sort<F>) -> PageRequest<F> {
    PageRequest { sort, after: None, limit: 50, count: false }
}

fn texts(sender: &str, recipient: &str, subject: &str) -> MessageTexts {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    MessageTexts { sender: some(sender), recipient: some(recipient), subject: some(subject) }
}

fn day(day: i64) -> Option<DateTime<Utc>> {
    Some(DateTime::from_timestamp(1_735_689_600, 0)? + TimeDelta::days(day))
}

/// The searches, each over the largest mailbox and over all of them in turn.
fn searches(mailbox: MailboxId) -> Vec<(&'static str, Filter)> {
    let all = Filter::new(mailbox);
    let with = |texts| Filter { texts, ..all.clone() };
    vec![
        ("first page", all.clone()),
        ("a period", Filter { from: day(30), to: day(60), ..all.clone() }),
        (
            "a kind that is not there",
            Filter { kinds: Some(vec![ReceiptKind::VirusDetected]), ..all.clone() },
        ),
        ("subject, frequent", with(texts("", "", "fattura"))),
        ("subject, rare", with(texts("", "", "quarantotto"))),
        ("subject, not there", with(texts("", "", "nessuno"))),
        ("recipient, frequent", with(texts("", "fornitore", ""))),
        ("recipient, not there", with(texts("", "nessuno", ""))),
        ("sender and subject", with(texts("ufficio48", "", "fattura"))),
        ("Message-ID", Filter { message_id: Some("messaggio25@example.it".into()), ..all.clone() }),
    ]
}

pub async fn run(db: &Db) -> Result<()> {
    let sql = "SELECT id FROM bench_mailbox ORDER BY n";
    let ids: Vec<(Uuid,)> = match db {
        Db::Sqlite { writer, .. } => sqlx::query_as(sql).fetch_all(writer).await?,
        Db::Postgres { pool, .. } => sqlx::query_as(sql).fetch_all(pool).await?,
    };
    ensure!(!ids.is_empty(), "there is no mailbox");
    let mut on = db.read().await?;
    println!(
        "| search of receipts | all: p50 | p95 | worst | largest: p50 | p95 |\n|---|---|---|---|---|---|"
    );
    let step = (ids.len() / ROUNDS).max(1);
    let some: Vec<MailboxId> =
        ids.iter().step_by(step).take(ROUNDS).map(|(id,)| MailboxId::from_uuid(*id)).collect();
    for place in 0..searches(some[0]).len() {
        let name = searches(some[0])[place].0;
        let mut all = vec![];
        for mailbox in &some {
            all.push(timed(&mut on, &searches(*mailbox)[place].1).await?);
        }
        let mut largest = vec![];
        for _ in 0..ROUNDS / 10 {
            largest.push(timed(&mut on, &searches(some[0])[place].1).await?);
        }
        row(name, &mut all, &mut largest);
    }
    for (name, progress) in
        [("messages", None), ("messages that are awaited", Some(MessageProgress::Awaiting))]
    {
        let newest = request(Sort::descending(CertifiedMessageSortField::LastAt));
        let mut times = [vec![], vec![]];
        for (which, mailboxes) in [&some[..], &vec![some[0]; ROUNDS / 10][..]].iter().enumerate() {
            for mailbox in *mailboxes {
                let filter = certified_message_list::Filter {
                    progress,
                    ..certified_message_list::Filter::new(*mailbox)
                };
                let began = Instant::now();
                certified_message_list::page(&mut on, &filter, &newest).await?;
                times[which].push(began.elapsed().as_secs_f64() * 1e3);
            }
        }
        let [mut all, mut largest] = times;
        row(name, &mut all, &mut largest);
    }
    Ok(())
}

async fn timed(on: &mut Conn, filter: &Filter) -> Result<f64> {
    let newest = request(Sort::descending(ReceiptSortField::HappenedAt));
    let began = Instant::now();
    receipt_list::page(on, filter, &newest).await?;
    Ok(began.elapsed().as_secs_f64() * 1e3)
}

fn row(name: &str, all: &mut [f64], largest: &mut [f64]) {
    for times in [&mut *all, &mut *largest] {
        times.sort_by(f64::total_cmp);
    }
    let at = |times: &[f64], percent: usize| {
        times
            .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    println!(
        "| {name} | {:.2} ms | {:.2} ms | {:.2} ms | {:.2} ms | {:.2} ms |",
        at(all, 50),
        at(all, 95),
        at(all, 100),
        at(largest, 50),
        at(largest, 95),
    );
}
