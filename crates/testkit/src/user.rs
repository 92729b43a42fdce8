//! The users of mailboxes: their messages, their links, their sessions.

use std::net::{IpAddr, Ipv4Addr};

use sigillo_app::{
    Origin, OutgoingMessage, advance_mailbox_passwords, links, mailboxes, outbox, own_mailbox,
};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::own_mailbox::{MailboxCredentials, PasswordByLink};
use sigillo_domain::id::{MailboxId, MessageId};
use sigillo_domain::message::MessageKind;
use sigillo_storage::messages::Filter;

use crate::build::grant;
use crate::{PASSWORD, TestApp};

/// The user of a mailbox, with a session.
#[derive(Debug, Clone)]
pub struct User {
    pub token: String,
}

impl TestApp {
    /// Runs all work that is due now; returns the messages that were sent.
    pub async fn work(&self) -> Vec<OutgoingMessage> {
        links::answer_requests(&self.app).await.expect("the requests are answered");
        advance_mailbox_passwords(&self.app).await.expect("the passwords are looked at");
        while outbox::deliver(&self.app, &self.mailer, 10).await.expect("a delivery") > 0 {}
        self.mailer.take()
    }

    /// The token of the newest link that sets a mailbox's password.
    pub async fn password_link(&self, mailbox_id: MailboxId) -> String {
        let sent = mailboxes::send_password_reset(&self.app, &grant(), mailbox_id).await;
        let id = sent.expect("a link is sent").id;
        let sent = self.work().await;
        let message = sent.into_iter().find(|message| message.id == id).expect("it arrives");
        message.link_token.expect("a link")
    }

    /// Creates a mailbox whose user has set the password.
    pub async fn used_mailbox(&self, domain: &str, local_part: &str) -> Mailbox {
        let mailbox = self.mailbox(domain, local_part).await;
        let token = self.password_link(mailbox.id).await;
        self.set_password(&token, PASSWORD).await;
        mailbox
    }

    pub async fn set_password(&self, token: &str, password: &str) {
        let request = PasswordByLink { token: token.to_owned(), new_password: password.to_owned() };
        links::set_password(&self.app, &request).await.expect("the password is set");
    }

    /// Signs in a mailbox's user.
    pub async fn user(&self, address: &str) -> User {
        let credentials =
            MailboxCredentials { address: address.to_owned(), password: PASSWORD.to_owned() };
        let origin = Origin::from(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let opened =
            own_mailbox::sign_in(&self.app, &credentials, &origin).await.expect("a session");
        User { token: opened.token }
    }

    /// Creates a mailbox whose message is permanently refused by the mail server.
    pub async fn failed_message(&self, domain: &str, local_part: &str) -> MessageId {
        self.work().await;
        let mailbox = self.mailbox(domain, local_part).await;
        self.mailer.refuse_next("550 5.1.1 no such user", true);
        self.work().await;
        let mut on = self.app.db.read().await.expect("a connection");
        let subject = mailbox.id.subject();
        let all = Filter::default();
        let messages = sigillo_storage::messages::list(&mut on, subject, &all, None, 1).await;
        let message = messages.expect("the messages").pop().expect("one");
        assert_eq!(message.kind, MessageKind::SetPassword);
        message.id
    }
}
