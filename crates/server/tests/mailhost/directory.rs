//! What the mail host answers at each point of a mailbox's life, reading the database directly.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::passwords::Argon2Passwords;
use sigillo_app::{Caller, Clock, Grant, domains, mailboxes};
use sigillo_contract::domain::DomainPatch;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};
use sigillo_domain::id::{MailboxId, PlanId};
use sigillo_domain::mailbox::MailboxState;
use sigillo_testkit::{PASSWORD, TestApp, on_both_engines};

use crate::clients::{Imap, deliver, sign_in};
use crate::dovecot::{Dovecot, is_open};

pub const DOMAIN: &str = "pec.example.it";
pub const ADDRESS: &str = "protocollo@pec.example.it";
pub const SMALL: usize = 200;

/// A panel on the machine's clock, which the database uses, and with full-cost password hashes.
pub async fn panel(app: &mut TestApp) {
    app.clock.set(SystemClock.now());
    app.app.passwords = Arc::new(Argon2Passwords::new().expect("a hash"));
    app.domain(DOMAIN).await;
}

pub async fn update(app: &TestApp, id: MailboxId, patch: MailboxPatch) {
    let grant = Grant::to(Caller::system("test")).unwrap();
    mailboxes::update(&app.app, &grant, id, None, &patch).await.unwrap();
}

/// Has the domain offer a plan.
pub async fn offer(app: &TestApp, plan: PlanId) {
    let mut on = app.app.db.read().await.unwrap();
    let id =
        sigillo_storage::domains::find_by_name(&mut on, DOMAIN).await.unwrap().unwrap().domain.id;
    drop(on);
    let grant = Grant::to(Caller::system("test")).unwrap();
    let plans = Some(vec![plan]);
    let patch = DomainPatch { plans, default_plan: Some(plan), ..DomainPatch::default() };
    domains::update(&app.app, &grant, id, None, &patch).await.unwrap();
}

pub async fn set_state(app: &TestApp, mailbox: &Mailbox, state: MailboxState) {
    let patch = MailboxPatch { state: Some(state), ..MailboxPatch::default() };
    update(app, mailbox.id, patch).await;
}

pub async fn set_quota(app: &TestApp, mailbox: &Mailbox, quota_mb: i64) {
    let patch = MailboxPatch { quota_mb: Some(quota_mb), ..MailboxPatch::default() };
    update(app, mailbox.id, patch).await;
}

pub async fn cancel(app: &TestApp, mailbox: &Mailbox) {
    let grant = Grant::to(Caller::system("test")).unwrap();
    mailboxes::cancel(&app.app, &grant, mailbox.id, None).await.unwrap();
}

#[track_caller]
pub fn assert_begins(reply: &str, expected: &str) {
    assert!(reply.starts_with(expected), "{expected:?} was expected: {reply:?}");
}

on_both_engines! {
    async fn an_unknown_address_is_refused(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "550 5.1.1");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [AUTHENTICATIONFAILED]");
        assert!(dovecot.stores().is_empty());
    }

    async fn before_a_password_mail_comes_in_and_nobody_gets_in(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, ""), "NO [AUTHENTICATIONFAILED]");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [AUTHENTICATIONFAILED]");
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, PASSWORD).await;
        let mut imap = Imap::connect(dovecot.imap());
        assert_begins(&imap.sign_in(ADDRESS, PASSWORD), "OK ");
        assert_eq!(imap.messages("INBOX"), 1, "what came before is there");
    }

    async fn after_a_change_only_the_new_password_works(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "OK ");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, "quattro parole sbagliate"), "NO [AUTHENTICATIONFAILED]");
        // Addresses are case-insensitive.
        assert_begins(&sign_in(dovecot.imap(), "Protocollo@PEC.example.it", PASSWORD), "OK ");
        assert_begins(&deliver(dovecot.lmtp(), "PROTOCOLLO@pec.Example.it", SMALL), "250 ");
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, "cinque parole scelte a caso").await;
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [AUTHENTICATIONFAILED]");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, "cinque parole scelte a caso"), "OK ");
    }

    async fn disabled_defers_and_enabled_delivers(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
        set_state(&app, &mailbox, MailboxState::Disabled).await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "451 ");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [CONTACTADMIN] Mailbox disabled");
        // With a wrong password the state is not revealed.
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, "quattro parole sbagliate"), "NO [AUTHENTICATIONFAILED]");
        set_state(&app, &mailbox, MailboxState::Active).await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
        let mut imap = Imap::connect(dovecot.imap());
        assert_begins(&imap.sign_in(ADDRESS, PASSWORD), "OK ");
        assert_eq!(imap.messages("INBOX"), 2, "nothing was lost, nothing doubled");
    }

    async fn an_expired_password_is_refused_and_mail_still_comes(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        // The password was set 91 days ago and no worker has run since.
        app.clock.advance(-TimeDelta::days(91));
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        app.clock.set(SystemClock.now());
        for noted in [false, true] {
            assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [CONTACTADMIN] Password expired");
            assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
            if !noted {
                app.work().await;
            }
        }
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, "cinque parole scelte a caso").await;
        let mut imap = Imap::connect(dovecot.imap());
        assert_begins(&imap.sign_in(ADDRESS, "cinque parole scelte a caso"), "OK ");
        assert_eq!(imap.messages("INBOX"), 2);
    }

    async fn a_quota_counts_from_its_commit(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        set_quota(&app, &mailbox, 1).await;
        let large = 700 * 1024;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, large), "250 ");
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, large), "552 5.2.2");
        set_quota(&app, &mailbox, 3).await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, large), "250 ");
        let mut imap = Imap::connect(dovecot.imap());
        assert_begins(&imap.sign_in(ADDRESS, PASSWORD), "OK ");
        let quota = imap.ask("GETQUOTAROOT INBOX");
        assert!(quota[1].ends_with(" 3072)"), "3 MB in KB: {quota:?}");
        // The quota is below the space in use, so no message fits.
        set_quota(&app, &mailbox, 1).await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "552 5.2.2");
        assert_eq!(imap.messages("INBOX"), 2);
    }

    async fn the_archive_of_a_plan_has_a_quota_of_its_own(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let plan = app.plan("S-1MIN_2MARCH", 1, 2).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        offer(&app, plan).await;
        let patch = MailboxPatch { plan: Some(plan), ..MailboxPatch::default() };
        update(&app, mailbox.id, patch).await;
        let large = 700 * 1024;
        let mut imap = Imap::connect(dovecot.imap());
        assert_begins(&imap.sign_in(ADDRESS, PASSWORD), "OK ");
        for _ in 0..2 {
            assert_begins(&deliver(dovecot.lmtp(), ADDRESS, large), "250 ");
            imap.ask("SELECT INBOX");
            let moved = imap.ask("MOVE 1 Archive").pop().unwrap();
            assert!(moved.starts_with("OK "), "what is in the archive frees the inbox: {moved}");
        }
        // The archive is full, and the inbox is not.
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, large), "250 ");
        imap.ask("SELECT INBOX");
        let refused = imap.ask("COPY 1 Archive").pop().unwrap();
        assert_begins(&refused, "NO [OVERQUOTA] Mailbox is full");
        imap.ask("CREATE Archive/2026");
        let refused = imap.ask("COPY 1 Archive/2026").pop().unwrap();
        assert_begins(&refused, "NO [OVERQUOTA] Mailbox is full");
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, large), "552 5.2.2");
        // The open mailbox is counted as it was, so it is opened again.
        imap.ask("SELECT INBOX");
        assert_eq!((imap.messages("INBOX"), imap.messages("Archive")), (2, 2));
        // Without a plan of its own for the archive, everything counts together.
        let plain = app.plan("S-1MIN", 1, 0).await;
        offer(&app, plain).await;
        let patch = MailboxPatch { plan: Some(plain), ..MailboxPatch::default() };
        update(&app, mailbox.id, patch).await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "552 5.2.2");
    }

    async fn a_cancelled_mailbox_is_not_there(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
        cancel(&app, &mailbox).await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "550 5.1.1");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [AUTHENTICATIONFAILED]");
    }

    async fn a_service_that_ended_refuses_and_one_not_begun_is_unknown(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        app.used_mailbox(DOMAIN, "protocollo").await;
        app.tamper("UPDATE mailbox SET state = 'suppressed'").await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "550 5.1.1");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [CONTACTADMIN] Service ended");
        app.tamper("UPDATE mailbox SET state = 'pending_activation'").await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "550 5.1.1");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "NO [AUTHENTICATIONFAILED]");
    }

    async fn mail_goes_on_while_the_panel_is_down(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let dovecot = Dovecot::over(&app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        let mut on = app.app.db.read().await.unwrap();
        let key = sigillo_storage::mailboxes::storage_key(&mut on, mailbox.id).await.unwrap().unwrap();
        drop(on);
        app.app.db.close().await;
        assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
        assert_begins(&sign_in(dovecot.imap(), ADDRESS, PASSWORD), "OK ");
        // The folder on disk is named by the storage key alone.
        assert_eq!(dovecot.stores(), [key.as_str()]);
    }

    async fn dovecot_does_not_outlive_who_started_it(app: TestApp) {
        let mut dovecot = Dovecot::over(&app).await;
        dovecot.restart_under_a_shell();
        assert!(is_open(dovecot.imap()));
        dovecot.kill_parent();
        let killed = Instant::now();
        while is_open(dovecot.imap()) {
            assert!(killed.elapsed() < Duration::from_secs(10), "it lives on");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
