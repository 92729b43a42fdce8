//! Sending messages through a mail server.

mod connection;
mod content;
#[cfg(fuzzing)]
mod fuzzing;
mod pool;
mod url;
mod verdict;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lettre::Message;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use sigillo_app::outbox::SEND_TIMEOUT;
use sigillo_app::{Accepted, Mailer, OutgoingMessage, Undelivered};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use self::connection::Connection;
use self::pool::Pool;
use self::url::{Security, Server};
use self::verdict::Failure;
use super::Writer;

#[cfg(fuzzing)]
pub use self::fuzzing::judge_reply;
pub use self::url::check_url;

/// What signs in to a mail server, for the probes of the service.
pub(crate) mod submission {
    pub(crate) use super::connection::Connection;
    pub(crate) use super::tls;
    pub(crate) use super::url::{Security, Server, parse};
    pub(crate) use super::verdict::{Failure, Step};
}

/// Upper bound on concurrent connections: mail servers accept few from one client.
const MAX_CONNECTIONS: usize = 8;

/// Timeouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The timeout of one step: connecting, or a command.
    pub step: Duration,
    /// The timeout of a message as a whole.
    pub whole: Duration,
    /// How long a connection stays open without a message.
    pub idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { step: Duration::from_secs(20), whole: SEND_TIMEOUT, idle: Duration::from_secs(30) }
    }
}

/// Sends messages to one mail server, which relays them.
pub struct SmtpMailer {
    writer: Writer,
    server: Server,
    tls: Option<TlsParameters>,
    limits: Limits,
    places: Semaphore,
    pool: Arc<Pool>,
}

impl SmtpMailer {
    /// Creates a mailer for the server of a URL that [`check_url`] accepts, without connecting. The
    /// server's certificate is checked against the roots of the system, or those of
    /// `SSL_CERT_FILE`.
    pub fn new(writer: Writer, url: &str) -> Result<Self, String> {
        Self::with(writer, url, Limits::default(), None)
    }

    /// Creates a mailer with other timeouts, and with roots (in PEM) in addition to those of the
    /// system.
    pub fn with(
        writer: Writer,
        url: &str,
        limits: Limits,
        roots: Option<&[u8]>,
    ) -> Result<Self, String> {
        let server = url::parse(url)?;
        let tls = match server.security {
            Security::Plain => None,
            Security::Tls | Security::StartTls => Some(tls(&server.host, roots)?),
        };
        let (places, pool) = (Semaphore::new(MAX_CONNECTIONS), Arc::new(Pool::new(limits.idle)));
        Ok(Self { writer, server, tls, limits, places, pool })
    }

    /// The server's host and port.
    fn name(&self) -> String {
        let Server { host, port, .. } = &self.server;
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }

    /// Sends a message over an open connection, or over a new one.
    async fn hand_over(&self, message: &Message) -> Result<String, Failure> {
        let (envelope, bytes) = (message.envelope(), message.formatted());
        if let Some(mut connection) = self.pool.take() {
            match connection.send(envelope, &bytes).await {
                // The server closed the connection meanwhile and received no message.
                Err(failure) if failure.is_stale_connection() => self.pool.clear(),
                outcome => return self.done(connection, outcome).await,
            }
        }
        let mut connection =
            Connection::open(&self.server, self.tls.as_ref(), self.limits.step).await?;
        let outcome = connection.send(envelope, &bytes).await;
        self.done(connection, outcome).await
    }

    /// Returns the connection to the pool if it can take another message.
    async fn done(
        &self,
        mut connection: Connection,
        outcome: Result<String, Failure>,
    ) -> Result<String, Failure> {
        let in_order = match &outcome {
            Ok(_) => true,
            Err(failure) => failure.leaves_connection() && connection.reset().await,
        };
        if in_order {
            self.pool.put(connection);
        }
        outcome
    }
}

pub(crate) fn tls(host: &str, roots: Option<&[u8]>) -> Result<TlsParameters, String> {
    let mut tls = TlsParameters::builder(host.to_owned());
    if let Some(roots) = roots {
        let roots = Certificate::from_pem(roots).map_err(|error| error.to_string())?;
        tls = tls.add_root_certificate(roots);
    }
    tls.build().map_err(|error| error.to_string())
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, message: &OutgoingMessage) -> Result<Accepted, Undelivered> {
        let server = self.name();
        let undelivered = |reply, is_final| Undelivered { server: self.name(), reply, is_final };
        let email =
            self.writer.message(message).map_err(|error| undelivered(error.to_string(), true))?;
        let Limits { step, whole, .. } = self.limits;
        let late = |what: &str, limit: Duration| {
            undelivered(format!("no {what} within {} s", limit.as_secs_f32()), false)
        };
        let end = Instant::now() + whole;
        // A message that waits for a connection must have at least the time of a step left once it
        // gets one.
        let remaining = whole.saturating_sub(step);
        let waiting = timeout(remaining, self.places.acquire()).await;
        let _place = waiting.map_err(|_| late("free connection", remaining))?;
        match timeout_at(end, self.hand_over(&email)).await {
            Ok(Ok(reply)) => Ok(Accepted { server, reply }),
            Ok(Err(failure)) => Err(undelivered(failure.reply(), failure.is_final())),
            Err(_) => Err(late("answer", whole)),
        }
    }
}
