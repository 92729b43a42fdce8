//! A server keeps running, and starts, while the next release runs on the same database. The next
//! release is the same binary with additional migrations, which only a debug build accepts.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use sigillo_testkit::Engine;
use tempfile::TempDir;

use crate::kills::serve_command;
use crate::load::{under_load, verified};
use crate::mail_server::MailServer;
use crate::panel::{Done, Panel, Server, only_line, run};
use crate::workload::{administrators, administrators_from};

/// A migration that is allowed while servers of the previous release are running.
const ADDITION: &str = "ALTER TABLE mailbox ADD COLUMN colour TEXT;
    CREATE TABLE colour (id BIGINT PRIMARY KEY, name TEXT NOT NULL);";
/// A change that invalidates the prepared statements of running servers.
const CHANGED_TYPE: &str =
    "ALTER TABLE mailbox ALTER COLUMN communication_email TYPE TEXT COLLATE \"C\";";
/// A migration that is allowed one release later at the earliest.
const REMOVAL: &str = "DROP TABLE colour;
    UPDATE schema_compatibility SET least_version = 9001, least_release = '9.1.0';";

/// A server of the present release, or of a later one that has the migrations in this folder too.
fn serve(panel: &Panel, mail: &MailServer, data: &str, later: Option<&Path>) -> Server {
    let mut command = serve_command(panel, mail, data);
    command.env("RUST_LOG", "warn,sigillo_storage=info");
    Server::start(of_release(command, later))
}

fn run_command(panel: &Panel, arguments: &[&str], later: Option<&Path>) -> Done {
    run(&mut of_release(panel.command(arguments), later), "")
}

fn of_release(mut command: Command, later: Option<&Path>) -> Command {
    if let Some(folder) = later {
        command.env("SIGILLO_TEST_LATER_MIGRATIONS", folder);
    }
    command
}

/// A folder with the additional migrations of a later release.
fn release(migrations: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in migrations {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn servers_keep_running_and_start_after_the_next_release_has_migrated() {
    let panel = Panel::on(Engine::Postgres);
    panel.create_organization();
    let addition = format!("{ADDITION}{CHANGED_TYPE}");
    let addition = ("9001_addition.sql", addition.as_str());
    let (next, last) = (release(&[addition]), release(&[addition, ("9002_removal.sql", REMOVAL)]));
    let (next, last) = (Some(next.path()), Some(last.path()));
    let mail = MailServer::start(Duration::ZERO);
    let serve = |data, later| serve(&panel, &mail, data, later);

    let old = serve("old", None);
    let session = old.session("gestore");
    let (mut at_old, mut at_new) = (administrators(3), administrators_from(3, 3));
    let mut new = None;
    // The tables are migrated while a server is in use.
    under_load(&mut at_old, &old, &session, || {
        std::thread::sleep(Duration::from_millis(800));
        new = Some(serve("new", next));
        std::thread::sleep(Duration::from_millis(800));
    });
    let new = new.expect("the next release did not start");
    under_load(&mut at_old, &old, &session, || {
        under_load(&mut at_new, &new, &session, || std::thread::sleep(Duration::from_millis(800)));
    });
    let (code, log) = old.stop();
    assert_eq!(code, Some(0), "{log}");

    let old = serve("old", None);
    under_load(&mut at_old, &old, &session, || std::thread::sleep(Duration::from_millis(800)));
    let message = "a newer release has migrated the tables; this one can still work with them";

    // The table that only the later release knew of is dropped: the running server does not notice,
    // and no further one of its release may start.
    let newest = serve("newest", last);
    under_load(&mut at_old, &old, &session, || std::thread::sleep(Duration::from_millis(800)));
    for arguments in [&["serve"][..], &["migrate"], &["history", "verify"]] {
        let refused = run_command(&panel, arguments, None);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        let line = only_line(&refused.stderr);
        let own = format!("this is Sigillo {} (schema ", env!("CARGO_PKG_VERSION"));
        for part in ["need Sigillo 9.1.0 or newer (schema 9001)", &own] {
            assert!(line.contains(part), "{part:?} is missing: {line}");
        }
    }
    let done = run_command(&panel, &["migrate"], next);
    assert_eq!(done.code, Some(0), "{done:?}");

    let tallies = [verified(at_old, &old, &session), verified(at_new, &new, &session)];
    // The old server noticed that its prepared statements were invalid.
    assert!(tallies[0].unavailable < 20 && tallies[1].unavailable == 0, "{tallies:?}");
    for tally in tallies {
        assert_eq!(tally.in_doubt, 0, "{tally:?}");
        assert_eq!(tally.wrong, Vec::<String>::new());
        assert!(tally.acknowledged > 3, "too little load to prove anything: {tally:?}");
    }
    let (code, log) = old.stop();
    assert!(code == Some(0) && log.contains(message), "{log}");
    for server in [new, newest] {
        let (code, log) = server.stop();
        assert_eq!(code, Some(0), "{log}");
    }
    let verify = run_command(&panel, &["history", "verify"], last);
    assert!(verify.stdout.trim_end().ends_with("whole"), "{verify:?}");
}

#[test]
fn the_previous_release_also_runs_on_sqlite_after_a_migration() {
    let panel = Panel::on(Engine::Sqlite);
    panel.create_organization();
    let next = release(&[("9001_addition.sql", ADDITION)]);
    let done = run_command(&panel, &["migrate"], Some(next.path()));
    assert_eq!(done.code, Some(0), "{done:?}");
    let mail = MailServer::start(Duration::ZERO);
    let server = serve(&panel, &mail, "data", None);
    let session = server.session("gestore");
    let mut workers = administrators(2);
    under_load(&mut workers, &server, &session, || std::thread::sleep(Duration::from_millis(500)));
    let tally = verified(workers, &server, &session);
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert!(tally.acknowledged > 0);
}
