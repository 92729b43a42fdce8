//! What Postfix answers at each point of a mailbox's life, in front of the Dovecot that stores its
//! mail.

use chrono::TimeDelta;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_domain::mailbox::MailboxState;
use sigillo_testkit::{PASSWORD, on_both_engines};

use crate::directory::{
    ADDRESS, DOMAIN, SMALL, assert_begins, cancel, panel, set_quota, set_state,
};
use crate::postfix_instance::{Postfix, STRANGER};
use crate::smtp::Smtp;

const REFUSED: &str = "535 5.7.8";
const UNKNOWN: &str = "550 5.1.1";

on_both_engines! {
    async fn only_mail_for_a_mailbox_comes_in(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        assert_begins(&postfix.receive(ADDRESS, SMALL), UNKNOWN);
        assert_begins(&postfix.receive("protocollo@example.com", SMALL), "554 5.7.1");
        assert_begins(&postfix.receive("protocollo@altra.pec.example.it", SMALL), "554 5.7.1");
        // A sender's address is never part of an SQL statement.
        assert_begins(&postfix.receive("\"' OR '1'='1\"@pec.example.it", SMALL), UNKNOWN);
        assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), REFUSED);
        assert!(postfix.dovecot.stores().is_empty());
    }

    async fn before_a_password_mail_is_delivered_and_nobody_sends(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        assert_begins(&postfix.receive("Protocollo@PEC.example.it", SMALL), "250 ");
        assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), REFUSED);
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, PASSWORD).await;
        postfix.assert_delivered(ADDRESS, PASSWORD, 1);
        assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), "235 ");
    }

    async fn a_user_sends_as_themselves_alone(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        app.used_mailbox(DOMAIN, "sindaco").await;
        assert_begins(&postfix.sign_in(ADDRESS, "quattro parole sbagliate"), REFUSED);
        let mut user = postfix.submission();
        // Nothing is accepted here before authentication.
        assert!(!user.address(ADDRESS, "sindaco@pec.example.it", SMALL).starts_with("250"));
        let mut user = postfix.submission();
        assert_begins(&user.sign_in("Protocollo@PEC.example.it", PASSWORD), "235 ");
        assert_begins(&user.send("sindaco@pec.example.it", STRANGER, SMALL), "553 5.7.1");
        user.ask("RSET");
        assert_begins(&user.send(STRANGER, STRANGER, SMALL), "553 5.7.1");
        user.ask("RSET");
        assert_begins(&user.send(ADDRESS, STRANGER, SMALL), "250 ");
        assert_begins(&user.send(ADDRESS, "sindaco@pec.example.it", SMALL), "250 ");
        postfix.assert_delivered("sindaco@pec.example.it", PASSWORD, 1);
        // A user who is signed in when the mailbox is disabled cannot send any more.
        set_state(&app, &mailbox, MailboxState::Disabled).await;
        assert_begins(&user.send(ADDRESS, STRANGER, SMALL), "553 5.7.1");
    }

    async fn passwords_are_said_under_tls_and_to_users_entrance_alone(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        app.used_mailbox(DOMAIN, "protocollo").await;
        assert_begins(&Smtp::connect(postfix.submission).sign_in(ADDRESS, PASSWORD), "530 5.7.0");
        assert_begins(&Smtp::connect(postfix.smtp).sign_in(ADDRESS, PASSWORD), "503 5.5.1");
    }

    async fn disabled_waits_at_the_senders_and_enabled_comes_in(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        set_state(&app, &mailbox, MailboxState::Disabled).await;
        assert_begins(&postfix.receive(ADDRESS, SMALL), "450 4.2.1");
        assert_begins(&postfix.receive("PROTOCOLLO@pec.example.it", SMALL), "450 4.2.1");
        assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), REFUSED);
        set_state(&app, &mailbox, MailboxState::Active).await;
        assert_begins(&postfix.receive(ADDRESS, SMALL), "250 ");
        assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), "235 ");
        postfix.assert_delivered(ADDRESS, PASSWORD, 1);
    }

    async fn what_was_taken_before_it_was_disabled_is_kept_and_delivered_after(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        let mut sender = Smtp::connect(postfix.smtp);
        assert_begins(&sender.address(STRANGER, ADDRESS, SMALL), "250 ");
        set_state(&app, &mailbox, MailboxState::Disabled).await;
        assert_begins(&sender.hand_over(STRANGER, SMALL), "250 ");
        postfix.assert_held("said: 451 ");
        set_state(&app, &mailbox, MailboxState::Active).await;
        postfix.flush();
        postfix.assert_delivered(ADDRESS, PASSWORD, 1);
    }

    async fn an_expired_password_sends_nothing_and_mail_still_comes(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        // The password was set 91 days ago and no worker has run since.
        app.clock.advance(-TimeDelta::days(91));
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        app.clock.set(SystemClock.now());
        assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), REFUSED);
        assert_begins(&postfix.receive(ADDRESS, SMALL), "250 ");
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, "cinque parole scelte a caso").await;
        assert_begins(&postfix.sign_in(ADDRESS, "cinque parole scelte a caso"), "235 ");
        postfix.assert_delivered(ADDRESS, "cinque parole scelte a caso", 1);
    }

    async fn what_does_not_fit_is_refused_to_the_sender(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        set_quota(&app, &mailbox, 1).await;
        let large = 700 * 1024;
        assert_begins(&postfix.receive(ADDRESS, large), "250 ");
        postfix.assert_delivered(ADDRESS, PASSWORD, 1);
        assert_begins(&postfix.receive(ADDRESS, large), "552 5.2.2");
        set_quota(&app, &mailbox, 3).await;
        assert_begins(&postfix.receive(ADDRESS, large), "250 ");
        postfix.assert_delivered(ADDRESS, PASSWORD, 2);
        // The quota is below the space in use, so no message fits.
        set_quota(&app, &mailbox, 1).await;
        assert_begins(&postfix.receive(ADDRESS, SMALL), "552 5.2.2");
    }

    async fn a_service_that_ended_and_a_cancelled_mailbox_are_refused(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some(postfix) = Postfix::over(&app).await else { return };
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        for state in [
            "UPDATE mailbox SET state = 'suppressed'",
            "UPDATE mailbox SET state = 'pending_activation'",
        ] {
            app.tamper(state).await;
            assert_begins(&postfix.receive(ADDRESS, SMALL), UNKNOWN);
            assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), REFUSED);
        }
        app.tamper("UPDATE mailbox SET state = 'active'").await;
        assert_begins(&postfix.receive(ADDRESS, SMALL), "250 ");
        postfix.assert_delivered(ADDRESS, PASSWORD, 1);
        cancel(&app, &mailbox).await;
        assert_begins(&postfix.receive(ADDRESS, SMALL), UNKNOWN);
        assert_begins(&postfix.sign_in(ADDRESS, PASSWORD), REFUSED);
    }
}
