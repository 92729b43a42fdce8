//! The mailboxes whose receipts are preserved, over IMAP and by a master user.

mod commands;
mod mailbox;

use async_trait::async_trait;
use sigillo_app::{MailSource, MailSourceError, OpenMailbox};
use url::Url;

use crate::probe::ImapProbe;
use mailbox::ImapMailbox;

/// The mail host, where a master user may read every mailbox.
pub struct MasterImap {
    server: ImapProbe,
}

impl MasterImap {
    /// `url` is `imaps://USER@HOST` or `imap://USER@HOST`, with the master user, whose password stands apart. The error
    /// repeats neither.
    pub fn new(url: &str, password: &str, roots: Option<&[u8]>) -> Result<Self, String> {
        const EXPECTED: &str = "expected imaps://USER@HOST, imap://USER@HOST?tls=required or, on the loopback, imap://USER@HOST:PORT";
        let mut whole = Url::parse(url).map_err(|_| EXPECTED)?;
        if whole.password().is_some() {
            return Err("the password belongs into the file of the password".to_owned());
        }
        whole.set_password(Some(password)).map_err(|()| EXPECTED)?;
        let server = ImapProbe::new(whole.as_str(), roots);
        let wrong = |error: String| {
            if error.starts_with("expected") { EXPECTED.to_owned() } else { error }
        };
        Ok(Self { server: server.map_err(wrong)? })
    }
}

#[async_trait]
impl MailSource for MasterImap {
    async fn open(&self, address: &str) -> Result<Box<dyn OpenMailbox>, MailSourceError> {
        let user = format!("{address}*{}", self.server.user());
        let session = self.server.sign_in(&user).await;
        let session = session.map_err(|failure| MailSourceError(failure.evidence))?;
        Ok(Box::new(ImapMailbox::new(session)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_url_is_refused_without_being_repeated() {
        for url in [
            "mail.example.it",
            "imap://sigillo@mail.example.it",
            "imaps://sigillo:secret@mail.example.it",
            "imaps://h",
        ] {
            let Err(refused) = MasterImap::new(url, "0123456789", None) else {
                panic!("{url} was taken")
            };
            assert!(!refused.contains("secret") && !refused.contains("0123"), "{refused}");
        }
        assert!(MasterImap::new("imap://sigillo@127.0.0.1:24143", "0123456789", None).is_ok());
    }
}
