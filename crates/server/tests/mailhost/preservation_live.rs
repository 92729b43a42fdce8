//! Preservation with the panel and the mail host running: what is delivered is stored within a minute, and a cancelled
//! mailbox is destroyed only after it was read.

use std::time::Instant;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use serde_json::json;
use sigillo_storage::Db;
use sigillo_testkit::Engine;

use crate::clients::{Imap, deliver_text};
use crate::panel::{Panel, block_on};
use crate::preservation::receipt;
use crate::site::{DOMAIN, Site, wait};
use sigillo_testkit::PASSWORD;

/// A stored receipt, with its content and the seconds since 1970 at which it was stored.
pub struct Stored {
    pub content: Vec<u8>,
    pub seconds: f64,
    /// What was found of its signature.
    pub signature: String,
}

/// The seconds since 1970.
pub fn seconds(at: DateTime<Utc>) -> f64 {
    at.signed_duration_since(DateTime::UNIX_EPOCH).as_seconds_f64()
}

/// The number of stored receipts.
pub fn count(panel: &Panel) -> i64 {
    block_on(async {
        let db = Db::open(&panel.database.url).await.unwrap();
        let sql = "SELECT COUNT(*) FROM receipt";
        let count = match &db {
            Db::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await,
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await,
        };
        db.close().await;
        count.unwrap()
    })
}

/// Everything that is stored.
pub fn stored(panel: &Panel) -> Vec<Stored> {
    block_on(async {
        let app = panel.app().await;
        let rows: Vec<(String, DateTime<Utc>, String)> = {
            let sql = "SELECT o.key, r.stored_at, r.signature_report FROM receipt r JOIN stored_object o ON o.sha256 = r.sha256";
            match &app.db {
                Db::Sqlite { writer, .. } => sqlx::query_as(sql).fetch_all(writer).await,
                Db::Postgres { pool, .. } => sqlx::query_as(sql).fetch_all(pool).await,
            }
            .unwrap()
        };
        let mut stored = vec![];
        for (key, at, signature) in rows {
            let content: Vec<_> =
                app.objects.read(&key, 0).await.unwrap().try_collect().await.unwrap();
            let seconds = seconds(at);
            stored.push(Stored { content: content.concat(), seconds, signature });
        }
        app.db.close().await;
        stored
    })
}

fn cancelled_mailbox_is_read_before_it_is_destroyed(engine: Engine) {
    let mut site = Site::on(engine);
    site.allow_preservation();
    let id = site.used("protocollo");
    site.patch(&id, &json!({"preservation": true}));
    let address = format!("protocollo@{DOMAIN}");
    let (one, two) = (receipt(1), receipt(2));
    let asked = Instant::now();
    deliver_text(site.dovecot.lmtp(), &address, &one);
    let mut user = Imap::connect(site.dovecot.imap());
    assert!(user.sign_in(&address, PASSWORD).starts_with("OK "));
    user.ask("SELECT INBOX");
    user.ask("STORE 1 +FLAGS (\\Deleted)");
    user.ask("EXPUNGE");
    assert!(wait(|| (count(&site.panel) == 1).then_some(())).is_some(), "it is stored");
    println!("{engine:?}: stored {:.1} s after its delivery", asked.elapsed().as_secs_f64());
    let status = site.get("/api/v1/mail-host")["preservation"].clone();
    assert_eq!((&status["configured"], &status["mailboxes"]), (&json!(true), &json!(1)));
    assert_eq!((&status["stored_last_day"], &status["failing"]), (&json!(1), &json!(0)));
    // The panel's own sign-ins are not its user's.
    let usage = site.get(&format!("/api/v1/mailboxes/{id}/usage"));
    assert_eq!(usage["present"]["used_bytes"].as_i64().unwrap_or(0), 0, "{usage}");

    // What is delivered right before the cancellation is stored, and then destroyed there.
    deliver_text(site.dovecot.lmtp(), &address, &two);
    site.cancel(&id);
    assert_eq!(site.applied(&id)["effect"], "cancelled");
    let found = stored(&site.panel);
    assert_eq!(found.len(), 2);
    for mail in [&one, &two] {
        assert!(found.iter().any(|stored| stored.content.ends_with(mail.as_bytes())));
    }
    let gone = wait(|| site.dovecot.stores().is_empty().then_some(()));
    assert!(gone.is_some(), "{:?}", site.dovecot.stores());

    // Where no server reads mailboxes, nothing is destroyed, and the reason is told.
    let id = site.used("ufficio");
    site.patch(&id, &json!({"preservation": true}));
    deliver_text(site.dovecot.lmtp(), &format!("ufficio@{DOMAIN}"), &receipt(3));
    site.serve_without_preservation();
    site.cancel(&id);
    let waiting = wait(|| {
        let effect = site.effect(&id);
        (effect["trouble"] == "not_preserved").then_some(effect)
    });
    let waiting = waiting.unwrap_or_else(|| panic!("{}", site.effect(&id)));
    assert!(waiting["detail"].as_str().unwrap().contains("SIGILLO_PRESERVATION_IMAP_URL"));
    assert_eq!(site.dovecot.stores().len(), 1);
    site.kill_server();
    site.applied(&id);
    assert_eq!(count(&site.panel), 3);
}

#[test]
fn a_cancelled_mailbox_is_read_before_it_is_destroyed_sqlite() {
    cancelled_mailbox_is_read_before_it_is_destroyed(Engine::Sqlite);
}

#[test]
fn a_cancelled_mailbox_is_read_before_it_is_destroyed_postgres() {
    cancelled_mailbox_is_read_before_it_is_destroyed(Engine::Postgres);
}
