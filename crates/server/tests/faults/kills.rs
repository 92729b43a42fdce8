//! The server is killed repeatedly under load.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sigillo_storage::Db;
use sigillo_testkit::Engine;

use crate::clerk::{Clerk, prepare_clerks};
use crate::cluster::Cluster;
use crate::holder::prepare_contracts;
use crate::importer::{Importer, Rows, rows_done_twice};
use crate::load::{Tally, under_load, verified};
use crate::mail_server::MailServer;
use crate::panel::{Panel, Server, block_on};
use crate::signer::Signer;
use crate::workload::administrators;

const ADMINISTRATORS: usize = 6;
/// Longer than a lease, for which the messages of a killed worker have to wait.
const TIMEOUT: Duration = Duration::from_mins(4);

/// Which process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    Server,
    Postgres,
}

/// A server with all its workers: messages go to a mail server, and the mail host is down, so that
/// effects are requested, claimed and postponed.
pub fn serve(panel: &Panel, mail: &MailServer, data: &str) -> Server {
    Server::start(serve_command(panel, mail, data))
}

pub fn serve_command(panel: &Panel, mail: &MailServer, data: &str) -> Command {
    let key = panel.folder.path().join("doveadm.key");
    std::fs::write(&key, "chiave").unwrap();
    let mut command = panel.command(&["serve", "--data-dir", data]);
    command.env("SIGILLO_SMTP_URL", mail.url());
    command.env("SIGILLO_SIGNING_KEY_FILE", panel.data().join("signing.key"));
    command.env("SIGILLO_MAILHOST_URL", "http://127.0.0.1:9");
    command.env("SIGILLO_MAILHOST_KEY_FILE", key).env("SIGILLO_MAILHOST_MAIL_DIR", "/var/mail");
    command.env("RUST_LOG", "warn,sigillo::workers=info,sigillo_app=error");
    command
}

/// The result of a statement that selects one number, in the panel's database.
pub fn number(panel: &Panel, sql: &'static str) -> i64 {
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

/// Applies load until the kill, repeatedly; afterwards nothing that was acknowledged may be
/// missing, and nothing may exist in part or twice.
fn trial(panel: &Panel, cluster: Option<&Cluster>, blow: Blow, kills: usize) -> Tally {
    panel.create_organization();
    prepare_contracts(panel);
    prepare_clerks(panel);
    let mail = Arc::new(MailServer::start(Duration::from_millis(2)));
    let mut workers = administrators(ADMINISTRATORS);
    workers.push(Box::new(Importer::new("file", Rows::Mailboxes)));
    workers.push(Box::new(Importer::new("persone", Rows::Holders)));
    workers.push(Box::new(Signer::new("firma", &mail)));
    workers.push(Box::new(Signer::new("firme", &mail)));
    workers.push(Box::new(Clerk::new("atti", panel)));
    workers.push(Box::new(Clerk::new("carte", panel)));
    let mut random = StdRng::seed_from_u64(11);
    let mut server = serve(panel, &mail, "data");
    let session = server.session("gestore");
    let mut slowest_start = Duration::ZERO;
    for _ in 0..kills {
        let wait = Duration::from_millis(random.random_range(100..700));
        under_load(&mut workers, &server, &session, || {
            std::thread::sleep(wait);
            match blow {
                Blow::Server => server.kill_while_in_use(),
                Blow::Postgres => {
                    let cluster = cluster.expect("a cluster of its own");
                    cluster.kill();
                    std::thread::sleep(wait);
                    cluster.start_again();
                    std::thread::sleep(wait);
                }
            }
        });
        if blow == Blow::Server {
            drop(server);
            let began = Instant::now();
            server = serve(panel, &mail, "data");
            slowest_start = slowest_start.max(began.elapsed());
        }
    }
    let tally = verified(workers, &server, &session);
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(panel.run_ok(&["history", "verify"]).ends_with("whole"));
    println!("  {}", panel.run_ok(&["documents", "verify", "--data-dir", "data"]));
    assert_eq!(number(panel, rows_done_twice()), 0);
    let rows = number(panel, "SELECT COUNT(*) FROM message");
    let distinct =
        "SELECT COUNT(*) FROM (SELECT DISTINCT cause_id, kind, recipient FROM message) m";
    assert_eq!(number(panel, distinct), rows);
    println!(
        "{blow:?} killed {kills} times: {} changes acknowledged, {} in doubt of which {} done, {} told \
         503, {} wrong; {rows} messages; slowest start {:.2} s, slowest request {:.2} s",
        tally.acknowledged,
        tally.in_doubt,
        tally.in_doubt_and_done,
        tally.unavailable,
        tally.wrong.len(),
        slowest_start.as_secs_f64(),
        tally.slowest.as_secs_f64(),
    );
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert!(tally.acknowledged > kills, "too little load to prove anything: {tally:?}");
    all_messages_leave(panel, &mail, rows);
    tally
}

/// Messages held by killed servers are sent once their leases have expired.
pub fn all_messages_leave(panel: &Panel, mail: &MailServer, rows: i64) {
    end_leases(panel);
    let server = serve(panel, mail, "data");
    let asked = Instant::now();
    let waiting = || number(panel, "SELECT COUNT(*) FROM message WHERE state = 'queued'");
    while waiting() > 0 && asked.elapsed() < TIMEOUT {
        std::thread::sleep(Duration::from_millis(200));
    }
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    let sent = number(panel, "SELECT COUNT(*) FROM message WHERE state = 'sent'");
    let dropped = number(panel, "SELECT COUNT(*) FROM message WHERE state = 'dropped'");
    println!(
        "  of {rows} messages {sent} sent, {dropped} overtaken by a newer link, {} came twice under \
         one Message-ID; all settled {:.1} s after the last start",
        mail.doubled(),
        asked.elapsed().as_secs_f64()
    );
    assert_eq!(sent + dropped, rows);
    assert!(usize::try_from(sent).unwrap() <= mail.taken());
}

/// Ends the leases of a killed server, as two minutes of waiting would.
pub fn end_leases(panel: &Panel) {
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

fn sqlite(kills: usize) -> Tally {
    trial(&Panel::on(Engine::Sqlite), None, Blow::Server, kills)
}

fn postgres(blow: Blow, kills: usize) -> Tally {
    let cluster = Cluster::start();
    trial(&cluster.panel(), Some(&cluster), blow, kills)
}

#[test]
fn acknowledged_changes_survive_a_killed_server_sqlite() {
    sqlite(3);
}

#[test]
fn acknowledged_changes_survive_a_killed_server_postgres() {
    postgres(Blow::Server, 3);
}

#[test]
fn acknowledged_changes_survive_a_killed_postgres() {
    postgres(Blow::Postgres, 1);
}

#[test]
#[ignore = "some minutes: `./just fault-trial`"]
fn a_server_killed_a_hundred_times_sqlite() {
    sqlite(100);
}

#[test]
#[ignore = "some minutes: `./just fault-trial`"]
fn a_server_killed_a_hundred_times_postgres() {
    postgres(Blow::Server, 100);
}

#[test]
#[ignore = "some minutes: `./just fault-trial`"]
fn postgres_killed_ten_times() {
    postgres(Blow::Postgres, 10);
}
