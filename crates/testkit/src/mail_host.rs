//! A mail host that reads the panel's directory like Dovecot and keeps everything else in memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use sigillo_app::{DirectoryEntry, Inspection, MailHost, MailHostError, Usage, UsageByFolder};
use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::Db;

use crate::TestApp;

type Directory = HashMap<String, DirectoryEntry>;

/// The mail host's own state.
#[derive(Default)]
pub struct Inside {
    /// The error with which it answers every request.
    pub down: Option<MailHostError>,
    /// Whether it never answers.
    pub silent: bool,
    /// The number of requests it did not answer.
    pub unanswered: usize,
    pub usage: HashMap<String, UsageByFolder>,
    /// Addresses with an open session.
    pub sessions: HashSet<String>,
    /// How many times somebody signs in again as soon as their session is ended.
    pub signs_in_again: usize,
    /// Overrides the directory's answer about incoming messages.
    pub verdict: Option<Delivery>,
    pub stores: HashSet<StorageKey>,
    /// How many times a store reappears after it was destroyed.
    pub deliveries_under_way: usize,
    /// The directory that it answers from until it is reloaded.
    frozen: Option<Directory>,
}

#[derive(Clone)]
pub struct TestMailHost {
    db: Db,
    inside: Arc<Mutex<Inside>>,
}

impl TestApp {
    /// Adds a mail host to the panel.
    pub fn mail_host(&mut self) -> TestMailHost {
        let host = TestMailHost { db: self.app.db.clone(), inside: Arc::default() };
        self.app.mail_host = Some(Arc::new(host.clone()));
        host
    }
}

impl Inside {
    fn end_session(&mut self, address: &str) -> bool {
        let was_there = self.sessions.remove(address);
        if was_there && self.signs_in_again > 0 {
            self.signs_in_again -= 1;
            self.sessions.insert(address.to_owned());
        }
        was_there
    }
}

impl TestMailHost {
    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("no test panics while it holds the mail host")
    }

    /// Makes it answer from the present directory, whatever changes in the database.
    pub async fn freeze(&self) {
        let directory = self.read().await;
        self.inside().frozen = Some(directory);
    }

    /// Sets the content of a mailbox, all of it in the inbox.
    pub fn hold(&self, address: &str, messages: i64, bytes: i64) {
        let inbox = Usage { messages, bytes };
        let usage = UsageByFolder { inbox, total: inbox, ..UsageByFolder::default() };
        self.inside().usage.insert(address.to_owned(), usage);
    }

    async fn read(&self) -> Directory {
        type Row = (String, String, String, i64, String, Option<String>, Option<i64>);
        const SQL: &str = "SELECT address, storage_key, delivery, quota_bytes, sign_in, password_id, \
             archive_bytes FROM dovecot_userdb";
        let rows: Vec<Row> = match &self.db {
            Db::Sqlite { readers, .. } => sqlx::query_as(SQL).fetch_all(readers).await,
            Db::Postgres { pool, .. } => sqlx::query_as(SQL).fetch_all(pool).await,
        }
        .expect("the directory can be read");
        let entry =
            |(address, store, delivery, quota_bytes, sign_in, password_id, archive_bytes): Row| {
                let entry = DirectoryEntry {
                    store: StorageKey::parse(&store),
                    quota_bytes: Some(quota_bytes),
                    archive_bytes,
                    delivery: Delivery::parse(&delivery),
                    sign_in: SignIn::parse(&sign_in),
                    password_id: password_id.and_then(|id| id.parse().ok()),
                };
                (address, entry)
            };
        rows.into_iter().map(entry).collect()
    }

    async fn directory(&self) -> Result<Directory, MailHostError> {
        self.up().await?;
        let frozen = self.inside().frozen.clone();
        match frozen {
            Some(directory) => Ok(directory),
            None => Ok(self.read().await),
        }
    }

    async fn up(&self) -> Result<(), MailHostError> {
        let silent = self.inside().silent;
        if silent {
            self.inside().unanswered += 1;
            std::future::pending::<()>().await;
        }
        self.inside().down.clone().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl MailHost for TestMailHost {
    async fn usage(&self) -> Result<HashMap<String, UsageByFolder>, MailHostError> {
        self.up().await?;
        Ok(self.inside().usage.clone())
    }

    async fn usage_of(&self, address: &str) -> Result<UsageByFolder, MailHostError> {
        self.up().await?;
        Ok(self.inside().usage.get(address).copied().unwrap_or_default())
    }

    async fn inspect(
        &self,
        address: &str,
        end_sessions: bool,
    ) -> Result<Inspection, MailHostError> {
        let entry = self.directory().await?.remove(address);
        let mut inside = self.inside();
        let ended_sessions = end_sessions && inside.end_session(address);
        let known = entry.as_ref().and_then(|entry| entry.delivery);
        let delivery = inside.verdict.or(known).unwrap_or(Delivery::Refused);
        let signed_in_since = end_sessions && inside.end_session(address);
        Ok(Inspection { delivery, entry, ended_sessions, signed_in_since })
    }

    async fn destroy(&self, key: &StorageKey) -> Result<bool, MailHostError> {
        self.up().await?;
        let mut inside = self.inside();
        inside.stores.remove(key);
        if inside.deliveries_under_way > 0 {
            inside.deliveries_under_way -= 1;
            inside.stores.insert(key.clone());
            return Ok(false);
        }
        Ok(true)
    }

    async fn entries(&self, addresses: &[&str]) -> Result<Directory, MailHostError> {
        let mut directory = self.directory().await?;
        directory.retain(|address, _| addresses.contains(&address.as_str()));
        Ok(directory)
    }

    async fn stores(&self) -> Result<HashSet<StorageKey>, MailHostError> {
        self.up().await?;
        Ok(self.inside().stores.clone())
    }

    async fn make_store(&self, address: &str) -> Result<(), MailHostError> {
        let directory = self.directory().await?;
        let entry = directory.get(address).ok_or(MailHostError::UnknownMailbox)?;
        self.inside().stores.extend(entry.store.clone());
        Ok(())
    }

    async fn reload(&self) -> Result<(), MailHostError> {
        self.up().await?;
        self.inside().frozen = None;
        Ok(())
    }
}
