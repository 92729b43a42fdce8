//! The panel and the mail host running over one database: what the panel reports is what the mail
//! does.

use std::time::{Duration, Instant};

use serde_json::json;
use sigillo_storage::Db;
use sigillo_testkit::{Engine, PASSWORD};

use crate::clients::{Imap, deliver, sign_in};
use crate::panel::{Panel, block_on};
use crate::site::{DOMAIN, Site, wait};
use crate::smtp::Smtp;

/// The time within which an open session must end.
const SESSION_END_LIMIT: Duration = Duration::from_secs(2);

/// Defines a test that runs with a whole installation on each engine.
macro_rules! live {
    ($(fn $name:ident($site:ident: Site) $body:block)*) => {$(
        mod $name {
            use super::*;

            fn test($site: Site) $body

            #[test]
            fn sqlite() {
                test(Site::on(Engine::Sqlite));
            }

            #[test]
            fn postgres() {
                test(Site::on(Engine::Postgres));
            }
        }
    )*};
}

fn address(name: &str) -> String {
    format!("{name}@{DOMAIN}")
}

/// Changes the database behind the panel's back.
fn tamper(panel: &Panel, sql: &'static str) {
    block_on(async {
        let db = panel.app().await.db;
        match &db {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop),
            Db::Postgres { pool, .. } => sqlx::query(sql).execute(pool).await.map(drop),
        }
        .unwrap();
        db.close().await;
    });
}

impl Site {
    /// Creates a mailbox whose user has set a password.
    pub fn used(&self, name: &str) -> String {
        let id = self.create(name);
        self.set_password(&id, PASSWORD);
        id
    }

    /// Sets a password with the link of the message in the panel's folder.
    fn set_password(&self, id: &str, password: &str) {
        let path = format!("/api/v1/mailboxes/{id}/password-reset");
        assert_eq!(self.server.post(&path).by(&self.operator).send().status, 202);
        let token = wait(|| self.newest_token(id)).expect("a message with a link");
        let body = json!({"token": token, "new_password": password});
        let answer = self.server.post("/api/v1/links/password").json(&body).send();
        assert_eq!(answer.status, 204, "{:?}", answer.body);
    }

    /// The token of the latest message's link, once the message was written.
    fn newest_token(&self, id: &str) -> Option<String> {
        let messages = self.get(&format!("/api/v1/mailboxes/{id}/messages"));
        let latest = messages["items"].as_array()?.iter().find(|message| {
            ["reset_password", "set_password"].iter().any(|kind| message["kind"] == *kind)
        })?;
        if latest["state"] != "sent" {
            return None;
        }
        let name = format!("{}.eml", latest["id"].as_str()?);
        let text = std::fs::read_to_string(self.panel.data().join("outbox").join(name)).ok()?;
        let link = &text[text.find("/mia-casella/")?..];
        let token = link.split('#').nth(1)?.replace("=\r\n", "");
        let token =
            token.split(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).next()?;
        Some(token.to_owned())
    }

    fn kinds_of_messages(&self, id: &str) -> Vec<String> {
        let messages = self.get(&format!("/api/v1/mailboxes/{id}/messages"));
        let messages = messages["items"].as_array().unwrap().clone();
        messages.iter().map(|message| message["kind"].as_str().unwrap().to_owned()).collect()
    }
}

live! {
    fn disabling_ends_an_open_session_and_is_reported_as_applied(site: Site) {
        let id = site.used("protocollo");
        let mut imap = Imap::connect(site.dovecot.imap());
        assert!(imap.sign_in(&address("protocollo"), PASSWORD).starts_with("OK "));
        let asked = Instant::now();
        site.patch(&id, &json!({"state": "disabled"}));
        imap.assert_ended();
        assert!(asked.elapsed() < SESSION_END_LIMIT, "{:?}", asked.elapsed());
        assert_eq!(site.applied(&id)["effect"], "disabled");
        assert!(deliver(site.dovecot.lmtp(), &address("protocollo"), 200).starts_with("451 "));
        site.patch(&id, &json!({"state": "active"}));
        assert_eq!(site.applied(&id)["effect"], "enabled");
        assert!(deliver(site.dovecot.lmtp(), &address("protocollo"), 200).starts_with("250 "));
        assert!(sign_in(site.dovecot.imap(), &address("protocollo"), PASSWORD).starts_with("OK "));
    }

    fn a_new_password_ends_the_sessions_of_the_old_one(site: Site) {
        let id = site.used("protocollo");
        assert_eq!(site.applied(&id)["effect"], "password_set");
        let mut imap = Imap::connect(site.dovecot.imap());
        assert!(imap.sign_in(&address("protocollo"), PASSWORD).starts_with("OK "));
        site.set_password(&id, "cinque parole scelte a caso");
        let asked = Instant::now();
        imap.assert_ended();
        assert!(asked.elapsed() < SESSION_END_LIMIT, "{:?}", asked.elapsed());
        site.applied(&id);
    }

    fn a_password_that_ends_takes_its_sessions_with_it(site: Site) {
        let id = site.used("protocollo");
        site.applied(&id);
        let mut imap = Imap::connect(site.dovecot.imap());
        assert!(imap.sign_in(&address("protocollo"), PASSWORD).starts_with("OK "));
        let site = site.restart(|panel| tamper(panel, "UPDATE mailbox SET password_set_at = '2026-01-01T00:00:00+00:00', password_expires_at = '2026-04-01T00:00:00+00:00', password_step_at = '2026-04-01T00:00:00+00:00'"));
        imap.assert_ended();
        assert_eq!(site.applied(&id)["effect"], "password_expired");
        assert!(sign_in(site.dovecot.imap(), &address("protocollo"), PASSWORD).contains("Password expired"));
        assert!(deliver(site.dovecot.lmtp(), &address("protocollo"), 200).starts_with("250 "));
    }

    fn a_cancelled_mailbox_leaves_nothing_even_with_a_delivery_under_way(site: Site) {
        let id = site.used("protocollo");
        let (lmtp, address) = (site.dovecot.lmtp(), address("protocollo"));
        assert!(deliver(lmtp, &address, 5000).starts_with("250 "));
        assert_eq!(site.dovecot.stores().len(), 1);
        let mut imap = Imap::connect(site.dovecot.imap());
        assert!(imap.sign_in(&address, PASSWORD).starts_with("OK "));
        let mut under_way = Smtp::greeting(lmtp, "LHLO");
        assert!(under_way.address("mittente@example.net", &address, 5000).starts_with("250"));
        site.cancel(&id);
        imap.assert_ended();
        assert_eq!(site.applied(&id)["effect"], "cancelled");
        assert!(site.dovecot.stores().is_empty());
        // A message accepted before is delivered now and recreates the store.
        under_way.hand_over("mittente@example.net", 5000);
        let gone = wait(|| site.dovecot.stores().is_empty().then_some(()));
        assert!(gone.is_some(), "{:?}", site.dovecot.stores());
        assert!(deliver(lmtp, &address, 200).starts_with("550 5.1.1"));
        assert!(sign_in(site.dovecot.imap(), &address, PASSWORD).contains("AUTHENTICATIONFAILED"));
    }

    fn use_is_measured_and_the_soft_limit_notified(site: Site) {
        let id = site.create("protocollo");
        site.patch(&id, &json!({"quota_mb": 2, "soft_limit_mb": 1}));
        for _ in 0..3 {
            assert!(deliver(site.dovecot.lmtp(), &address("protocollo"), 400_000).starts_with("250 "));
        }
        let usage = || {
            let usage = site.get(&format!("/api/v1/mailboxes/{id}/usage"));
            (usage["present"]["messages"] == 3).then_some(usage)
        };
        let usage = wait(usage).expect("a measurement");
        assert!(usage["present"]["inbox_bytes"].as_i64().unwrap() > 1_200_000, "{usage}");
        let warnings = || site.kinds_of_messages(&id).iter().filter(|kind| *kind == "soft_limit_reached").count();
        assert_eq!(wait(|| (warnings() == 2).then_some(2)), Some(2), "to the mailbox and to the communication e-mail");
        let over = site.get("/api/v1/mailboxes?fill=over_soft_limit&sort=-fill");
        assert_eq!(over["items"][0]["local_part"], "protocollo");
    }

    fn a_mail_host_that_is_down_is_normal(site: Site) {
        let mut site = site;
        let id = site.used("protocollo");
        site.applied(&id);
        site.dovecot.stop();
        let asked = Instant::now();
        site.patch(&id, &json!({"state": "disabled"}));
        site.get("/api/v1/mailboxes?count=exact");
        assert!(asked.elapsed() < SESSION_END_LIMIT, "the panel is not held up: {:?}", asked.elapsed());
        let failing = wait(|| Some(site.effect(&id)).filter(|effect| effect["state"] == "failing"));
        assert_eq!(failing.expect("the failure is reported")["trouble"], "unreachable");
        // A measurement that it was about to answer fails in another way; the next one finds nobody.
        let down = wait(|| Some(site.get("/api/v1/mail-host")).filter(|status| status["trouble"] == "unreachable"));
        assert!(!down.expect("the failure is reported")["failing_since"].is_null());
        site.dovecot.start_again();
        site.applied(&id);
        let up = wait(|| Some(site.get("/api/v1/mail-host")).filter(|status| status["failing_since"].is_null()));
        assert!(up.is_some());
    }

    fn the_command_finds_what_is_wrong_and_puts_it_in_order(site: Site) {
        let id = site.used("protocollo");
        site.applied(&id);
        assert!(deliver(site.dovecot.lmtp(), &address("protocollo"), 200).starts_with("250 "));
        let done = site.run(&["mailhost", "check"]);
        assert_eq!((done.code, done.stdout.as_str()), (Some(0), "1 mailboxes, 1 stores: 0 not as they should\n"), "{done:?}");
        // The mailbox's store is missing, and a store of nobody exists.
        let mail = site.dovecot.setup.dir().join("mail");
        wait(|| (!site.get(&format!("/api/v1/mailboxes/{id}/usage"))["present"].is_null()).then_some(()));
        let left_over = mail.join("0f".repeat(16));
        std::fs::rename(mail.join(&site.dovecot.stores()[0]), &left_over).unwrap();
        let site = site.restart(|_| ());
        site.server.get("/api/health").send();
        let done = site.run(&["mailhost", "check"]);
        assert_eq!(done.code, Some(1));
        assert!(done.stdout.contains(&format!("no mailbox: the store {} is left", "0f".repeat(16))), "{done:?}");
        let done = site.run(&["mailhost", "check", "--repair"]);
        assert_eq!(done.code, Some(1), "nothing is destroyed unasked: {done:?}");
        assert!(left_over.exists());
        let done = site.run(&["mailhost", "check", "--repair", "--destroy-orphans"]);
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(!left_over.exists());
        assert_eq!(site.run(&["mailhost", "check"]).code, Some(0));
    }
}
