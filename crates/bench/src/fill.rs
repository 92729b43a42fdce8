//! Filling the database, with many rows in each statement.

use std::time::Instant;

use anyhow::{Context, Result};
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_app::{Clock, history};
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_storage::{Db, accounts, domains, mailbox_counts};
use sqlx::{Executor, Postgres, Sqlite, Transaction};

use crate::fill_rows;
use crate::fixtures::{MailboxFixtures, Member};
use crate::office_cases::{FILL_TICKETS, MAILBOXES_PER_TICKET};
use crate::panel::{DOMAINS, POSTMASTER};
use crate::place::Place;
use crate::registry::{CompanyMember, HolderMember, Registry};

/// Rows in one statement: SQLite accepts 32,766 values.
const BATCH: usize = 500;
/// Rows in one transaction.
const COMMIT: usize = 50_000;

#[derive(Debug, Default)]
pub struct Filled {
    pub records: u64,
    pub companies: usize,
    pub holders: usize,
}

/// Fills a prepared database with companies, holders, mailboxes, passwords and history.
pub async fn fill(place: &Place, size: u32) -> Result<Filled> {
    let db = place.open().await?;
    let mut fixtures = Fixtures::new(&db, size).await?;
    match &db {
        Db::Sqlite { writer, .. } => {
            // Filling is not measured, and this database need not survive a power failure.
            writer.execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000").await?;
            loop {
                let mut tx = writer.begin().await?;
                let done = some_sqlite(&mut tx, &mut fixtures).await?;
                tx.commit().await?;
                if done {
                    break;
                }
            }
            let tickets = sqlx::query(FILL_TICKETS).bind(i64::from(size) / MAILBOXES_PER_TICKET);
            tickets.execute(writer).await?;
            seal_log(&db).await?;
            writer.execute("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Db::Postgres { pool, .. } => {
            loop {
                let mut tx = pool.begin().await?;
                tx.execute("SET LOCAL synchronous_commit = off").await?;
                let done = some_postgres(&mut tx, &mut fixtures).await?;
                tx.commit().await?;
                if done {
                    break;
                }
            }
            let tickets = sqlx::query(FILL_TICKETS).bind(i64::from(size) / MAILBOXES_PER_TICKET);
            tickets.execute(pool).await?;
            // What workers and autovacuum would have done after some minutes.
            seal_log(&db).await?;
            while mailbox_counts::gather(&db, 10_000).await? > 0 {}
            pool.execute("VACUUM (ANALYZE)").await?;
            pool.execute("CHECKPOINT").await?;
        }
    }
    db.close().await;
    Ok(fixtures.filled)
}

/// Seals the records in the history's log, and prints how long it takes.
async fn seal_log(db: &Db) -> Result<()> {
    let began = Instant::now();
    while history::seal_next(db, &SystemEntropy, SystemClock.now()).await? > 0 {}
    println!("The log of the history was sealed in {:.0} s.", began.elapsed().as_secs_f64());
    Ok(())
}

/// What the database is filled with: each thing comes after those that it refers to.
struct Fixtures {
    registry: Registry,
    mailboxes: MailboxFixtures,
    filled: Filled,
}

enum Batch {
    Companies(Vec<CompanyMember>),
    Holders(Vec<HolderMember>),
    Mailboxes(Vec<Member>),
    End,
}

impl Fixtures {
    async fn new(db: &Db, size: u32) -> Result<Self> {
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
        let (organization, now) = (all[0].organization_id, SystemClock.now());
        let holders = u64::from(size) * 6 / 10;
        let registry = Registry::new(db.clone(), organization, by.clone(), now, holders);
        let people = registry.people.clone();
        let mailboxes = MailboxFixtures::new(all, by, now, size, db.history_key()?, people);
        Ok(Self { registry, mailboxes, filled: Filled::default() })
    }

    fn next(&mut self) -> Result<Batch> {
        let filled = &mut self.filled;
        let companies = self.registry.next_companies(BATCH)?;
        if !companies.is_empty() {
            filled.companies += companies.len();
            filled.records += companies.len() as u64;
            return Ok(Batch::Companies(companies));
        }
        let holders = self.registry.next_holders(BATCH)?;
        if !holders.is_empty() {
            filled.holders += holders.len();
            filled.records += holders.len() as u64;
            let held = holders.iter().map(|holder| (holder.person, holder.held_by()));
            self.mailboxes.holders.extend(held);
            return Ok(Batch::Holders(holders));
        }
        let mailboxes: Vec<_> = self.mailboxes.by_ref().take(BATCH).collect();
        filled.records += mailboxes.iter().map(|member| member.records.len() as u64).sum::<u64>();
        Ok(if mailboxes.is_empty() { Batch::End } else { Batch::Mailboxes(mailboxes) })
    }
}

/// The engines are different types to sqlx.
macro_rules! some {
    ($name:ident, $engine:ty, $companies:ident, $holders:ident, $mailboxes:ident) => {
        /// Inserts up to one transaction's worth of rows; returns whether these were the last.
        async fn $name(
            tx: &mut Transaction<'static, $engine>,
            fixtures: &mut Fixtures,
        ) -> Result<bool> {
            for _ in 0..COMMIT / BATCH {
                match fixtures.next()? {
                    Batch::Companies(companies) => fill_rows::$companies(tx, &companies).await?,
                    Batch::Holders(holders) => fill_rows::$holders(tx, &holders).await?,
                    Batch::Mailboxes(mailboxes) => fill_rows::$mailboxes(tx, &mailboxes).await?,
                    Batch::End => return Ok(true),
                }
            }
            Ok(false)
        }
    };
}

some!(some_sqlite, Sqlite, sqlite_companies, sqlite_holders, sqlite_mailboxes);
some!(some_postgres, Postgres, postgres_companies, postgres_holders, postgres_mailboxes);
