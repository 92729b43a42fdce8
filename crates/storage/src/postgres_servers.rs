//! The PostgreSQL servers of an address, and which of them accepts writes.
//!
//! A primary that was demoted, or fenced off with `default_transaction_read_only`, still answers:
//! reads succeed, and every write fails with SQLSTATE 25006 for as long as the pool keeps the
//! connection, which is 30 minutes by default. So a connection is checked when it is opened and
//! after it has been idle for a while, and every connection is checked for some seconds after a
//! write has failed with this code. The check replaces sqlx's ping, so requests on a busy, healthy
//! pool make no extra round trip.
//!
//! When no server accepts writes, the pool keeps read-only connections, so that reads still work.
//!
//! Connections whose prepared statements were outdated by another release's migration are replaced
//! too.

use std::io;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::personal_secret::PersonalSecret;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Row};
use tokio::sync::{Mutex, Notify};

use crate::error::{is_outdated_plan, remedy};
use crate::postgres_address::{PostgresAddress, database_of, server_name};
use crate::timeouts::{POSTGRES_ACQUIRE_TIMEOUT, with_timeout_of};

/// Maximum idle time after which a connection is still assumed to be alive and writable: a check
/// costs as much as a statement, and a server takes longer than this to restart.
const ASSUMED_GOOD: Duration = Duration::from_millis(500);
/// How long every connection is checked after a read-only one was found. A connection that is not
/// used in this time is checked anyway because it was idle.
const CHECK_ALL: Duration = Duration::from_secs(5);
/// How long the outcome of a search for the primary is valid.
const SEARCH_VALID_FOR: Duration = Duration::from_secs(1);
/// How long a server may take to answer on an open connection.
const CHECK_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a server may take to connect and answer before the next one of the address is tried.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long getting a connection from the pool may take before the other servers of the address are
/// tried.
const SEARCH_AFTER: Duration = Duration::from_millis(500);

/// The SQLSTATE with which a read-only server refuses a write.
pub(crate) const READ_ONLY: &str = "25006";

#[derive(Debug)]
pub struct PostgresServers {
    /// In the order of the address; there is at least one.
    servers: Vec<PgConnectOptions>,
    /// Index of the server to which new connections are opened.
    current: AtomicUsize,
    /// The other moments are stored as milliseconds since this one.
    created: Instant,
    /// Until when every connection is checked before it is used.
    check_all_until: AtomicU64,
    /// Until when read-only connections are kept because no server that accepts writes was found.
    no_primary_until: AtomicU64,
    /// Connections opened before this moment have outdated statements.
    outdated_before: AtomicU64,
    /// Until when the outcome of the last search is valid.
    search_valid_until: AtomicU64,
    /// Held while one task searches; the others wait and use its outcome.
    search: Mutex<()>,
    /// Notified when a new connection was refused because it is read-only.
    read_only_refused: Notify,
    name: String,
    /// The key that seals what is written to the history.
    pub(crate) history_key: OnceLock<Arc<HistoryKey>>,
    /// The secret under which the keys of holders are stored.
    pub(crate) personal_secret: OnceLock<Arc<PersonalSecret>>,
}

impl PostgresServers {
    pub(crate) fn new(address: PostgresAddress) -> Arc<Self> {
        let servers = address.servers;
        let names: Vec<_> = servers.iter().map(server_name).collect();
        let name = format!("{}/{}", names.join(","), database_of(&servers[0]));
        Arc::new(Self {
            servers,
            current: AtomicUsize::new(0),
            created: Instant::now(),
            check_all_until: AtomicU64::new(0),
            no_primary_until: AtomicU64::new(0),
            outdated_before: AtomicU64::new(0),
            search_valid_until: AtomicU64::new(0),
            search: Mutex::new(()),
            read_only_refused: Notify::new(),
            history_key: OnceLock::new(),
            personal_secret: OnceLock::new(),
            name,
        })
    }

    /// The servers and the database, for the operator to read.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn current(&self) -> &PgConnectOptions {
        &self.servers[self.current.load(Ordering::Relaxed)]
    }

    fn has_alternatives(&self) -> bool {
        self.servers.len() > 1
    }

    /// Opens a pool and its first connection, to a server that accepts writes if there is one.
    pub(crate) async fn open(self: &Arc<Self>, connections: u32) -> Result<PgPool, sqlx::Error> {
        if self.has_alternatives() {
            self.find_primary().await?;
        }
        self.pool_options(connections).connect_with(self.current().clone()).await
    }

    /// Returns a pool that connects when it is first used.
    pub(crate) fn open_lazily(self: &Arc<Self>, connections: u32) -> PgPool {
        self.pool_options(connections).connect_lazy_with(self.current().clone())
    }

    fn pool_options(self: &Arc<Self>, connections: u32) -> PgPoolOptions {
        let (opened, taken, returned) = (self.clone(), self.clone(), self.clone());
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(POSTGRES_ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .after_connect(move |connection, _| {
                let servers = opened.clone();
                Box::pin(async move { servers.accept_new(connection).await })
            })
            .before_acquire(move |connection, about| {
                let is_current = !taken.is_outdated(about.age);
                if !is_current || (about.idle_for <= ASSUMED_GOOD && !taken.checks_all()) {
                    return Box::pin(std::future::ready(Ok(is_current)));
                }
                let servers = taken.clone();
                Box::pin(async move { servers.is_usable(connection).await })
            })
            .after_release(move |connection, about| {
                let is_current = !returned.is_outdated(about.age);
                if !is_current || !returned.checks_all() {
                    return Box::pin(std::future::ready(Ok(is_current)));
                }
                let servers = returned.clone();
                Box::pin(async move { servers.is_usable(connection).await })
            })
    }

    /// Runs an attempt to get a connection or a transaction from a pool, and tries other servers if
    /// there are any.
    pub(crate) async fn attempt<T, F>(
        &self,
        pool: &PgPool,
        attempt: impl Fn() -> F,
    ) -> Result<T, sqlx::Error>
    where
        F: Future<Output = Result<T, sqlx::Error>>,
    {
        // The future is boxed because connecting over TLS would otherwise enlarge every request's
        // future.
        if self.has_alternatives() {
            Box::pin(self.attempt_with_search(pool, attempt)).await
        } else {
            Box::pin(attempt()).await
        }
    }

    /// If an attempt fails or takes long, searches for the server that accepts writes and repeats
    /// the attempt there.
    async fn attempt_with_search<T, F>(
        &self,
        pool: &PgPool,
        attempt: impl Fn() -> F,
    ) -> Result<T, sqlx::Error>
    where
        F: Future<Output = Result<T, sqlx::Error>>,
    {
        let server = self.direct(pool);
        let refused = self.read_only_refused.notified();
        let mut first = pin!(attempt());
        let mut outcome = tokio::select! {
            biased;
            outcome = &mut first => Some(outcome),
            () = refused => None,
            () = tokio::time::sleep(SEARCH_AFTER) => None,
        };
        let mut search = pin!(self.find_primary());
        let mut found = None;
        // The pool may just be busy, so the first attempt continues during the search.
        if outcome.is_none() {
            tokio::select! {
                biased;
                done = &mut first => outcome = Some(done),
                done = &mut search => found = Some(done),
            }
        }
        if let Some(outcome @ (Ok(_) | Err(sqlx::Error::PoolClosed))) = outcome {
            return outcome;
        }
        let found = match found {
            Some(found) => found,
            None => search.await,
        };
        let is_same = self.direct(pool) == server;
        let outcome = if is_same && outcome.is_none() { first.await } else { attempt().await };
        // The pool is asked even if no server answered a moment ago, to wait for a quick restart.
        outcome.map_err(|error| found.err().unwrap_or(error))
    }

    /// Makes a pool open its next connections to the current server, and returns that server's
    /// index.
    fn direct(&self, pool: &PgPool) -> usize {
        let index = self.current.load(Ordering::Relaxed);
        let (wanted, present) = (&self.servers[index], pool.connect_options());
        if address(wanted) != address(&present) {
            pool.set_connect_options(wanted.clone());
        }
        index
    }

    /// Finds the first server of the address that accepts writes. If there is none, the first one
    /// that answers becomes current and serves reads. Fails if none answers.
    async fn find_primary(&self) -> Result<(), sqlx::Error> {
        let _searching = self.search.lock().await;
        if self.is_before(&self.search_valid_until) {
            return Ok(());
        }
        let (mut answering, mut faults) = (None, vec![]);
        for (index, options) in self.servers.iter().enumerate() {
            let outcome = ask_whether_read_only(options).await;
            tracing::debug!(server = server_name(options), read_only = ?outcome, "searched");
            match outcome {
                Ok(false) => {
                    self.no_primary_until.store(0, Ordering::Relaxed);
                    self.move_to(index);
                    return Ok(());
                }
                Ok(true) => {
                    answering.get_or_insert(index);
                }
                Err(error) => {
                    let server = server_name(options);
                    faults.push(format!("{server}: {error}{}", remedy(&error)));
                }
            }
        }
        // A search that found no server is not remembered: the next one may succeed.
        let index = answering.ok_or_else(|| io::Error::other(faults.join("; ")))?;
        self.set(&self.no_primary_until, SEARCH_VALID_FOR);
        self.move_to(index);
        Ok(())
    }

    fn move_to(&self, index: usize) {
        self.set(&self.search_valid_until, SEARCH_VALID_FOR);
        if self.current.swap(index, Ordering::Relaxed) != index {
            self.check_all();
            tracing::warn!(
                server = server_name(&self.servers[index]),
                "connecting to another server"
            );
        }
    }

    /// Refuses a new connection that is read-only if another server may accept writes.
    async fn accept_new(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        if !is_read_only(connection).await? {
            return Ok(());
        }
        self.check_all();
        if !self.has_alternatives() {
            self.set(&self.no_primary_until, SEARCH_VALID_FOR);
        }
        if self.is_before(&self.no_primary_until) {
            return Ok(());
        }
        self.search_valid_until.store(0, Ordering::Relaxed);
        self.read_only_refused.notify_waiters();
        Err(io::Error::other("the server takes no writes: the others are tried").into())
    }

    /// Whether a connection of the pool can still be used.
    async fn is_usable(&self, connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
        let is_read_only = is_read_only(connection).await?;
        if is_read_only {
            self.check_all();
        }
        Ok(!is_read_only || self.is_before(&self.no_primary_until))
    }

    /// Examines why a statement failed. After a write to a read-only server every connection is
    /// checked; after an outdated statement every open connection is replaced.
    pub(crate) fn note_failure(&self, error: &sqlx::Error) {
        if is_outdated_plan(error) {
            self.set(&self.outdated_before, Duration::ZERO);
        }
        if let sqlx::Error::Database(error) = error
            && error.code().as_deref() == Some(READ_ONLY)
        {
            self.check_all();
        }
    }

    fn check_all(&self) {
        self.set(&self.check_all_until, CHECK_ALL);
    }

    fn checks_all(&self) -> bool {
        self.is_before(&self.check_all_until)
    }

    fn is_outdated(&self, age: Duration) -> bool {
        let before = self.outdated_before.load(Ordering::Relaxed);
        before > 0 && millis(self.created.elapsed().saturating_sub(age)) <= before
    }

    fn set(&self, moment: &AtomicU64, from_now: Duration) {
        moment.store(millis(self.created.elapsed() + from_now), Ordering::Relaxed);
    }

    fn is_before(&self, moment: &AtomicU64) -> bool {
        let moment = moment.load(Ordering::Relaxed);
        // The clock is not read in the normal case, when the moment is 0.
        moment > 0 && millis(self.created.elapsed()) < moment
    }
}

fn address(options: &PgConnectOptions) -> (Option<&PathBuf>, &str, u16) {
    (options.get_socket(), options.get_host(), options.get_port())
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

async fn ask_whether_read_only(options: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    with_timeout_of(CONNECT_TIMEOUT, async {
        let mut connection = options.connect().await?;
        let is_read_only = is_read_only(&mut connection).await?;
        // The answer is known, so a failure to close the connection does not matter.
        let _ = connection.close().await;
        Ok(is_read_only)
    })
    .await
}

/// Whether the server refuses writes, because it is a standby or writes are switched off. This
/// fails on a dead connection.
async fn is_read_only(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    with_timeout_of(CHECK_TIMEOUT, async {
        let row = sqlx::raw_sql("SHOW transaction_read_only").fetch_one(connection).await?;
        Ok(row.try_get::<&str, _>(0)? == "on")
    })
    .await
}
