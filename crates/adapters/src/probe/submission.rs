//! Submission: a sign-in to the mail server that takes mail from its users.

use async_trait::async_trait;
use lettre::address::Envelope;
use lettre::transport::smtp::client::TlsParameters;
use sigillo_app::ServiceProbe;
use sigillo_domain::sla::{Failure, OutageCause, SlaComponent};
use uuid::Uuid;

use super::{STEP, failure};
use crate::mail::submission::{self, Connection, Security, Server, Step};

pub struct SubmissionProbe {
    server: Server,
    tls: Option<TlsParameters>,
}

impl SubmissionProbe {
    /// Reads `smtps://USER:PASSWORD@HOST` or `smtp://USER:PASSWORD@HOST?tls=required`, without connecting. `roots` (in
    /// PEM) are trusted in addition to those of the system.
    pub fn new(url: &str, roots: Option<&[u8]>) -> Result<Self, String> {
        let server = submission::parse(url)?;
        if server.credentials.is_none() {
            return Err("it names no user and password".to_owned());
        }
        let tls = match server.security {
            Security::Plain => None,
            Security::Tls | Security::StartTls => Some(submission::tls(&server.host, roots)?),
        };
        Ok(Self { server, tls })
    }

    /// Who signs in, and sends.
    pub(super) fn user(&self) -> &str {
        &self.server.user
    }

    async fn open(&self) -> Result<Connection, Failure> {
        Connection::open(&self.server, self.tls.as_ref(), STEP).await.map_err(|met| judged(&met))
    }

    /// Hands a message over.
    pub(super) async fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), Failure> {
        let mut connection = self.open().await?;
        connection.send(envelope, message).await.map_err(|met| judged(&met))?;
        connection.close().await;
        Ok(())
    }
}

#[async_trait]
impl ServiceProbe for SubmissionProbe {
    fn component(&self) -> SlaComponent {
        SlaComponent::Submission
    }

    async fn probe(&self, _: Uuid) -> Result<(), Failure> {
        self.open().await?.close().await;
        Ok(())
    }
}

fn judged(met: &submission::Failure) -> Failure {
    let cause = match (met.step, met.is_refusal(), met.is_silence()) {
        (Step::SignIn, true, _) => OutageCause::SignInRefused,
        (_, _, true) => OutageCause::TimedOut,
        (Step::Connect, false, _) => OutageCause::Unreachable,
        _ => OutageCause::WrongAnswer,
    };
    failure(cause, met.reply())
}
