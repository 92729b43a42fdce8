//! Delivery: a marked message is submitted, found in the canary over IMAP, and deleted.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use lettre::Message;
use lettre::message::{Mailbox as Address, header::ContentType};
use sigillo_app::ServiceProbe;
use sigillo_domain::sla::{Failure, OutageCause, SlaComponent};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::imap::{ImapProbe, Session, wrong};
use super::submission::SubmissionProbe;
use super::{failure, step};

/// How long a message may take. Whoever probes waits longer, so that this is the reason that is seen.
const ARRIVES_WITHIN: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// The beginning of the subject of each marked message.
const SUBJECT: &str = "Sigillo probe";

pub struct DeliveryProbe {
    submission: SubmissionProbe,
    inbox: ImapProbe,
    sender: Address,
    recipient: Address,
}

impl DeliveryProbe {
    /// Sends as the user of `submission`, who may only send as themselves, to that of `inbox`. Both must be addresses.
    pub fn new(submission: SubmissionProbe, inbox: ImapProbe) -> Result<Self, String> {
        let address = |text: &str| -> Result<Address, String> {
            let address =
                text.parse().map_err(|_| "its user is not an address of the mail host")?;
            Ok(Address::new(None, address))
        };
        let (sender, recipient) = (address(submission.user())?, address(inbox.user())?);
        Ok(Self { submission, inbox, sender, recipient })
    }

    fn message(&self, mark: Uuid) -> Result<Message, Failure> {
        let message = Message::builder()
            .from(self.sender.clone())
            .to(self.recipient.clone())
            .subject(format!("{SUBJECT} {mark}"))
            .header(ContentType::TEXT_PLAIN)
            .body(
                "This message measures the delivery of mail, and is deleted when it arrives.\r\n"
                    .to_owned(),
            );
        message.map_err(|error| failure(OutageCause::WrongAnswer, error))
    }
}

#[async_trait]
impl ServiceProbe for DeliveryProbe {
    fn component(&self) -> SlaComponent {
        SlaComponent::Delivery
    }

    async fn probe(&self, mark: Uuid) -> Result<(), Failure> {
        let message = self.message(mark)?;
        self.submission.send(message.envelope(), &message.formatted()).await?;
        let give_up = Instant::now() + ARRIVES_WITHIN;
        let (mut session, _) = self.inbox.open().await?;
        while !arrived(&mut session, mark).await? {
            if Instant::now() >= give_up {
                let evidence =
                    format!("not there {} seconds after it was taken", ARRIVES_WITHIN.as_secs());
                return Err(failure(OutageCause::NotDelivered, evidence));
            }
            sleep(LOOK_AGAIN).await;
            step("NOOP", session.noop(), wrong).await?;
        }
        clear(&mut session).await?;
        let _ = step("logout", session.logout(), wrong).await;
        Ok(())
    }
}

async fn arrived(session: &mut Session, mark: Uuid) -> Result<bool, Failure> {
    let found = session.uid_search(format!("SUBJECT \"{SUBJECT} {mark}\""));
    Ok(!step("looking for it", found, wrong).await?.is_empty())
}

/// Deletes every marked message, also those that came too late for their probe.
async fn clear(session: &mut Session) -> Result<(), Failure> {
    let found = session.uid_search(format!("SUBJECT \"{SUBJECT}\""));
    let found = step("looking for all", found, wrong).await?;
    let uids: Vec<_> = found.iter().map(ToString::to_string).collect();
    if uids.is_empty() {
        return Ok(());
    }
    let uids = uids.join(",");
    let deleting = async {
        let marked = session.uid_store(&uids, "+FLAGS.SILENT (\\Deleted)").await?;
        marked.try_collect::<Vec<_>>().await?;
        let gone = session.expunge().await?;
        gone.try_collect::<Vec<_>>().await.map(drop)
    };
    step("deleting it", deleting, wrong).await
}
