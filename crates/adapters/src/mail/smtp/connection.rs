//! An SMTP connection to a mail server.
//!
//! lettre's own transport is not used: its pool takes back a connection whose send was cancelled
//! halfway, so that the next message would get the replies to the previous one, and its timeout
//! covers only connecting. Here every step has a timeout, and a connection that is not in a known
//! state is dropped together with the cancelled send.

use std::future::Future;
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::content::Content;
use super::url::{Security, Server};
use super::verdict::{Failure, Reason, Step, words};

pub(crate) struct Connection {
    smtp: AsyncSmtpConnection,
    /// The timeout of a step.
    limit: Duration,
    pub idle_since: Instant,
}

impl Connection {
    /// Connects, secures the connection and signs in.
    pub async fn open(
        server: &Server,
        tls: Option<&TlsParameters>,
        limit: Duration,
    ) -> Result<Self, Failure> {
        let wrapper = tls.filter(|_| server.security == Security::Tls).cloned();
        let address = (server.host.as_str(), server.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(address, Some(limit), &server.hello, wrapper, None);
        let mut smtp = step(Step::Connect, limit, connecting).await?;
        if let (Security::StartTls, Some(tls)) = (server.security, tls) {
            let securing = smtp.starttls(tls.clone(), &server.hello);
            step(Step::Connect, limit, securing).await?;
        }
        if let Some(credentials) = &server.credentials {
            let signing_in = smtp.auth(DEFAULT_MECHANISMS, credentials);
            step(Step::SignIn, limit, signing_in).await?;
        }
        Ok(Self { smtp, limit, idle_since: Instant::now() })
    }

    /// Sends a message and returns the server's receipt.
    pub async fn send(&mut self, envelope: &Envelope, message: &[u8]) -> Result<String, Failure> {
        let parameters = self.parameters(message)?;
        let what = "the message is not text";
        let incapable = Failure { step: Step::Content, reason: Reason::Incapable(what) };
        let content = Content::of(message).ok_or(incapable)?;
        let sender = Mail::new(envelope.from().cloned(), parameters);
        step(Step::Sender, self.limit, self.smtp.command(sender)).await?;
        for recipient in envelope.to() {
            let recipient = Rcpt::new(recipient.clone(), vec![]);
            step(Step::Recipient, self.limit, self.smtp.command(recipient)).await?;
        }
        let leave = step(Step::Data, self.limit, self.smtp.command(Data)).await?;
        if leave.code().severity != Severity::PositiveIntermediate {
            return Err(unexpected(Step::Data, &leave));
        }
        // No timeout of its own applies here, only that of the whole message: a message that is
        // given up while the server is about to accept it would arrive twice (RFC 5321, 4.5.3.2.6).
        let receipt = self.smtp.command(content).await;
        let receipt =
            receipt.map_err(|error| Failure { step: Step::Content, reason: error.into() })?;
        if receipt.code().severity != Severity::PositiveCompletion {
            return Err(unexpected(Step::Content, &receipt));
        }
        Ok(words(&receipt))
    }

    /// The SMTP extensions that the message needs. Only an address can contain more than ASCII; the
    /// rest is encoded.
    fn parameters(&self, message: &[u8]) -> Result<Vec<MailParameter>, Failure> {
        if message.is_ascii() {
            return Ok(vec![]);
        }
        if !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
            let what = "the mail server takes no address with letters outside ASCII";
            return Err(Failure { step: Step::Recipient, reason: Reason::Incapable(what) });
        }
        let eight_bits = MailParameter::Body(MailBodyParameter::EightBitMime);
        Ok(vec![MailParameter::SmtpUtfEight, eight_bits])
    }

    /// Resets the connection after a refused message. Returns whether it can take another one.
    pub async fn reset(&mut self) -> bool {
        step(Step::Sender, self.limit, self.smtp.command(Rset)).await.is_ok()
    }

    /// Ends the session and closes the connection.
    pub async fn close(mut self) {
        // The server's answer does not matter.
        let _ = timeout(self.limit, self.smtp.command(Quit)).await;
    }
}

async fn step<T>(
    step: Step,
    limit: Duration,
    taking: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(limit, taking).await {
        Ok(Ok(taken)) => Ok(taken),
        Ok(Err(error)) => Err(Failure { step, reason: error.into() }),
        Err(_) => Err(Failure { step, reason: Reason::Silence(limit) }),
    }
}

fn unexpected(step: Step, reply: &Response) -> Failure {
    Failure { step, reason: Reason::Unexpected { reply: words(reply) } }
}
