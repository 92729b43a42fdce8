//! IMAP: a sign-in to the canary, and a reading of its inbox.

use std::fmt;
use std::sync::Arc;

use async_imap::error::Error;
use async_imap::types::Mailbox as Selected;
use async_imap::{Client, Session as ImapSession};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use percent_encoding::percent_decode_str;
use rustls::pki_types::ServerName;
use sigillo_app::ServiceProbe;
use sigillo_domain::sla::{Failure, OutageCause, SlaComponent};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;
use uuid::Uuid;

use super::{failure, step};

const EXPECTED: &str =
    "expected imaps://USER:PASSWORD@HOST or imap://USER:PASSWORD@HOST?tls=required";

pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Stream for S {}

pub(crate) type Session = ImapSession<Box<dyn Stream>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    Plain,
    Tls,
    StartTls,
}

pub struct ImapProbe {
    host: String,
    port: u16,
    security: Security,
    user: String,
    password: String,
    tls: TlsConnector,
    name: ServerName<'static>,
}

impl ImapProbe {
    /// Reads `imaps://USER:PASSWORD@HOST` or `imap://USER:PASSWORD@HOST?tls=required`, without connecting. `roots` (in
    /// PEM) are trusted in place of those of the system. The error never repeats the URL.
    pub fn new(url: &str, roots: Option<&[u8]>) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|_| EXPECTED)?;
        let security = match (url.scheme(), url.query()) {
            ("imaps", None) => Security::Tls,
            ("imap", Some("tls=required")) => Security::StartTls,
            ("imap", None | Some("tls=none")) => Security::Plain,
            _ => return Err(EXPECTED.to_owned()),
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let is_loopback = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if security == Security::Plain && !is_loopback && url.query().is_none() {
            return Err(
                "the password would be sent without TLS: use imaps://, or ?tls=required for \
                        STARTTLS, or ?tls=none if that is what you want"
                    .to_owned(),
            );
        }
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded.map(String::from).map_err(|_| "it is not UTF-8".to_owned())
        };
        let user = decoded(url.username())?;
        let password = decoded(url.password().unwrap_or_default())?;
        if user.is_empty() || password.is_empty() {
            return Err("it names no user and password".to_owned());
        }
        let port = url.port().unwrap_or(if security == Security::Tls { 993 } else { 143 });
        let name = ServerName::try_from(host.clone()).map_err(|_| "it names no host")?;
        let tls = TlsConnector::from(Arc::new(crate::tls::config(roots)?));
        Ok(Self { host, port, security, user, password, tls, name })
    }

    /// The user whose mailbox it is.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Signs in and opens the inbox.
    pub(crate) async fn open(&self) -> Result<(Session, Selected), Failure> {
        let mut session = self.sign_in(&self.user).await?;
        let inbox = step("the inbox", session.select("INBOX"), wrong).await?;
        Ok((session, inbox))
    }

    /// Signs in as a user with the password of the URL.
    pub(crate) async fn sign_in(&self, user: &str) -> Result<Session, Failure> {
        let unreachable = |error| failure(OutageCause::Unreachable, error);
        let address = (self.host.as_str(), self.port);
        let plain = step("connecting", TcpStream::connect(address), unreachable).await?;
        let stream: Box<dyn Stream> = match self.security {
            Security::Plain => Box::new(plain),
            Security::Tls => Box::new(self.secured(plain).await?),
            Security::StartTls => {
                let mut client = Client::new(plain);
                greeted(&mut client).await?;
                let asking = client.run_command_and_check_ok("STARTTLS", None);
                step("STARTTLS", asking, wrong).await?;
                Box::new(self.secured(client.into_inner()).await?)
            }
        };
        let mut client = Client::new(stream);
        if self.security != Security::StartTls {
            greeted(&mut client).await?;
        }
        let signing_in = client.login(user, &self.password);
        let refused = |(error, _): (Error, _)| match error {
            Error::No(reply) => failure(OutageCause::SignInRefused, reply),
            other => wrong(other),
        };
        step("sign-in", signing_in, refused).await
    }

    async fn secured(
        &self,
        plain: TcpStream,
    ) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Failure> {
        let securing = self.tls.connect(self.name.clone(), plain);
        step("TLS", securing, |error| failure(OutageCause::Unreachable, error)).await
    }
}

#[async_trait]
impl ServiceProbe for ImapProbe {
    fn component(&self) -> SlaComponent {
        SlaComponent::Imap
    }

    async fn probe(&self, _: Uuid) -> Result<(), Failure> {
        let (mut session, inbox) = self.open().await?;
        if inbox.exists > 0 {
            let last = inbox.exists.to_string();
            let reading = async {
                let read = session.fetch(last, "(FLAGS RFC822.SIZE)").await?;
                read.try_collect::<Vec<_>>().await
            };
            step("reading", reading, wrong).await?;
        }
        // The inbox was read: how the session ends says nothing about the service.
        let _ = step("logout", session.logout(), wrong).await;
        Ok(())
    }
}

async fn greeted<S: Stream>(client: &mut Client<S>) -> Result<(), Failure> {
    let none = || failure(OutageCause::WrongAnswer, "no greeting");
    let greeting = step("the greeting", client.read_response(), |error| {
        failure(OutageCause::WrongAnswer, error)
    });
    greeting.await?.map(drop).ok_or_else(none)
}

pub(super) fn wrong(error: Error) -> Failure {
    let cause = match &error {
        Error::Io(_) | Error::ConnectionLost => OutageCause::Unreachable,
        _ => OutageCause::WrongAnswer,
    };
    failure(cause, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_url_is_refused_without_being_repeated() {
        for url in [
            "mail.example.it",
            "http://u:secret@mail.example.it",
            "imap://u:secret@mail.example.it",
            "imaps://mail.example.it",
            "imaps://u:secret@mail.example.it?tls=maybe",
        ] {
            let Err(refused) = ImapProbe::new(url, None) else { panic!("{url} was taken") };
            assert!(!refused.contains("secret"), "{refused}");
        }
        let probe = ImapProbe::new("imaps://canarino%40pec.example.it:s%2Fegreto@[::1]", None);
        let Ok(probe) = probe else { panic!("a good URL") };
        assert_eq!(
            (probe.user(), probe.port, probe.host.as_str()),
            ("canarino@pec.example.it", 993, "::1")
        );
    }
}
