//! What the mail host's views contain for a mailbox in each state of its life.

use chrono::{TimeDelta, Utc};
use sigillo_domain::id::MailboxId;
use sigillo_storage::{Db, mailbox_passwords, mailboxes};
use sigillo_testkit::{TestApp, on_both_engines};
use sqlx::AssertSqlSafe;

const DOMAIN: &str = "pec.example.it";
const MB: i64 = 1_048_576;

macro_rules! rows {
    ($app:expr, $row:ty, $sql:expr) => {
        match &$app.app.db {
            Db::Sqlite { readers, .. } => {
                sqlx::query_as::<_, $row>($sql).fetch_all(readers).await.unwrap()
            }
            Db::Postgres { pool, .. } => {
                sqlx::query_as::<_, $row>($sql).fetch_all(pool).await.unwrap()
            }
        }
    };
}

/// The rows of the sign-in view: address, password, and whether and why sign-in is refused.
async fn passdb(app: &TestApp) -> Vec<(String, String, Option<String>, Option<String>)> {
    let sql = "SELECT address, password, nologin, reason FROM dovecot_passdb ORDER BY address";
    rows!(app, (String, String, Option<String>, Option<String>), sql)
}

/// Like [`passdb`], for the only mailbox: the reason for the refusal, if there is a row.
async fn refusal(app: &TestApp) -> Option<Option<String>> {
    let row = passdb(app).await.pop()?;
    assert_eq!(row.2.as_deref(), row.3.as_ref().map(|_| "y"), "refused without a reason");
    Some(row.3)
}

/// What happens to a message for the only mailbox, and the mailbox's quota.
async fn delivery(app: &TestApp) -> Option<(String, i64)> {
    let sql = "SELECT address, storage_key, delivery, quota_bytes FROM dovecot_userdb";
    let (_, key, delivery, quota) = rows!(app, (String, String, String, i64), sql).pop()?;
    assert_eq!(key.len(), 32);
    Some((delivery, quota))
}

/// Sets the test's clock to the machine's time, which the views use.
#[expect(clippy::disallowed_methods, reason = "the database uses its own clock")]
fn today(app: &TestApp) {
    app.clock.set(Utc::now());
}

async fn run(app: &TestApp, statements: &[&str]) {
    for sql in statements {
        let sql = AssertSqlSafe((*sql).to_owned());
        match &app.app.db {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop).unwrap(),
            Db::Postgres { pool, .. } => sqlx::query(sql).execute(pool).await.map(drop).unwrap(),
        }
    }
}

async fn key_of(app: &TestApp, id: MailboxId) -> String {
    let mut on = app.app.db.read().await.unwrap();
    mailboxes::storage_key(&mut on, id).await.unwrap().unwrap().as_str().to_owned()
}

on_both_engines! {
    async fn a_mailbox_without_a_password_receives_but_allows_no_sign_in(app: TestApp) {
        today(&app);
        app.domain(DOMAIN).await;
        app.mailbox(DOMAIN, "uno").await;
        assert_eq!(passdb(&app).await, []);
        assert_eq!(delivery(&app).await, Some(("accept".into(), 1000 * MB)));
    }

    async fn only_the_current_password_is_listed(app: TestApp) {
        today(&app);
        app.domain(DOMAIN).await;
        let mailbox = app.used_mailbox(DOMAIN, "uno").await;
        app.clock.advance(TimeDelta::minutes(1));
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, "cinque parole scelte a caso").await;
        let mut on = app.app.db.read().await.unwrap();
        let in_use = mailbox_passwords::in_use(&mut on, mailbox.id).await.unwrap().unwrap();
        assert!(in_use.hash.starts_with("$argon2id$"));
        let password = format!("{{ARGON2ID}}{}", in_use.hash);
        assert_eq!(passdb(&app).await, [("uno@pec.example.it".into(), password, None, None)]);
        assert_eq!(delivery(&app).await, Some(("accept".into(), 1000 * MB)));
    }

    async fn each_state_decides_access_and_delivery(app: TestApp) {
        today(&app);
        app.domain(DOMAIN).await;
        app.used_mailbox(DOMAIN, "uno").await;
        let quota = 1000 * MB;
        for (state, access, fate) in [
            ("disabled", Some(Some("Mailbox disabled".into())), Some(("defer".into(), quota))),
            ("suppressed", Some(Some("Service ended".into())), Some(("refuse".into(), quota))),
            ("pending_activation", None, None),
            ("active", Some(None), Some(("accept".into(), quota))),
        ] {
            run(&app, &[&format!("UPDATE mailbox SET state = '{state}'")]).await;
            assert_eq!((refusal(&app).await, delivery(&app).await), (access, fate), "{state}");
        }
        // Disabled takes precedence over expired, because the user cannot remedy it.
        run(&app, &["UPDATE mailbox SET state = 'disabled', password_state = 'expired'"]).await;
        assert_eq!(refusal(&app).await, Some(Some("Mailbox disabled".into())));
        run(&app, &["UPDATE mailbox SET state = 'active', password_state = 'to_set'"]).await;
        assert_eq!(refusal(&app).await, None);
    }

    async fn a_password_expires_on_time_even_if_not_yet_recorded(app: TestApp) {
        today(&app);
        app.domain(DOMAIN).await;
        let lifetime = TimeDelta::days(90);
        // A minute is negligible in a lifetime of days, and longer than the test takes.
        for (age, over) in [(lifetime - TimeDelta::minutes(1), None), (lifetime, Some("Password expired".to_owned()))] {
            run(&app, &["DELETE FROM mailbox_password"]).await;
            today(&app);
            app.clock.advance(-age);
            let name = if over.is_some() { "due" } else { "uno" };
            let mailbox = app.used_mailbox(DOMAIN, name).await;
            assert_eq!(refusal(&app).await, Some(over), "{age}");
            let mut on = app.app.db.read().await.unwrap();
            let row = mailboxes::find(&mut on, mailbox.id).await.unwrap().unwrap();
            assert_eq!(row.password.state.as_str(), "valid", "the expiry is not recorded yet");
            run(&app, &["UPDATE mailbox_password SET in_use = FALSE"]).await;
        }
    }

    async fn an_expiry_of_any_precision_is_understood(app: TestApp) {
        today(&app);
        app.domain(DOMAIN).await;
        app.used_mailbox(DOMAIN, "uno").await;
        for (end, over) in [
            ("2020-02-29T12:00:00+00:00", true),
            ("2020-02-29T12:00:00.123+00:00", true),
            ("2020-02-29T12:00:00.123456+00:00", true),
            ("2120-02-29T12:00:00+00:00", false),
            ("2120-02-29T12:00:00.123456+00:00", false),
        ] {
            run(&app, &[&format!("UPDATE mailbox SET password_expires_at = '{end}'")]).await;
            assert_eq!(refusal(&app).await, Some(over.then(|| "Password expired".into())), "{end}");
        }
        // The password counts as expired once it is recorded as such, whatever its date.
        run(&app, &["UPDATE mailbox SET password_state = 'expired'"]).await;
        assert_eq!(refusal(&app).await, Some(Some("Password expired".into())));
    }

    async fn a_cancelled_mailbox_is_in_neither_view_even_with_preservation(app: TestApp) {
        today(&app);
        app.domain(DOMAIN).await;
        app.used_mailbox(DOMAIN, "uno").await;
        run(&app, &["UPDATE mailbox SET preservation = TRUE, state = 'cancelled', cancelled_at = created_at"]).await;
        assert_eq!(passdb(&app).await, []);
        assert_eq!(delivery(&app).await, None);
    }

    async fn a_storage_key_is_random_and_cannot_change(app: TestApp) {
        app.domain(DOMAIN).await;
        let (one, two) = (app.mailbox(DOMAIN, "uno").await.id, app.mailbox(DOMAIN, "due").await.id);
        let key = key_of(&app, one).await;
        assert_ne!(key, key_of(&app, two).await);
        for sql in [
            format!("UPDATE mailbox SET storage_key = '{}'", "0".repeat(32)),
            "UPDATE mailbox SET storage_key = NULL".to_owned(),
        ] {
            let sql = AssertSqlSafe(sql);
            let refused = match &app.app.db {
                Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop),
                Db::Postgres { pool, .. } => sqlx::query(sql).execute(pool).await.map(drop),
            };
            assert!(refused.is_err());
        }
        assert_eq!(key_of(&app, one).await, key);
    }
}
