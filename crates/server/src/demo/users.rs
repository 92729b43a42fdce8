//! The users of the invented mailboxes: they receive messages, choose passwords, and renew them or
//! forget to.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

use anyhow::{Context, Result};
use async_trait::async_trait;
use sigillo_app::{
    Accepted, App, Caller, Grant, Mailer, Origin, OutgoingMessage, Undelivered,
    advance_mailbox_passwords, links, mailboxes, outbox, own_mailbox,
};
use sigillo_contract::own_mailbox::{MailboxPasswordChange, PasswordByLink};
use sigillo_domain::id::MailboxId;
use sigillo_domain::message::MessageKind;

use super::PASSWORD;

/// Number of messages delivered at a time.
const LOAD: i64 = 50;

#[derive(Default)]
pub struct Users {
    postman: Postman,
    /// Number of passwords that each mailbox has had.
    passwords: HashMap<String, usize>,
}

/// How a user handles passwords, by the index of their mailbox in the story.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    Renews,
    /// Sets the first one and lets it expire.
    LetsExpire,
    /// Has not set one yet.
    NeverSet,
}

impl Habit {
    pub fn of(place: usize) -> Self {
        match place % 13 {
            4 => Habit::LetsExpire,
            9 => Habit::NeverSet,
            _ => Habit::Renews,
        }
    }
}

impl Users {
    /// Delivers the messages due now and lets the users act on them.
    pub async fn live(&mut self, app: &App, habits: &HashMap<String, Habit>) -> Result<()> {
        advance_mailbox_passwords(app).await?;
        while outbox::deliver(app, &self.postman, LOAD).await? > 0 {}
        for message in self.postman.take() {
            let habit = habits.get(&message.subject_name).copied().unwrap_or(Habit::NeverSet);
            match (message.kind, habit) {
                (
                    MessageKind::SetPassword | MessageKind::Welcome,
                    Habit::Renews | Habit::LetsExpire,
                ) => {
                    self.set(app, &message).await?;
                }
                (MessageKind::PasswordExpiring20, Habit::Renews)
                    if message.recipient == message.subject_name =>
                {
                    self.renew(app, &message.subject_name).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Delivers the messages due now, and returns the token of the link to a contract among them.
    pub async fn contract_link(&mut self, app: &App) -> Result<Option<String>> {
        while outbox::deliver(app, &self.postman, LOAD).await? > 0 {}
        let is_contract = |message: &OutgoingMessage| message.kind == MessageKind::ContractToSign;
        let found = self.postman.take().into_iter().find(is_contract);
        Ok(found.and_then(|message| message.link_token))
    }

    /// Delivers the messages due now, and returns the code among them.
    pub async fn code(&mut self, app: &App) -> Result<String> {
        while outbox::deliver(app, &self.postman, LOAD).await? > 0 {}
        let code = self.postman.take().into_iter().find_map(|message| message.code);
        code.context("the code arrives")
    }

    /// Sets a mailbox's password to the one that the demo prints.
    pub async fn set_printed_password(&mut self, app: &App, mailbox_id: MailboxId) -> Result<()> {
        let grant = Grant::to(Caller::system("demo"))?;
        mailboxes::send_password_reset(app, &grant, mailbox_id).await?;
        while outbox::deliver(app, &self.postman, LOAD).await? > 0 {}
        let messages = self.postman.take();
        let link = messages.into_iter().find_map(|message| message.link_token);
        let token = link.context("the link arrives")?;
        let request = PasswordByLink { token, new_password: PASSWORD.to_owned() };
        Ok(links::set_password(app, &request).await?)
    }

    /// A user who lets it expire has the password that the demo prints.
    async fn set(&mut self, app: &App, message: &OutgoingMessage) -> Result<()> {
        let token = message.link_token.clone().context("a link to set the password")?;
        let new_password = phrase(0);
        self.passwords.insert(message.subject_name.clone(), 1);
        Ok(links::set_password(app, &PasswordByLink { token, new_password }).await?)
    }

    async fn renew(&mut self, app: &App, address: &str) -> Result<()> {
        let number = self.passwords.entry(address.to_owned()).or_default();
        let request = MailboxPasswordChange {
            address: address.to_owned(),
            current_password: phrase(number.saturating_sub(1)),
            new_password: phrase(*number),
        };
        *number += 1;
        let origin = Origin::from(IpAddr::V4(Ipv4Addr::LOCALHOST));
        Ok(own_mailbox::change_password(app, &request, &origin).await?)
    }
}

/// The n-th password of a mailbox.
fn phrase(number: usize) -> String {
    if number == 0 { PASSWORD.to_owned() } else { format!("una frase di prova, la {number}") }
}

/// A mailer that delivers to the users of the story only.
#[derive(Default)]
struct Postman(Mutex<Vec<OutgoingMessage>>);

/// An address where delivery fails, so that the demo has a failed message.
pub const NOBODY: &str = "non.esiste@example.org";

impl Postman {
    fn take(&self) -> Vec<OutgoingMessage> {
        self.0.lock().map(|mut messages| std::mem::take(&mut *messages)).unwrap_or_default()
    }
}

#[async_trait]
impl Mailer for Postman {
    async fn send(&self, message: &OutgoingMessage) -> Result<Accepted, Undelivered> {
        let server = "demo".to_owned();
        if message.recipient == NOBODY {
            let reply = "550 5.1.1 no such user (demo)".to_owned();
            return Err(Undelivered { server, reply, is_final: true });
        }
        if let Ok(mut messages) = self.0.lock() {
            messages.push(message.clone());
        }
        Ok(Accepted { server, reply: "250 2.0.0 accepted (demo)".to_owned() })
    }
}
