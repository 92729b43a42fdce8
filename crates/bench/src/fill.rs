//! Filling the database, with many rows in each statement.

use std::time::Instant;

use anyhow::{Context, Result};
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_app::{Clock, history};
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_storage::{Db, accounts, domains, mailbox_counts};
use sqlx::{Executor, Postgres, QueryBuilder, Sqlite};

use crate::fixtures::{HASH, MailboxFixtures, Member};
use crate::panel::{DOMAINS, POSTMASTER};
use crate::place::Place;

/// Mailboxes in one statement: SQLite accepts 32,766 values.
const BATCH: usize = 500;
/// Mailboxes in one transaction.
const COMMIT: usize = 50_000;

#[derive(Debug, Default)]
pub struct Filled {
    pub records: u64,
}

/// Fills a prepared database with mailboxes, passwords and history.
pub async fn fill(place: &Place, size: u32) -> Result<Filled> {
    let db = place.open().await?;
    let mut fixtures = fixtures(&db, size).await?;
    let mut filled = Filled::default();
    match &db {
        Db::Sqlite { writer, .. } => {
            // Filling is not measured, and this database need not survive a power failure.
            writer.execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000").await?;
            loop {
                let mut tx = writer.begin().await?;
                let done = some_sqlite(&mut tx, &mut fixtures, &mut filled).await?;
                tx.commit().await?;
                if done {
                    break;
                }
            }
            seal_log(&db).await?;
            writer.execute("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Db::Postgres { pool, .. } => {
            loop {
                let mut tx = pool.begin().await?;
                tx.execute("SET LOCAL synchronous_commit = off").await?;
                let done = some_postgres(&mut tx, &mut fixtures, &mut filled).await?;
                tx.commit().await?;
                if done {
                    break;
                }
            }
            // What workers and autovacuum would have done after some minutes.
            seal_log(&db).await?;
            while mailbox_counts::gather(&db, 10_000).await? > 0 {}
            pool.execute("VACUUM (ANALYZE)").await?;
            pool.execute("CHECKPOINT").await?;
        }
    }
    db.close().await;
    Ok(filled)
}

/// Seals the records in the history's log, and prints how long it takes.
async fn seal_log(db: &Db) -> Result<()> {
    let began = Instant::now();
    while history::seal_next(db, &SystemEntropy, SystemClock.now()).await? > 0 {}
    println!("The log of the history was sealed in {:.0} s.", began.elapsed().as_secs_f64());
    Ok(())
}

async fn fixtures(db: &Db, size: u32) -> Result<MailboxFixtures> {
    let mut on = db.read().await?;
    let mut all = vec![];
    for domain in DOMAINS {
        let owned = domains::find_by_name(&mut on, domain.name).await?;
        all.push(owned.context("the domains are there")?.domain);
    }
    let (account, _) = accounts::find_for_sign_in(&mut on, POSTMASTER)
        .await?
        .context("the postmaster is there")?;
    let by = Actor {
        kind: ActorKind::Postmaster,
        id: Some(account.account.id.uuid()),
        name: POSTMASTER.to_owned(),
    };
    Ok(MailboxFixtures::new(all, by, SystemClock.now(), size, db.history_key()?))
}

const MAILBOX: &str = "INSERT INTO mailbox (id, domain_id, local_part, address, state, \
     password_state, communication_email, quota_mb, soft_limit_mb, used_bytes, preservation, \
     created_at, created_by, activated_at, expires_at, cancelled_at, version, soft_limit_told, \
     password_set_at, password_expires_at, password_step_at, storage_key) ";
const PASSWORD: &str = "INSERT INTO mailbox_password (id, mailbox_id, hash, set_at, in_use) ";
const CHAIN: &str = "INSERT INTO history_chain (subject_id, subject_kind, length, head) ";
const RECORD: &str = "INSERT INTO history (subject_id, seq, at, actor_kind, actor_id, actor_name, \
     action, changes, hash) ";

/// The text is the same for both engines, which are different types to sqlx.
macro_rules! some {
    ($name:ident, $engine:ty) => {
        /// Inserts up to one transaction's worth of mailboxes; returns whether these were the last.
        async fn $name(
            tx: &mut sqlx::Transaction<'static, $engine>,
            fixtures: &mut MailboxFixtures,
            filled: &mut Filled,
        ) -> Result<bool> {
            for _ in 0..COMMIT / BATCH {
                let members: Vec<Member> = fixtures.take(BATCH).collect();
                if members.is_empty() {
                    return Ok(true);
                }
                let mut query = QueryBuilder::<$engine>::new(MAILBOX);
                query.push_values(&members, |mut row, member| {
                    let mailbox = &member.mailbox;
                    row.push_bind(mailbox.id.uuid())
                        .push_bind(mailbox.domain_id.uuid())
                        .push_bind(&mailbox.local_part)
                        .push_bind(&mailbox.address)
                        .push_bind(mailbox.state.as_str())
                        .push_bind(mailbox.password.state.as_str())
                        .push_bind(&mailbox.communication_email)
                        .push_bind(mailbox.quota_mb)
                        .push_bind(mailbox.soft_limit_mb)
                        .push_bind(mailbox.used_bytes)
                        .push_bind(mailbox.preservation)
                        .push_bind(mailbox.created_at)
                        .push_bind(&mailbox.created_by)
                        .push_bind(mailbox.activated_at)
                        .push_bind(mailbox.expires_at)
                        .push_bind(mailbox.cancelled_at)
                        .push_bind(mailbox.version)
                        .push_bind(mailbox.soft_limit_told)
                        .push_bind(mailbox.password.set_at)
                        .push_bind(mailbox.password.expires_at)
                        .push_bind(mailbox.password.next_step_at)
                        .push_bind(member.storage_key.as_str());
                });
                query.build().execute(&mut **tx).await?;

                let with_password = members.iter().filter_map(|member| {
                    member.password_id.zip(member.mailbox.password.set_at).zip(Some(member))
                });
                let mut rows = with_password.peekable();
                if rows.peek().is_some() {
                    let mut query = QueryBuilder::<$engine>::new(PASSWORD);
                    query.push_values(rows, |mut row, ((id, set_at), member)| {
                        row.push_bind(id.uuid())
                            .push_bind(member.mailbox.id.uuid())
                            .push_bind(HASH)
                            .push_bind(set_at)
                            .push_bind(true);
                    });
                    query.build().persistent(false).execute(&mut **tx).await?;
                }

                let mut query = QueryBuilder::<$engine>::new(CHAIN);
                query.push_values(&members, |mut row, member| {
                    let length = i64::try_from(member.records.len()).unwrap_or(i64::MAX);
                    let head = member.records.last().map_or("", |(_, seal)| seal.as_str());
                    row.push_bind(member.mailbox.id.uuid())
                        .push_bind("mailbox")
                        .push_bind(length)
                        .push_bind(head);
                });
                query.build().execute(&mut **tx).await?;

                let records: Vec<_> = members.iter().flat_map(|member| &member.records).collect();
                filled.records += records.len() as u64;
                let mut query = QueryBuilder::<$engine>::new(RECORD);
                query.push_values(records, |mut row, (record, seal)| {
                    row.push_bind(record.subject.id)
                        .push_bind(record.seq)
                        .push_bind(record.at)
                        .push_bind(record.actor.kind.as_str())
                        .push_bind(record.actor.id)
                        .push_bind(&record.actor.name)
                        .push_bind(record.action.as_str())
                        .push_bind(&record.changes)
                        .push_bind(seal);
                });
                query.build().persistent(false).execute(&mut **tx).await?;
            }
            Ok(false)
        }
    };
}

some!(some_sqlite, Sqlite);
some!(some_postgres, Postgres);
