//! The doveadm adapter against a real Dovecot.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use sigillo_adapters::doveadm::Doveadm;
use sigillo_app::{DirectoryEntry, MailHost, MailHostError};
use sigillo_contract::mailbox::MailboxPatch;
use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_domain::storage_key::StorageKey;
use sigillo_testkit::{PASSWORD, on_both_engines};

use crate::clients::{Imap, deliver, scripted};
use crate::directory::{ADDRESS, DOMAIN, SMALL, cancel, offer, panel, set_state, update};
use crate::dovecot::Dovecot;

fn adapter(dovecot: &Dovecot) -> Doveadm {
    let dir = dovecot.setup.dir();
    let key = std::fs::read_to_string(dir.join("doveadm.key")).unwrap();
    Doveadm::new(&url(dovecot.setup.doveadm), &key, &dir.join("mail")).unwrap()
}

fn url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

on_both_engines! {
    async fn use_is_measured_of_all_and_of_one(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let host = adapter(&dovecot);
        app.mailbox(DOMAIN, "vuota").await;
        app.used_mailbox(DOMAIN, "protocollo").await;
        for _ in 0..3 {
            assert!(deliver(dovecot.lmtp(), ADDRESS, 5000).starts_with("250 "));
        }
        let mut imap = Imap::connect(dovecot.imap());
        imap.sign_in(ADDRESS, PASSWORD);
        imap.ask("SELECT INBOX");
        assert!(imap.ask("MOVE 1 Archive").pop().unwrap().starts_with("OK "));
        let of_one = host.usage_of(ADDRESS).await.unwrap();
        assert_eq!((of_one.inbox.messages, of_one.archive.messages, of_one.total.messages), (2, 1, 3));
        assert!(of_one.archive.bytes > 5000 && of_one.inbox.bytes > 10_000, "{of_one:?}");
        assert_eq!(of_one.total.bytes, of_one.inbox.bytes + of_one.archive.bytes);
        // Users who are not listed hold nothing.
        let all = host.usage().await.unwrap();
        assert_eq!(all, [(ADDRESS.to_owned(), of_one)].into());
        let unknown = host.usage_of("nessuno@pec.example.it").await;
        assert_eq!(unknown, Err(MailHostError::UnknownMailbox));
    }

    async fn an_open_session_is_ended(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let host = adapter(&dovecot);
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        assert_eq!(host.inspect(ADDRESS, true).await.map(|found| found.ended_sessions), Ok(false), "nobody is there");
        let mut imap = Imap::connect(dovecot.imap());
        imap.sign_in(ADDRESS, PASSWORD);
        set_state(&app, &mailbox, sigillo_domain::mailbox::MailboxState::Disabled).await;
        let asked = Instant::now();
        let inspection = host.inspect(ADDRESS, true).await.unwrap();
        assert!(inspection.ended_sessions && !inspection.signed_in_since, "{inspection:?}");
        imap.assert_ended();
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    }

    async fn it_says_what_it_would_do_now(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let host = adapter(&dovecot);
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        assert_eq!(host.inspect(ADDRESS, false).await.unwrap().delivery, Delivery::Accepted);
        set_state(&app, &mailbox, sigillo_domain::mailbox::MailboxState::Disabled).await;
        assert_eq!(host.inspect(ADDRESS, false).await.unwrap().delivery, Delivery::Deferred);
        cancel(&app, &mailbox).await;
        assert_eq!(host.inspect(ADDRESS, false).await.unwrap().delivery, Delivery::Refused);
    }

    async fn it_repeats_what_the_database_says(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let host = adapter(&dovecot);
        let (used, new) = (app.used_mailbox(DOMAIN, "protocollo").await, app.mailbox(DOMAIN, "nuova").await);
        let new = new.address.as_str();
        let mut on = app.app.db.read().await.unwrap();
        let store = sigillo_storage::mailboxes::storage_key(&mut on, used.id).await.unwrap();
        let password = sigillo_storage::mailbox_passwords::in_use(&mut on, used.id).await.unwrap().unwrap();
        drop(on);
        // An unknown user does not affect the others.
        let found = host.entries(&[ADDRESS, "nessuno@pec.example.it", new]).await.unwrap();
        assert_eq!(found.len(), 2);
        let expected = DirectoryEntry {
            store,
            quota_bytes: Some(1000 * 1_048_576),
            archive_bytes: None,
            delivery: Some(Delivery::Accepted),
            sign_in: Some(SignIn::Works),
            password_id: Some(password.id),
        };
        assert_eq!(found[ADDRESS], expected);
        assert_eq!((found[new].sign_in, found[new].password_id), (Some(SignIn::NoPassword), None));
        let plan = app.plan("S-2GIN_1GARCH", 2048, 1024).await;
        offer(&app, plan).await;
        let patch = MailboxPatch { plan: Some(plan), ..MailboxPatch::default() };
        update(&app, used.id, patch).await;
        let found = host.entries(&[ADDRESS]).await.unwrap();
        let expected = DirectoryEntry {
            quota_bytes: Some(2048 * 1_048_576),
            archive_bytes: Some(1024 * 1_048_576),
            ..expected
        };
        assert_eq!(found[ADDRESS], expected);
        set_state(&app, &used, sigillo_domain::mailbox::MailboxState::Disabled).await;
        let found = host.entries(&[ADDRESS]).await.unwrap();
        let disabled = DirectoryEntry { delivery: Some(Delivery::Deferred), sign_in: Some(SignIn::Disabled), ..expected };
        assert_eq!(found[ADDRESS], disabled);
        cancel(&app, &used).await;
        assert_eq!(host.entries(&[ADDRESS]).await, Ok([].into()));
    }

    async fn a_store_is_made_and_found(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let host = adapter(&dovecot);
        app.mailbox(DOMAIN, "protocollo").await;
        assert_eq!(host.stores().await, Ok([].into()));
        host.make_store(ADDRESS).await.unwrap();
        let names: Vec<_> = host.stores().await.unwrap().into_iter().collect();
        assert_eq!(names.iter().map(StorageKey::as_str).collect::<Vec<_>>(), dovecot.stores());
        assert_eq!(names.len(), 1);
        host.reload().await.unwrap();
        let asked = Instant::now();
        while host.inspect(ADDRESS, false).await.map(|found| found.delivery) != Ok(Delivery::Accepted) {
            assert!(asked.elapsed() < Duration::from_secs(5), "it is back after a reload");
        }
    }

    async fn a_destroyed_store_leaves_nothing_and_harms_no_other(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let host = adapter(&dovecot);
        let (mailbox, other) = (app.mailbox(DOMAIN, "protocollo").await, app.mailbox(DOMAIN, "altra").await);
        for address in [ADDRESS, "altra@pec.example.it"] {
            assert!(deliver(dovecot.lmtp(), address, SMALL).starts_with("250 "));
        }
        let mut on = app.app.db.read().await.unwrap();
        let mut keys = vec![];
        for id in [mailbox.id, other.id] {
            keys.push(sigillo_storage::mailboxes::storage_key(&mut on, id).await.unwrap().unwrap());
        }
        drop(on);
        cancel(&app, &mailbox).await;
        assert_eq!(dovecot.stores().len(), 2);
        assert_eq!(host.destroy(&keys[0]).await, Ok(true));
        assert_eq!(dovecot.stores(), [keys[1].as_str()]);
        assert_eq!(host.destroy(&keys[0]).await, Ok(true), "once more changes nothing");
    }

    async fn a_wrong_key_and_an_answer_of_somebody_else_are_distinguished(app: TestApp) {
        let dovecot = Dovecot::over(&app).await;
        let mail = dovecot.setup.dir().join("mail");
        let wrong = Doveadm::new(&url(dovecot.setup.doveadm), "wrong", &mail).unwrap();
        assert_eq!(wrong.usage().await, Err(MailHostError::Unauthorized));
        let other = Doveadm::new(&url(dovecot.imap()), "any", &mail).unwrap();
        assert!(matches!(other.usage().await, Err(MailHostError::Unreachable(_))));
        let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let nobody = Doveadm::new(&url(nobody), "any", &mail).unwrap();
        assert!(matches!(nobody.usage().await, Err(MailHostError::Unreachable(_))));
        // The server answers but is not doveadm.
        let nonsense = Doveadm::new(&crate::clients::answering("<html>no</html>"), "any", &mail).unwrap();
        assert!(matches!(nonsense.usage().await, Err(MailHostError::Nonsense(_))));
    }

    async fn one_that_never_answers_is_not_waited_for(app: TestApp) {
        let _ = app;
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", silent.local_addr().unwrap());
        let host = Doveadm::new(&address, "any", "/srv/mail".as_ref()).unwrap();
        let host = host.with_timeout(Duration::from_millis(200));
        let asked = Instant::now();
        // The long timeout of measurements applies only to servers that accept the connection.
        assert!(matches!(host.usage().await, Err(MailHostError::Unreachable(_))));
        assert!(matches!(host.inspect(ADDRESS, true).await, Err(MailHostError::Unreachable(_))));
        assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    }
}

/// Answers recorded from Dovecot 2.4.1.
#[actix_web::test]
async fn the_2_4_way_is_found_out_and_kept_to() {
    let key = "0f".repeat(16);
    let (url, asked) = scripted(&[
        r#"[["error",{"type":"invalidRequest","exitCode":0},"s"]]"#,
        r#"[["doveadmResponse",[{"path":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"},{"path":"lost+found"}],"s"]]"#,
        r#"[["doveadmResponse",[],"s"],["doveadmResponse",[],"s"],["doveadmResponse",[],"s"]]"#,
        r#"[["doveadmResponse",[{"count":"2"}],"s"],["error",{"type":"exitCode","exitCode":67},"s"],["error",{"type":"exitCode","exitCode":67},"s"],["doveadmResponse",[{"count":"0"}],"s"]]"#,
    ]);
    let host = Doveadm::new(&url, "any", "/srv/mail".as_ref()).unwrap();
    let stores = host.stores().await.unwrap();
    let key = StorageKey::parse(&key).unwrap();
    assert_eq!(stores, [key.clone()].into());
    assert_eq!(host.destroy(&key).await, Ok(true));
    let inspection = host.inspect(ADDRESS, true).await.unwrap();
    assert_eq!((inspection.ended_sessions, inspection.signed_in_since), (true, false));
    assert_eq!((inspection.delivery, inspection.entry), (Delivery::Refused, None));
    let asked: Vec<_> = asked.iter().collect();
    assert!(asked[0].contains("/srv/mail") && !asked[0].contains("filterName"), "{}", asked[0]);
    for question in &asked[1..3] {
        let new = question.contains("mail_ext_attachment") && !question.contains("/srv/mail");
        assert!(new, "{question}");
    }
}
