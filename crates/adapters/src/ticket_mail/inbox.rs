//! The mailbox of the support, over IMAP.

use std::fmt::Display;
use std::time::Duration;

use async_imap::error::Error;
use async_trait::async_trait;
use futures_util::TryStreamExt;
use sigillo_app::{InboxError, MailPart, MailPlace, OpenInbox, TicketInbox, WaitingMail};

use crate::probe::{ImapProbe, Session};

/// Where e-mails go that were read.
const FOLDER: &str = "Sigillo";
/// The timeout of one step. The largest e-mail may take a while.
const STEP: Duration = Duration::from_mins(2);
/// The most e-mails of which one reading asks for the size.
const ASKED: usize = 200;

/// A mailbox that answers to tickets come to.
pub struct ImapInbox {
    server: ImapProbe,
}

impl ImapInbox {
    /// `url` is that of [`ImapProbe::new`].
    pub fn new(url: &str, roots: Option<&[u8]>) -> Result<Self, String> {
        Ok(Self { server: ImapProbe::new(url, roots)? })
    }
}

#[async_trait]
impl TicketInbox for ImapInbox {
    async fn open(&self) -> Result<Box<dyn OpenInbox>, InboxError> {
        let opened = self.server.open().await;
        let (mut session, inbox) = opened.map_err(|failure| InboxError(failure.evidence))?;
        let none = || InboxError("it has no UIDVALIDITY".to_owned());
        let uid_validity = i64::from(inbox.uid_validity.ok_or_else(none)?);
        // It exists but for the first time.
        match step("the folder", session.create(FOLDER)).await {
            Ok(()) => {}
            Err(refused) => tracing::debug!(%refused, "the folder of what was read"),
        }
        let capabilities = step("capabilities", session.capabilities()).await?;
        let moves = capabilities.has_str("MOVE");
        let mailbox = self.server.user().to_owned();
        Ok(Box::new(OpenImap { session, mailbox, uid_validity, moves }))
    }
}

struct OpenImap {
    session: Session,
    mailbox: String,
    uid_validity: i64,
    /// Whether the server has the command MOVE (RFC 6851).
    moves: bool,
}

#[async_trait]
impl OpenInbox for OpenImap {
    async fn waiting(&mut self) -> Result<Vec<WaitingMail>, InboxError> {
        let found = step("the search", self.session.uid_search("UNDELETED")).await?;
        let mut uids: Vec<_> = found.into_iter().collect();
        uids.sort_unstable();
        uids.truncate(ASKED);
        if uids.is_empty() {
            return Ok(vec![]);
        }
        let set = uids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let asking = async {
            let sizes = self.session.uid_fetch(set, "(UID RFC822.SIZE)").await?;
            sizes.try_collect::<Vec<_>>().await
        };
        let mut sizes = step("the sizes", asking).await?;
        sizes.sort_unstable_by_key(|size| size.uid);
        let waiting = sizes.iter().filter_map(|size| {
            let place = MailPlace {
                mailbox: self.mailbox.clone(),
                uid_validity: self.uid_validity,
                uid: size.uid?.into(),
            };
            Some(WaitingMail { place, bytes: size.size?.into() })
        });
        Ok(waiting.collect())
    }

    async fn read(
        &mut self,
        mail: &WaitingMail,
        part: MailPart,
    ) -> Result<Option<Vec<u8>>, InboxError> {
        let query = match part {
            MailPart::Whole => "(UID BODY.PEEK[])",
            MailPart::Headers => "(UID BODY.PEEK[HEADER])",
        };
        let reading = async {
            let read = self.session.uid_fetch(mail.place.uid.to_string(), query).await?;
            read.try_collect::<Vec<_>>().await
        };
        let read = step("reading", reading).await?;
        let read = read.iter().find(|read| read.uid.map(i64::from) == Some(mail.place.uid));
        Ok(read
            .and_then(|read| match part {
                MailPart::Whole => read.body(),
                MailPart::Headers => read.header(),
            })
            .map(<[u8]>::to_vec))
    }

    async fn put_away(&mut self, mail: &WaitingMail) -> Result<(), InboxError> {
        let uid = mail.place.uid.to_string();
        if self.moves {
            return step("moving", self.session.uid_mv(&uid, FOLDER)).await;
        }
        step("copying", self.session.uid_copy(&uid, FOLDER)).await?;
        let deleting = async {
            let marked = self.session.uid_store(&uid, "+FLAGS.SILENT (\\Deleted)").await?;
            marked.try_collect::<Vec<_>>().await.map(drop)
        };
        step("deleting", deleting).await
    }

    async fn close(mut self: Box<Self>) {
        // Everything was read: how the session ends makes no difference.
        let _ = step("logout", self.session.logout()).await;
    }
}

async fn step<T>(
    what: &str,
    taking: impl Future<Output = Result<T, Error>>,
) -> Result<T, InboxError> {
    let failed = |error: &dyn Display| InboxError(format!("{what}: {error}"));
    let late = format!("no answer within {} seconds", STEP.as_secs());
    let outcome = tokio::time::timeout(STEP, taking).await;
    outcome.map_err(|_| failed(&late))?.map_err(|error| failed(&error))
}
