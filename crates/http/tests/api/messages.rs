//! Messages to people: their delivery, and sending them again.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::outbox;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::message::MessageKind;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

async fn setting(app: &TestApp) -> (Mailbox, Account) {
    app.domain(DOMAIN).await;
    let mailbox = app.mailbox(DOMAIN, "protocollo").await;
    (mailbox, app.operator("rosa").await)
}

async fn messages(app: &TestApp, rosa: &Account, mailbox: &Mailbox) -> Vec<Value> {
    let path = format!("/api/v1/mailboxes/{}/messages", mailbox.id);
    app.get(&path).by(rosa).expect(200).await.body["items"].as_array().unwrap().clone()
}

async fn deliver(app: &TestApp) -> usize {
    outbox::deliver(&app.app, &app.mailer, 10).await.unwrap()
}

on_both_engines! {
    async fn a_sent_message_names_the_server_that_accepted_it(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        assert_eq!(messages(&app, &rosa, &mailbox).await[0]["state"], "queued");
        app.clock.advance(TimeDelta::seconds(2));
        app.work().await;
        let message = &messages(&app, &rosa, &mailbox).await[0];
        assert_eq!((&message["state"], &message["attempts"]), (&json!("sent"), &json!(1)));
        assert_eq!(message["server"], "mail.example.net:25");
        assert_eq!(message["reply"], "250 2.0.0 Ok");
        assert_eq!(message["next_attempt_at"], Value::Null);
    }

    async fn temporary_refusals_are_retried_for_two_days(app: TestApp) {
        let (mailbox, mut rosa) = setting(&app).await;
        let begun = app.app.clock.now();
        let mut attempts = 0;
        while messages(&app, &rosa, &mailbox).await[0]["state"] == "queued" {
            app.mailer.refuse_next("451 4.3.0 try later", false);
            attempts += deliver(&app).await;
            app.clock.advance(TimeDelta::minutes(5));
            rosa = app.sign_in("rosa").await;
        }
        let given_up = app.app.clock.now() - begun;
        assert!((TimeDelta::hours(45)..TimeDelta::hours(48)).contains(&given_up), "{given_up}");
        let message = &messages(&app, &rosa, &mailbox).await[0];
        assert_eq!((&message["state"], &message["reply"]), (&json!("failed"), &json!("451 4.3.0 try later")));
        assert_eq!(message["attempts"], attempts);
        assert!((20..40).contains(&attempts), "{attempts}");
    }

    async fn a_permanently_refused_message_can_be_sent_again_with_a_working_link(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        app.mailer.refuse_next("550 5.1.1 no such user", true);
        app.work().await;
        let failed = messages(&app, &rosa, &mailbox).await.remove(0);
        assert_eq!((&failed["state"], &failed["reply"]), (&json!("failed"), &json!("550 5.1.1 no such user")));
        app.clock.advance(TimeDelta::days(5));
        let path = format!("/api/v1/messages/{}/resend", failed["id"].as_str().unwrap());
        let again = app.post(&path).by(&app.sign_in("rosa").await).expect(202).await.body;
        assert_eq!((&again["id"], &again["state"], &again["attempts"]), (&failed["id"], &json!("queued"), &json!(0)));
        let letters = app.work().await;
        assert_eq!(json!(letters[0].id), failed["id"], "the same Message-ID");
        app.set_password(letters[0].link_token.as_ref().unwrap(), "quattro parole a caso").await;
        // A message that was sent cannot be sent again.
        let refused = app.post(&path).by(&app.sign_in("rosa").await).expect(409).await;
        assert_eq!(refused.code(), "not_in_this_state");
    }

    async fn any_reply_of_a_server_can_be_stored(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        app.mailer.refuse_next("550 a\0b \u{1F4EE}", true);
        app.work().await;
        let failed = messages(&app, &rosa, &mailbox).await.remove(0);
        assert_eq!(failed["reply"], "550 a\u{FFFD}b \u{1F4EE}");
    }

    async fn a_message_with_a_replaced_link_cannot_be_sent_again(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        app.mailer.refuse_next("550 5.1.1 no such user", true);
        app.work().await;
        let failed = messages(&app, &rosa, &mailbox).await.remove(0);
        app.password_link(mailbox.id).await;
        let path = format!("/api/v1/messages/{}/resend", failed["id"].as_str().unwrap());
        app.post(&path).by(&rosa).expect(409).await;
    }

    async fn every_token_of_a_retried_message_opens_the_link(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        // The message is sent, but the worker dies before it can record that, and the lease
        // expires.
        let lost = sigillo_testkit::TestMailer::default();
        let forgetful = Forgetful(&lost);
        let first = outbox::deliver(&app.app, &forgetful, 10);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(300), first).await.is_err());
        assert_eq!(deliver(&app).await, 0, "no worker takes it while the lease is valid");
        app.clock.advance(TimeDelta::minutes(2));
        assert_eq!(deliver(&app).await, 1);
        let (first, second) = (lost.take().remove(0), app.mailer.take().remove(0));
        assert_eq!((first.id, first.written_at), (second.id, second.written_at));
        assert_ne!(first.link_token, second.link_token);
        for letter in [&first, &second] {
            let body = json!({"token": letter.link_token});
            app.post("/api/v1/links/check").json(&body).expect(200).await;
        }
        assert_eq!(messages(&app, &rosa, &mailbox).await[0]["attempts"], 2);
    }

    async fn a_worker_without_the_lease_cannot_record_an_outcome(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        assert_eq!(outbox::deliver(&app.app, &Overtaken(&app), 10).await.unwrap(), 1);
        assert_eq!(messages(&app, &rosa, &mailbox).await[0]["state"], "sent");
    }

    async fn concurrent_workers_send_each_message_once(app: TestApp) {
        app.domain(DOMAIN).await;
        for n in 0..40 {
            app.mailbox(DOMAIN, &format!("casella{n}")).await;
        }
        let workers = (0..8).map(|_| async {
            while outbox::deliver(&app.app, &app.mailer, 3).await.unwrap() > 0 {}
        });
        futures_util::future::join_all(workers.collect::<Vec<_>>()).await;
        let mut ids: Vec<_> = app.mailer.take().into_iter().map(|letter| letter.id).collect();
        ids.sort();
        let sent = ids.len();
        ids.dedup();
        assert_eq!((sent, ids.len()), (40, 40));
    }

    async fn every_change_of_state_notifies_the_communication_email(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        app.work().await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let mut told = vec![];
        for state in ["disabled", "active"] {
            app.patch(&path).by(&rosa).json(&json!({"state": state})).expect(200).await;
            told.extend(app.work().await);
        }
        app.delete(&path).by(&rosa).expect(200).await;
        told.extend(app.work().await);
        let told: Vec<_> = told.iter().map(|letter| (letter.kind, letter.recipient.as_str())).collect();
        assert_eq!(told, [
            (MessageKind::MailboxDisabled, "protocollo@example.org"),
            (MessageKind::MailboxEnabled, "protocollo@example.org"),
            (MessageKind::MailboxCancelled, "protocollo@example.org"),
        ]);
    }

    async fn lowering_the_soft_limit_below_the_use_warns_the_user_once(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        app.tamper("UPDATE mailbox SET used_bytes = 524288000").await;
        app.work().await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let mut told = vec![];
        for quota in [700, 600, 620, 2000, 600] {
            app.patch(&path).by(&rosa).json(&json!({"quota_mb": quota})).expect(200).await;
            told.push(app.work().await.iter().filter(|letter| letter.kind == MessageKind::SoftLimitReached).count());
        }
        assert_eq!(told, [0, 2, 0, 0, 2]);
    }

    async fn messages_are_paged_newest_first(app: TestApp) {
        let (mailbox, rosa) = setting(&app).await;
        for _ in 0..4 {
            app.clock.advance(TimeDelta::seconds(1));
            app.password_link(mailbox.id).await;
        }
        let mut path = Some(format!("/api/v1/mailboxes/{}/messages?limit=2", mailbox.id));
        let mut ids = vec![];
        while let Some(page) = path {
            let answer = app.get(&page).by(&rosa).expect(200).await;
            ids.extend(answer.body["items"].as_array().unwrap().iter().map(|m| m["id"].as_str().unwrap().to_owned()));
            path = answer.next_page();
        }
        assert_eq!(ids.len(), 5);
        assert!(ids.windows(2).all(|pair| pair[0] > pair[1]));
    }
}

/// Sends the message and never returns.
struct Forgetful<'a>(&'a sigillo_testkit::TestMailer);

#[async_trait::async_trait]
impl sigillo_app::Mailer for Forgetful<'_> {
    async fn send(
        &self,
        letter: &sigillo_app::OutgoingMessage,
    ) -> Result<sigillo_app::Accepted, sigillo_app::Undelivered> {
        self.0.send(letter).await?;
        std::future::pending().await
    }
}

/// Takes so long that another worker sends the message meanwhile, and then reports a refusal.
struct Overtaken<'a>(&'a TestApp);

#[async_trait::async_trait]
impl sigillo_app::Mailer for Overtaken<'_> {
    async fn send(
        &self,
        _: &sigillo_app::OutgoingMessage,
    ) -> Result<sigillo_app::Accepted, sigillo_app::Undelivered> {
        self.0.clock.advance(TimeDelta::minutes(2));
        assert_eq!(deliver(self.0).await, 1);
        let (server, reply) = ("mail.example.net:25".into(), "550 5.1.1 no such user".into());
        Err(sigillo_app::Undelivered { server, reply, is_final: true })
    }
}
