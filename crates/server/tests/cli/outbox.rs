//! Messages are sent whatever happens to the servers: a short form of each trial; the long ones run
//! with `./just outbox-trial`.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sigillo_app::{Caller, Grant, mailboxes};
use sigillo_contract::mailbox::MailboxCreate;
use sigillo_storage::Db;
use sigillo_testkit::Engine;

use crate::mail_server::MailServer;
use crate::panel::{Panel, Server, block_on};

const DOMAIN: &str = "pec.example.it";
/// Longer than a lease, for which the messages of a killed worker have to wait.
const TIMEOUT: Duration = Duration::from_mins(4);

/// Leaves this many messages in the outbox while no worker is running.
fn queue(panel: &Panel, messages: usize) {
    panel.create_organization();
    block_on(async {
        let app = panel.app().await;
        for number in 0..messages {
            let request = MailboxCreate {
                domain: DOMAIN.into(),
                local_part: format!("casella{number}"),
                communication_email: format!("utente{number}@example.org"),
                ..MailboxCreate::default()
            };
            let grant = Grant::to(Caller::system("trial")).unwrap();
            mailboxes::create(&app, &grant, &request).await.unwrap();
        }
        app.db.close().await;
    });
}

fn serve(panel: &Panel, mail: &MailServer, data: &str) -> Server {
    let mut command = panel.command(&["serve", "--data-dir", data]);
    command.env("SIGILLO_SMTP_URL", mail.url());
    command.env("SIGILLO_SIGNING_KEY_FILE", panel.data().join("signing.key"));
    Server::start(command)
}

/// The result of a statement that selects one number, in the panel's database.
fn number(panel: &Panel, sql: &'static str) -> i64 {
    block_on(async {
        let db = panel.app().await.db;
        let number = match &db {
            Db::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await,
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await,
        };
        db.close().await;
        number.unwrap()
    })
}

/// Ends the leases of a killed server, as two minutes of waiting would.
fn end_leases(panel: &Panel) {
    block_on(async {
        let db = panel.app().await.db;
        let sql = "UPDATE message SET next_attempt_at = created_at WHERE state = 'queued'";
        match &db {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop),
            Db::Postgres { pool, .. } => sqlx::query(sql).execute(pool).await.map(drop),
        }
        .unwrap();
        db.close().await;
    });
}

/// Whether to wait for the leases of killed servers to expire.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leases {
    Awaited,
    EndedByHand,
}

/// Kills the server repeatedly while it sends. No message may be lost; one that was being handed
/// over at that moment may arrive twice, with the same `Message-ID`.
fn kills(engine: Engine, kills: usize, messages: usize, leases: Leases) {
    let panel = Panel::on(engine);
    queue(&panel, messages);
    let mail = MailServer::start(Duration::from_millis(20));
    let mut random = StdRng::seed_from_u64(5);
    let mut in_time = 0;
    for _ in 0..kills {
        let server = serve(&panel, &mail, "data");
        std::thread::sleep(Duration::from_millis(random.random_range(20..180)));
        in_time += usize::from(mail.taken() < messages);
        server.kill();
    }
    let before = mail.taken();
    if leases == Leases::EndedByHand {
        end_leases(&panel);
    }
    let server = serve(&panel, &mail, "data");
    // Received messages are not the whole story: one that was received but not recorded is sent
    // again.
    let asked = Instant::now();
    let recorded = || number(&panel, "SELECT COUNT(*) FROM message WHERE state = 'sent'");
    while usize::try_from(recorded()) != Ok(messages) && asked.elapsed() < TIMEOUT {
        std::thread::sleep(Duration::from_millis(200));
    }
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    let (sent, doubled) = (mail.taken(), mail.doubled());
    println!(
        "{engine:?}: {kills} kills, {in_time} of them under load, {before} of {messages} messages \
         sent by the last: {sent} sent, {} lost, {doubled} doubled",
        messages - sent
    );
    assert_eq!(sent, messages);
    assert_eq!(usize::try_from(recorded()), Ok(messages));
    assert!(in_time > 0, "the load was over before the first blow");
}

/// Messages per second, with one or more servers.
fn speed(engine: Engine, servers: usize, messages: usize) -> f64 {
    let panel = Panel::on(engine);
    queue(&panel, messages);
    let mail = MailServer::start(Duration::ZERO);
    let running: Vec<_> =
        (0..servers).map(|number| serve(&panel, &mail, &format!("data{number}"))).collect();
    mail.wait_for(messages, TIMEOUT);
    let rate = f64::from(u32::try_from(mail.taken()).unwrap()) / mail.span().as_secs_f64();
    drop(running);
    assert_eq!((mail.taken(), mail.doubled()), (messages, 0));
    rate
}

on_both_engines! {
    fn with_no_mail_server_messages_are_files(panel: Panel) {
        queue(panel, 3);
        let folder = panel.data().join("outbox");
        let server = panel.serve();
        let asked = Instant::now();
        let whole = || std::fs::read_dir(&folder).map_or(0, |files| {
            let names = files.map(|file| file.unwrap().file_name());
            names.filter(|name| name.to_string_lossy().ends_with(".eml")).count()
        });
        while whole() < 3 && asked.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(whole(), 3);
        drop(server);
    }
}

#[test]
fn nothing_is_lost_by_a_killed_server_sqlite() {
    kills(Engine::Sqlite, 4, 300, Leases::EndedByHand);
}

#[test]
fn nothing_is_lost_by_a_killed_server_postgres() {
    kills(Engine::Postgres, 4, 300, Leases::EndedByHand);
}

#[test]
fn two_servers_send_each_message_once() {
    speed(Engine::Postgres, 2, 150);
}

#[test]
#[ignore = "some minutes: `./just outbox-trial`"]
fn killed_a_hundred_times_sqlite() {
    kills(Engine::Sqlite, 100, 10_000, Leases::Awaited);
}

#[test]
#[ignore = "some minutes: `./just outbox-trial`"]
fn killed_a_hundred_times_postgres() {
    kills(Engine::Postgres, 100, 10_000, Leases::Awaited);
}

#[test]
#[ignore = "a measurement: `./just outbox-trial`"]
fn messages_a_second() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for servers in [1, 2] {
            println!(
                "{engine:?}, {servers} server(s): {:.0} messages/s",
                speed(engine, servers, 5000)
            );
        }
    }
}
