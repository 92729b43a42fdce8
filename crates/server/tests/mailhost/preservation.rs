//! Receipts go from a real Dovecot into the store, byte for byte and each once, whatever the user does.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::preserved_mail::MasterImap;
use sigillo_app::preservation::ingest::read_due;
use sigillo_app::{App, Caller, Clock, Grant, Preservation, domains};
use sigillo_contract::domain::DomainPatch;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};
use sigillo_testkit::{PASSWORD, TestApp, on_both_engines};

use crate::clients::{Imap, deliver_text};
use crate::directory::{ADDRESS, DOMAIN, panel, update};
use crate::dovecot::Dovecot;

/// A receipt without a signature: what is proven here is its way.
pub fn receipt(number: usize) -> String {
    let body =
        (0..30).map(|line| format!(".{number} riga {line}\r\n")).collect::<Vec<_>>().concat();
    format!(
        "X-Ricevuta: avvenuta-consegna\r\nMessage-ID: <ricevuta{number}@gestore.example.it>\r\n\
         Subject: CONSEGNA: prova {number}\r\n\r\n{body}"
    )
}

/// A panel that reads a mailbox of a real Dovecot.
struct Preserved {
    app: TestApp,
    dovecot: Dovecot,
    mailbox: Mailbox,
}

impl Preserved {
    async fn on(mut app: TestApp) -> Self {
        panel(&mut app).await;
        allow(&app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        let dovecot = Dovecot::over(&app).await;
        app.app.preservation = Some(preservation(&dovecot));
        let preserved = Self { app, dovecot, mailbox };
        preserved.switch(true).await;
        preserved
    }

    async fn switch(&self, on: bool) {
        self.app.clock.set(SystemClock.now());
        let patch = MailboxPatch { preservation: Some(on), ..MailboxPatch::default() };
        update(&self.app, self.mailbox.id, patch).await;
    }

    fn deliver(&self, message: &str) {
        deliver_text(self.dovecot.lmtp(), ADDRESS, message);
    }

    fn user(&self) -> Imap {
        let mut imap = Imap::connect(self.dovecot.imap());
        assert!(imap.sign_in(ADDRESS, PASSWORD).starts_with("OK "));
        imap
    }

    /// Reads what is due a while later.
    async fn read(&self) {
        read_later(&self.app, &self.app.app).await;
    }

    /// The stored e-mails that end with what was delivered, by its number; everything that is stored must be one of them.
    fn stored(&self, delivered: &[&str]) -> Vec<usize> {
        let mut stored: Vec<_> = self
            .app
            .objects
            .contents()
            .into_iter()
            .map(|content| {
                let found = delivered.iter().position(|mail| content.ends_with(mail.as_bytes()));
                found.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&content)))
            })
            .collect();
        stored.sort_unstable();
        stored
    }

    async fn receipts(&self) -> usize {
        self.app.texts("SELECT sha256 FROM receipt").await.len()
    }

    async fn reading(&self, column: &str) -> Option<String> {
        let sql = format!("SELECT COALESCE(CAST({column} AS TEXT), '') FROM preservation_reading");
        let text = self.app.texts(sql.leak()).await.pop();
        text.filter(|text| !text.is_empty())
    }
}

fn preservation(dovecot: &Dovecot) -> Arc<Preservation> {
    let password = std::fs::read_to_string(dovecot.setup.dir().join("preservation.password"));
    let url = format!("imap://sigillo@127.0.0.1:{}", dovecot.setup.preservation);
    let source = MasterImap::new(&url, &password.unwrap(), None).unwrap();
    Arc::new(Preservation { source: Arc::new(source), reconcile_every: TimeDelta::minutes(15) })
}

async fn allow(app: &TestApp) {
    let mut on = app.app.db.read().await.unwrap();
    let found = sigillo_storage::domains::find_by_name(&mut on, DOMAIN).await.unwrap().unwrap();
    drop(on);
    let grant = Grant::to(Caller::system("test")).unwrap();
    let patch = DomainPatch { preservation_available: Some(true), ..DomainPatch::default() };
    domains::update(&app.app, &grant, found.domain.id, None, &patch).await.unwrap();
}

async fn read_later(app: &TestApp, server: &App) {
    app.clock.advance(TimeDelta::minutes(3));
    while read_due(server).await.unwrap() > 0 {}
}

on_both_engines! {
    async fn a_receipt_is_stored_as_it_is_and_changes_nothing_for_its_user(app: TestApp) {
        let here = Preserved::on(app).await;
        let (one, other) = (receipt(1), "Subject: una lettera\r\n\r\nNon e' una ricevuta.\r\n");
        here.deliver(&one);
        here.deliver(other);
        here.deliver(&one.replace("X-Ricevuta: avvenuta-consegna", "X-Trasporto: posta-certificata"));
        let anomaly = receipt(2).replace("X-Ricevuta: avvenuta-consegna", "X-Trasporto: errore");
        here.deliver(&anomaly);
        here.read().await;
        assert_eq!(here.stored(&[&one, &anomaly]), [0, 1]);
        let hashes = here.app.texts("SELECT sha256 || ' ' || source FROM receipt ORDER BY arrived_at").await;
        assert_eq!(hashes.len(), 2);
        let mut user = here.user();
        user.ask("SELECT INBOX");
        let flags = user.ask("FETCH 1:4 FLAGS");
        assert!(flags[..4].iter().all(|line| line.contains("\\Recent") && !line.contains("\\Seen")), "{flags:?}");
        // Everything is looked at again, and nothing is new.
        here.app.clock.advance(TimeDelta::minutes(20));
        here.read().await;
        assert_eq!((here.receipts().await, here.reading("missed").await.as_deref()), (2, Some("0")));
    }

    async fn what_users_delete_and_move_is_stored_once(app: TestApp) {
        let here = Preserved::on(app).await;
        let mails: Vec<_> = (0..4).map(receipt).collect();
        for mail in &mails {
            here.deliver(mail);
        }
        let mut user = here.user();
        user.ask("SELECT INBOX");
        user.ask("STORE 1 +FLAGS (\\Deleted)");
        user.ask("EXPUNGE");
        user.ask("MOVE 1 Trash");
        user.ask("CREATE Vecchie");
        user.ask("MOVE 1 Vecchie");
        let gone = user.ask("DELETE Vecchie").pop().unwrap();
        assert!(gone.starts_with("OK"), "{gone}");
        // Nobody but the panel finds what was deleted.
        for command in [
            "EXAMINE Sigillo.Expunged/Mail", "DELETE Sigillo.Expunged/Mail", "RENAME Sigillo.Expunged/Mail X",
            "CREATE Sigillo.Expunged/X", "COPY 1 Sigillo.Expunged/Mail",
        ] {
            user.ask("SELECT INBOX");
            let refused = user.ask(command).pop().unwrap();
            assert!(refused.starts_with("NO"), "{command}: {refused}");
        }
        assert!(!user.ask("LIST \"\" *").iter().any(|line| line.contains("Expunged")));
        here.read().await;
        let all: Vec<_> = mails.iter().map(String::as_str).collect();
        assert_eq!(here.stored(&all), [0, 1, 2, 3]);
        assert_eq!(here.receipts().await, 4);

        // What was read is moved, deleted and renamed with its folder: it is known again.
        user.ask("SELECT INBOX");
        user.ask("MOVE 1 Trash");
        user.ask("RENAME Trash Cestino");
        user.ask("SELECT Cestino");
        user.ask("STORE 1 +FLAGS (\\Deleted)");
        user.ask("EXPUNGE");
        here.app.clock.advance(TimeDelta::minutes(20));
        here.read().await;
        assert_eq!(here.receipts().await, 4);
        assert_eq!(here.reading("missed").await.as_deref(), Some("0"));
    }

    async fn only_what_came_while_preservation_was_on_is_stored(app: TestApp) {
        let here = Preserved::on(app).await;
        let mails: Vec<_> = (0..4).map(receipt).collect();
        let all: Vec<_> = mails.iter().map(String::as_str).collect();
        let second = || std::thread::sleep(std::time::Duration::from_millis(1100));
        here.deliver(&mails[0]);
        second();
        here.switch(false).await;
        second();
        here.deliver(&mails[1]);
        second();
        here.switch(true).await;
        here.deliver(&mails[2]);
        here.read().await;
        assert_eq!(here.stored(&all), [0, 2]);
        // A receipt that was in the mailbox before is not taken when it is moved.
        let mut user = here.user();
        user.ask("SELECT INBOX");
        user.ask("MOVE 2 Trash");
        second();
        here.switch(false).await;
        here.read().await;
        second();
        here.deliver(&mails[3]);
        here.read().await;
        assert_eq!(here.stored(&all), [0, 2]);
        assert_eq!(here.reading("due_at").await, None, "nothing is left to be read");
        let periods = here.app.texts("SELECT CASE WHEN ended_at IS NULL THEN 'open' ELSE 'ended' END FROM preservation_period").await;
        assert_eq!(periods, ["ended", "ended"]);
    }

    async fn what_cannot_be_read_now_is_read_later(app: TestApp) {
        let mut here = Preserved::on(app).await;
        let (one, two) = (receipt(1), receipt(2));
        here.deliver(&one);
        here.app.objects.is_away.store(true, Ordering::Relaxed);
        here.read().await;
        assert_eq!(here.receipts().await, 0);
        assert!(here.reading("error").await.is_some() && here.reading("failing_since").await.is_some());
        here.app.clock.advance(TimeDelta::hours(1));
        here.read().await;
        here.app.objects.is_away.store(false, Ordering::Relaxed);
        here.read().await;
        assert_eq!((here.receipts().await, here.reading("error").await), (1, None));
        here.deliver(&two);
        here.dovecot.stop();
        here.app.clock.advance(TimeDelta::hours(1));
        here.read().await;
        assert!(here.reading("error").await.is_some());
        here.dovecot.start_again();
        here.read().await;
        assert_eq!(here.stored(&[&one, &two]), [0, 1]);
        assert_eq!(here.reading("error").await, None);
    }

    async fn two_servers_store_a_receipt_once(app: TestApp) {
        let here = Preserved::on(app).await;
        let mut other = here.app.another_server().await;
        other.preservation = here.app.app.preservation.clone();
        let mails: Vec<_> = (0..20).map(receipt).collect();
        for mail in &mails {
            here.deliver(mail);
        }
        here.app.clock.advance(TimeDelta::minutes(3));
        // The second one believes that the lease of the first is over, and reads at the same time.
        let first = read_due(&here.app.app);
        let second = async {
            here.app.execute("UPDATE preservation_reading SET lease_until = NULL").await;
            read_due(&other).await
        };
        let (first, second) = tokio::join!(first, second);
        assert!(first.unwrap() + second.unwrap() >= 1);
        here.read().await;
        assert_eq!(here.receipts().await, 20);
        let all: Vec<_> = mails.iter().map(String::as_str).collect();
        assert_eq!(here.stored(&all), (0..20).collect::<Vec<_>>());
        other.db.close().await;
    }

    async fn a_receipt_that_was_missed_is_found_and_told(app: TestApp) {
        let here = Preserved::on(app).await;
        here.deliver("Subject: una lettera\r\n\r\nNon e' una ricevuta.\r\n");
        here.read().await;
        // The position is beyond what comes next, as after a restore of the mail host.
        here.app.execute("UPDATE preservation_folder SET last_uid = 5 WHERE folder = 'INBOX'").await;
        here.deliver(&receipt(1));
        here.app.execute("UPDATE preservation_reading SET due_at = reconcile_at").await;
        here.app.clock.advance(TimeDelta::minutes(1));
        while read_due(&here.app.app).await.unwrap() > 0 {}
        assert_eq!(here.receipts().await, 0);
        here.app.clock.advance(TimeDelta::minutes(16));
        here.read().await;
        assert_eq!(here.receipts().await, 1);
        assert_eq!(here.reading("missed").await.as_deref(), Some("1"));
        assert!(here.reading("missed_since").await.is_some());
    }
}
