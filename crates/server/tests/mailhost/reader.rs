//! The mail host's role in the database: what it may read and how it signs in.

use std::fs;
use std::process::Command;

use sigillo_storage::Db;
use sigillo_testkit::{Engine, TestApp, on_both_engines};
use sqlx::{AssertSqlSafe, Connection};

use crate::clients::deliver;
use crate::config::assert_done;
use crate::directory::{ADDRESS, DOMAIN, SMALL, assert_begins, panel};
use crate::dovecot::{Dovecot, Setup, share};
use crate::postfix_instance::{can_run, over_tcp};

#[actix_web::test]
async fn on_postgres_the_mail_host_reads_the_views_and_nothing_else() {
    let app = TestApp::on(Engine::Postgres).await;
    let Db::Postgres { pool, .. } = &app.app.db else { panic!("PostgreSQL was asked for") };
    let setup = Setup::new();
    let role = format!("mailhost_{}", setup.imap);
    assert_done(&setup.configure(app.url(), &["--dovecot", "2.3", "--database-role", &role]));
    let sql = fs::read_to_string(setup.dir().join("reader.sql")).unwrap();
    for _ in 0..2 {
        sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(pool).await.expect("it may be run again");
    }
    let url = app.url().replacen("postgres:sigillo@", &format!("{role}@"), 1);
    let mut reader = sqlx::PgConnection::connect(&url).await.unwrap();
    for (statement, allowed) in [
        ("SELECT count(*) FROM dovecot_passdb", true),
        ("SELECT count(*) FROM dovecot_userdb", true),
        ("SELECT count(*) FROM postfix_domain", true),
        ("SELECT count(*) FROM mailbox", false),
        ("SELECT count(*) FROM mailbox_password", false),
        ("SELECT count(*) FROM account", false),
        ("DELETE FROM dovecot_userdb", false),
        ("CREATE TABLE x (y TEXT)", false),
    ] {
        let done = sqlx::query(statement).execute(&mut reader).await;
        assert_eq!(done.is_ok(), allowed, "{statement}: {done:?}");
    }
}

#[actix_web::test]
async fn on_postgres_the_mail_hosts_role_signs_in_with_its_password_alone() {
    let app = TestApp::on(Engine::Postgres).await;
    let setup = Setup::new();
    let role = setup.role();
    assert_done(&setup.configure(app.url(), &["--dovecot", "2.3", "--database-role", &role]));
    setup.let_in(app.url()).await;
    let password = fs::read_to_string(setup.dir().join("reader.password")).unwrap();
    let wrong = "0".repeat(password.len());
    let connect = async |password: &str| {
        let who = format!("{role}:{password}@");
        let url = over_tcp(&app).replacen("postgres:sigillo@", &who, 1);
        sqlx::PgConnection::connect(&url).await
    };
    connect(&password).await.expect("its own password lets it in");
    for refused in [wrong.as_str(), ""] {
        let error = connect(refused).await.expect_err("another password does not");
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        assert_eq!(code.as_deref(), Some("28P01"), "{error}");
    }
    let Db::Postgres { pool, .. } = &app.app.db else { panic!("PostgreSQL was asked for") };
    let kept: String = sqlx::query_scalar("SELECT rolpassword FROM pg_authid WHERE rolname = $1")
        .bind(&role)
        .fetch_one(pool)
        .await
        .unwrap();
    assert!(kept.starts_with("SCRAM-SHA-256$"), "{kept}");
}

/// The result of one of Postfix's lookups, or its error.
fn look_up(setup: &Setup, lookup: &str, key: &str) -> Result<String, String> {
    let table = setup.postfix_dir().join(lookup);
    let kind = fs::read_to_string(&table).unwrap();
    let kind = if kind.contains("\ndbpath") { "sqlite" } else { "pgsql" };
    let done = Command::new("/usr/sbin/postmap")
        .arg("-c")
        .arg(setup.postfix_dir())
        .args(["-q", key])
        .arg(format!("{kind}:{}", table.display()))
        .output()
        .expect("Postfix (scripts/install-postfix)");
    let error = String::from_utf8_lossy(&done.stderr).into_owned();
    // Postfix tries several database servers in random order, and warns of one that is down.
    if done.status.success() || error.is_empty() {
        Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
    } else {
        Err(error)
    }
}

on_both_engines! {
    async fn postfix_looks_up_over_a_socket_too_as_safely_as_the_panel(app: TestApp) {
        if !can_run() {
            return;
        }
        app.domain("pec.example.it").await;
        let setup = Setup::new();
        share(app.url());
        let role = setup.role();
        assert_done(&setup.configure(app.url(), &["--dovecot", "2.3", "--postfix", "--database-role", &role]));
        setup.let_in(app.url()).await;
        assert_eq!(look_up(&setup, "domains.cf", "pec.example.it"), Ok("pec.example.it".to_owned()));
        assert_eq!(look_up(&setup, "domains.cf", "example.it"), Ok(String::new()));
        if app.engine() == Engine::Postgres {
            let table = setup.postfix_dir().join("domains.cf");
            let text = fs::read_to_string(&table).unwrap();
            assert!(text.contains("sslmode=prefer"), "{text}");
            fs::write(&table, text.replace("sslmode=prefer", "sslmode=nonsense")).unwrap();
            let error = look_up(&setup, "domains.cf", "pec.example.it").unwrap_err();
            assert!(error.contains("sslmode"), "{error}");
        }
    }
}

#[actix_web::test]
async fn on_postgres_a_lookup_with_a_wrong_password_says_that_it_cannot() {
    if !can_run() {
        return;
    }
    let app = TestApp::on(Engine::Postgres).await;
    let setup = Setup::new();
    let role = setup.role();
    let url = over_tcp(&app);
    assert_done(
        &setup.configure(&url, &["--dovecot", "2.3", "--postfix", "--database-role", &role]),
    );
    setup.let_in(app.url()).await;
    assert_eq!(look_up(&setup, "domains.cf", "example.it"), Ok(String::new()));
    let password = fs::read_to_string(setup.dir().join("reader.password")).unwrap();
    let table = setup.postfix_dir().join("domains.cf");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replace(&password, "un'altra")).unwrap();
    let error = look_up(&setup, "domains.cf", "example.it").unwrap_err();
    assert!(error.contains("password authentication failed"), "{error}");
}

#[actix_web::test]
async fn on_postgres_a_server_that_is_down_is_passed_over() {
    let mut app = TestApp::on(Engine::Postgres).await;
    panel(&mut app).await;
    let url = over_tcp(&app).replacen('@', "@127.0.0.1:1,", 1);
    let dovecot = Dovecot::started(app.url(), Setup::command, |setup| {
        let role = setup.role();
        let options = ["--dovecot", "2.3", "--postfix", "--database-role", &role];
        let done = setup.configure(&url, &options);
        let lookup = fs::read_to_string(setup.postfix_dir().join("domains.cf")).unwrap();
        let hosts =
            url.split(['@', '/']).nth(3).unwrap().replace("127", "inet:127").replace(',', " ");
        assert!(lookup.contains(&format!("\nhosts = {hosts}\n")), "{hosts}: {lookup}");
        done
    });
    let dovecot = dovecot.await;
    app.mailbox(DOMAIN, "protocollo").await;
    assert_begins(&deliver(dovecot.lmtp(), ADDRESS, SMALL), "250 ");
    if can_run() {
        assert_eq!(look_up(&dovecot.setup, "domains.cf", DOMAIN), Ok(DOMAIN.to_owned()));
    }
}
