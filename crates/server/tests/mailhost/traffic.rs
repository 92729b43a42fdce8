//! What is counted is what was received and sent: known messages through a real Postfix and Dovecot, while the panel is
//! killed, both are restarted, and their logs are rotated. A short form; the long one runs with `./just traffic-trial`.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use sigillo_app::{App, Caller, Grant, links, mailboxes, outbox};
use sigillo_contract::mailbox::MailboxCreate;
use sigillo_contract::own_mailbox::PasswordByLink;
use sigillo_domain::id::MailboxId;
use sigillo_storage::mailbox_openings;
use sigillo_storage::mailbox_traffic::{self, Traffic};
use sigillo_testkit::{Engine, PASSWORD, TestMailer};

use crate::dovecot::share;
use crate::http::Session;
use crate::panel::{Panel, Server, block_on};
use crate::postfix_instance::{Postfix, STRANGER};
use crate::site::{DOMAIN, wait_for};
use crate::smtp::Smtp;

const TIMEOUT: Duration = Duration::from_mins(2);
const MAILBOXES: usize = 8;
const SMALL: usize = 400;

/// What is done to whom writes and to whom reads, one after the other.
const DISTURBANCES: [Disturbance; 8] = [
    Disturbance::KillPanel,
    Disturbance::RestartDovecot,
    Disturbance::RotateDovecotLog,
    Disturbance::StartPanel,
    Disturbance::RestartPostfix,
    Disturbance::RotatePostfixLog,
    Disturbance::RotateBothUnread,
    Disturbance::StartPanel,
];

#[derive(Debug, Clone, Copy)]
enum Disturbance {
    KillPanel,
    StartPanel,
    RestartDovecot,
    RestartPostfix,
    RotateDovecotLog,
    RotatePostfixLog,
    /// The panel is killed before.
    RotateBothUnread,
}

struct Trial {
    panel: Panel,
    server: Option<Server>,
    postfix: Postfix,
    mailboxes: Vec<(MailboxId, String)>,
    random: StdRng,
    /// What was accepted, by address.
    expected: BTreeMap<String, Traffic>,
    /// Who has signed in to read.
    opened: Vec<String>,
    rotations: usize,
}

/// Creates mailboxes with passwords.
async fn create_mailboxes(app: &App) -> Vec<(MailboxId, String)> {
    let mailer = TestMailer::default();
    let mut made = vec![];
    for number in 0..MAILBOXES {
        let request = MailboxCreate {
            domain: DOMAIN.into(),
            local_part: format!("casella{number}"),
            communication_email: format!("utente{number}@example.org"),
            ..MailboxCreate::default()
        };
        let grant = Grant::to(Caller::system("trial")).unwrap();
        let mailbox = mailboxes::create(app, &grant, &request).await.unwrap();
        let grant = Grant::to(Caller::system("trial")).unwrap();
        let sent = mailboxes::send_password_reset(app, &grant, mailbox.id).await.unwrap();
        while outbox::deliver(app, &mailer, 10).await.unwrap() > 0 {}
        let message = mailer.take().into_iter().find(|message| message.id == sent.id).unwrap();
        let token = message.link_token.unwrap();
        let request = PasswordByLink { token, new_password: PASSWORD.to_owned() };
        links::set_password(app, &request).await.unwrap();
        made.push((mailbox.id, mailbox.address));
    }
    made
}

impl Trial {
    /// None where Postfix cannot run.
    fn on(engine: Engine) -> Option<Self> {
        let panel = Panel::on(engine);
        panel.create_organization();
        let mailboxes = block_on(async {
            let app = panel.app().await;
            let mailboxes = create_mailboxes(&app).await;
            app.db.close().await;
            mailboxes
        });
        let postfix = block_on(Postfix::over_database(&panel.database.url))?;
        let random = StdRng::seed_from_u64(19);
        let (expected, opened) = (BTreeMap::new(), vec![]);
        let mut trial = Self {
            panel,
            server: None,
            postfix,
            mailboxes,
            random,
            expected,
            opened,
            rotations: 0,
        };
        trial.start_panel();
        let both =
            wait_for(TIMEOUT, || (trial.status()["logs"].as_array()?.len() == 2).then_some(()));
        assert!(both.is_some(), "{}", trial.status());
        Some(trial)
    }

    fn start_panel(&mut self) {
        let dir = self.postfix.dovecot.setup.dir();
        let mut command = self.panel.command(&["serve"]);
        // What `mailhost config` has written for the panel.
        let environment = std::fs::read_to_string(dir.join("panel.env")).unwrap();
        command.envs(environment.lines().filter_map(|line| line.split_once('=')));
        self.server = Some(Server::start(command));
        share(&self.panel.database.url);
    }

    fn status(&self) -> Value {
        let server = self.server.as_ref().unwrap();
        let operator: Session = server.session("gestore");
        server.get("/api/v1/mail-host").by(&operator).send().body
    }

    fn disturb(&mut self, how: Disturbance) {
        self.rotations += 1;
        let renamed = |log: &str| format!("{log}.{}", self.rotations);
        let (of_dovecot, of_postfix) = (renamed("dovecot.log"), renamed("postfix.log"));
        match how {
            Disturbance::KillPanel => self.server = None,
            Disturbance::StartPanel => self.start_panel(),
            Disturbance::RestartDovecot => {
                self.postfix.dovecot.stop();
                self.postfix.dovecot.start_again();
            }
            Disturbance::RestartPostfix => self.postfix.restart(),
            Disturbance::RotateDovecotLog => self.postfix.dovecot.rotate_log(&of_dovecot),
            Disturbance::RotatePostfixLog => self.postfix.rotate_log(&of_postfix),
            Disturbance::RotateBothUnread => {
                self.server = None;
                self.postfix.dovecot.rotate_log(&of_dovecot);
                self.postfix.rotate_log(&of_postfix);
            }
        }
    }

    fn somebody(&mut self) -> String {
        self.mailboxes.choose(&mut self.random).unwrap().1.clone()
    }

    /// One to three different recipients, of whom some are elsewhere.
    fn recipients(&mut self) -> Vec<String> {
        let mut recipients = vec![];
        for number in 0..self.random.random_range(1..=3) {
            let elsewhere = self.random.random_bool(0.2);
            recipients.push(if elsewhere {
                format!("altri{number}@example.net")
            } else {
                self.somebody()
            });
        }
        recipients.sort();
        recipients.dedup();
        recipients
    }

    /// A connection of a user who has signed in.
    fn submission(&mut self, sender: &str) -> Smtp {
        let mut smtp = self.postfix.submission();
        let reply = smtp.sign_in(sender, PASSWORD);
        assert!(reply.starts_with("235 "), "{reply}");
        smtp
    }

    /// Does one thing that is counted, or is not.
    fn act(&mut self) {
        match self.random.random_range(0..20) {
            0..10 => {
                let (sender, recipients) = (self.somebody(), self.recipients());
                let mut smtp = self.submission(&sender);
                self.send(&mut smtp, &sender, &recipients);
                self.expected.entry(sender).or_default().sent += 1;
            }
            10..16 => {
                let recipients = self.recipients();
                let known =
                    recipients.into_iter().filter(|it| it.ends_with(DOMAIN)).collect::<Vec<_>>();
                if !known.is_empty() {
                    let mut smtp = Smtp::connect(self.postfix.smtp);
                    self.send(&mut smtp, STRANGER, &known);
                }
            }
            16 => {
                let reply = self.postfix.receive("nessuno@pec.example.it", SMALL);
                assert!(reply.starts_with("550 "), "{reply}");
            }
            17 => {
                // A message that is never finished.
                let (sender, recipient) = (self.somebody(), self.somebody());
                let mut smtp = self.submission(&sender);
                assert!(smtp.address(&sender, &recipient, SMALL).starts_with("250"));
            }
            18 => {
                let sender = self.somebody();
                assert!(self.postfix.sign_in(&sender, "un'altra").starts_with("535 "));
            }
            _ => {
                let reader = self.somebody();
                assert!(self.postfix.imap().sign_in(&reader, PASSWORD).starts_with("OK "));
                self.opened.push(reader);
            }
        }
    }

    fn send(&mut self, smtp: &mut Smtp, sender: &str, recipients: &[String]) {
        assert!(smtp.ask(&format!("MAIL FROM:<{sender}>")).starts_with("250"));
        for recipient in recipients {
            let reply = smtp.ask(&format!("RCPT TO:<{recipient}>"));
            assert!(reply.starts_with("250"), "{reply}");
            if recipient.ends_with(DOMAIN) {
                self.expected.entry(recipient.clone()).or_default().received += 1;
            }
        }
        let reply = smtp.hand_over(sender, SMALL);
        assert!(reply.starts_with("250"), "{reply}");
    }

    /// What is counted, by address.
    fn counted(&self) -> BTreeMap<String, Traffic> {
        block_on(async {
            let app = self.panel.app().await;
            let mut on = app.db.read().await.unwrap();
            let today = app.clock.now().date_naive();
            let days: [NaiveDate; 2] = [today - TimeDelta::days(2), today + TimeDelta::days(2)];
            let mut counted = BTreeMap::new();
            for (id, address) in &self.mailboxes {
                let traffic =
                    mailbox_traffic::of_mailbox(&mut on, *id, days[0], days[1]).await.unwrap();
                counted.insert(address.clone(), traffic);
            }
            drop(on);
            let wrong = mailbox_traffic::check(&app.db, false).await.unwrap();
            assert_eq!(wrong, None, "the sums of the domains");
            app.db.close().await;
            counted
        })
    }

    /// The addresses of the mailboxes that were opened, so far as the panel knows.
    fn known_as_opened(&self) -> Vec<String> {
        block_on(async {
            let app = self.panel.app().await;
            let mut on = app.db.read().await.unwrap();
            let mut opened = vec![];
            for (id, address) in &self.mailboxes {
                if mailbox_openings::last_opened(&mut on, *id).await.unwrap().is_some() {
                    opened.push(address.clone());
                }
            }
            drop(on);
            app.db.close().await;
            opened
        })
    }

    /// Waits until everything is delivered and counted, and compares.
    fn assert_exact(&mut self, engine: Engine) {
        if self.server.is_none() {
            self.start_panel();
        }
        let delivered = wait_for(TIMEOUT, || {
            self.postfix.flush();
            self.postfix.has_delivered_all().then_some(())
        });
        assert!(delivered.is_some(), "messages are left in the queue");
        let counted = self.settled();
        self.opened.sort();
        self.opened.dedup();
        assert_eq!(self.known_as_opened(), self.opened);
        let stored = self.stored();
        let sum = |of: &BTreeMap<String, Traffic>| {
            of.values().fold(Traffic::default(), |mut sum, traffic| {
                sum += *traffic;
                sum
            })
        };
        let again = sum(&stored).received - sum(&self.expected).received;
        println!(
            "{engine:?}: {:?} accepted, {:?} counted; Postfix has delivered {again} once more",
            sum(&self.expected),
            sum(&counted)
        );
        assert_eq!(counted, stored);
        for (address, traffic) in &self.expected {
            // A server that is killed before it hears that a message was stored hands it over once more.
            assert!(stored[address].received >= traffic.received, "{address}");
        }
        let logs = self.status()["logs"].clone();
        for log in logs.as_array().unwrap() {
            assert_eq!((&log["unreadable_lines"], &log["gaps"]), (&0.into(), &0.into()), "{logs}");
        }
    }

    /// What is counted, once it does not change any more.
    fn settled(&self) -> BTreeMap<String, Traffic> {
        let is_all = |counted: &BTreeMap<String, Traffic>| {
            self.expected.iter().all(|(address, traffic)| {
                let found = counted[address];
                found.received >= traffic.received && found.sent >= traffic.sent
            })
        };
        wait_for(TIMEOUT, || is_all(&self.counted()).then_some(()));
        let mut counted = self.counted();
        let mut unchanged = 0;
        let settled = wait_for(TIMEOUT, || {
            std::thread::sleep(Duration::from_secs(1));
            let before = std::mem::replace(&mut counted, self.counted());
            unchanged = if before == counted { unchanged + 1 } else { 0 };
            // Longer than a renamed log is left open.
            (unchanged > 6).then_some(())
        });
        assert!(settled.is_some(), "it is still counting");
        counted
    }

    /// What is there in truth: the messages in the mailboxes, and those that were taken from their users.
    fn stored(&self) -> BTreeMap<String, Traffic> {
        let mut stored = BTreeMap::new();
        for (_, address) in &self.mailboxes {
            let mut imap = self.postfix.imap();
            assert!(imap.sign_in(address, PASSWORD).starts_with("OK "));
            let received = i64::try_from(imap.messages("INBOX")).unwrap();
            let sent = self.expected.get(address).map_or(0, |traffic| traffic.sent);
            stored.insert(address.clone(), Traffic { received, sent });
        }
        stored
    }
}

/// Lets messages pass until this many were accepted, with a disturbance after every `between`.
fn known_traffic(engine: Engine, messages: usize, between: usize) {
    let Some(mut trial) = Trial::on(engine) else { return };
    let mut disturbances = DISTURBANCES.iter().cycle();
    for number in 1..=messages {
        trial.act();
        if number % between == 0 {
            trial.disturb(*disturbances.next().unwrap());
        }
    }
    trial.assert_exact(engine);
}

#[test]
fn what_is_counted_is_what_was_sent_and_received_sqlite() {
    known_traffic(Engine::Sqlite, 64, 7);
}

#[test]
fn what_is_counted_is_what_was_sent_and_received_postgres() {
    known_traffic(Engine::Postgres, 64, 7);
}

#[test]
#[ignore = "some minutes: `./just traffic-trial`"]
fn traffic_trial_of_a_thousand_messages_sqlite() {
    known_traffic(Engine::Sqlite, 1300, 40);
}

#[test]
#[ignore = "some minutes: `./just traffic-trial`"]
fn traffic_trial_of_a_thousand_messages_postgres() {
    known_traffic(Engine::Postgres, 1300, 40);
}
