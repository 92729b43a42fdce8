//! An `SQLite` file is on a full disk, locked by another process, no longer writable, or removed:
//! changes are answered with 503, nothing is half done, and the server recovers by itself.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use sigillo_testkit::EmptyDatabase;
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::TempDir;

use crate::http::{Answer, Session};
use crate::kills::serve;
use crate::load::{Tally, under_load, verified};
use crate::mail_server::MailServer;
use crate::panel::{Panel, Server, block_on};
use crate::workload::{DOMAIN, administrators};

/// The time that a request waits for the lock plus the time that a test write is trusted.
const RECOVERY: Duration = Duration::from_secs(30);

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let done = Command::new(program).args(arguments).output();
    done.is_ok_and(|done| done.status.success())
}

/// A small disk of its own, where the machine can mount one.
struct Disk(TempDir);

impl Disk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().to_str().unwrap();
        if succeeds("mount", &["-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", place]) {
            return Some(Self(folder));
        }
        println!("skipped: a disk of its own takes the right to mount one");
        None
    }

    fn ballast(&self) -> PathBuf {
        self.0.path().join("ballast")
    }

    fn fill(&self) {
        let mut file = fs::File::create(self.ballast()).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        succeeds("umount", &["-l", self.0.path().to_str().unwrap()]);
    }
}

fn panel(file: &Path) -> Panel {
    let panel = Panel::over(EmptyDatabase::in_file(file));
    panel.create_organization();
    panel
}

fn create(server: &Server, session: &Session) -> Answer {
    // A new name each time, since a taken one is refused before anything is written.
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let name = format!("casella{}", MADE.fetch_add(1, Ordering::Relaxed));
    let body =
        json!({"domain": DOMAIN, "local_part": name, "communication_email": "a@example.org"});
    server.post("/api/v1/mailboxes").by(session).json(&body).send()
}

fn health(server: &Server) -> u16 {
    server.get("/api/health").send().status
}

fn reads(server: &Server, session: &Session) -> u16 {
    server.get("/api/v1/mailboxes").by(session).send().status
}

#[track_caller]
fn assert_unavailable(answer: &Answer) {
    assert_eq!(
        (answer.status, &answer.body["code"]),
        (503, &"unavailable".into()),
        "{}",
        answer.body
    );
    assert!(answer.header("retry-after").is_some());
}

#[track_caller]
fn wait_for(what: &str, mut there: impl FnMut() -> bool) -> f64 {
    let asked = Instant::now();
    while !there() {
        assert!(asked.elapsed() < RECOVERY, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
    asked.elapsed().as_secs_f64()
}

/// The behaviour during and after a fault, under load.
fn trial(
    panel: &Panel,
    begin: impl FnOnce(),
    reads_go_on: bool,
    end: impl FnOnce(),
) -> (Tally, String) {
    let mail = MailServer::start(Duration::from_millis(2));
    let server = serve(panel, &mail, "data");
    let session = server.session("gestore");
    let mut workers = administrators(3);
    let mut back = 0.0;
    under_load(&mut workers, &server, &session, || {
        std::thread::sleep(Duration::from_millis(300));
        begin();
        wait_for("changes are refused", || {
            let answer = create(&server, &session);
            (answer.status == 503).then(|| assert_unavailable(&answer)).is_some()
        });
        // On a full disk the journal keeps the space it has, so small changes may still succeed.
        wait_for("health tells", || {
            health(&server) == 503 || create(&server, &session).status != 503
        });
        assert_eq!(reads(&server, &session), if reads_go_on { 200 } else { 503 });
        end();
        back = wait_for("changes are taken again", || create(&server, &session).status == 201);
        back += wait_for("health tells", || health(&server) == 200);
        std::thread::sleep(Duration::from_millis(300));
    });
    let tally = verified(workers, &server, &session);
    println!(
        "  {} acknowledged, {} answered with 503, slowest {:.2} s, back {back:.2} s after it, {} wrong",
        tally.acknowledged,
        tally.unavailable,
        tally.slowest.as_secs_f64(),
        tally.wrong.len()
    );
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert_eq!(tally.in_doubt, 0);
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(panel.run_ok(&["history", "verify"]).ends_with("whole"));
    (tally, log)
}

fn assert_says(log: &str, file: &Path, words: &str) {
    let file = file.to_str().unwrap();
    let said = log.lines().any(|line| line.contains(file) && line.contains(words));
    assert!(said, "{words}: {}", log.lines().take(40).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_disk_is_full() {
    let Some(disk) = Disk::new() else { return };
    let file = disk.0.path().join("sigillo.db");
    let panel = panel(&file);
    let (_, log) = trial(&panel, || disk.fill(), true, || disk.make_room());
    assert_says(&log, &file, "make room");
}

#[test]
fn another_process_holds_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sigillo.db");
    let panel = panel(&file);
    let other = std::cell::RefCell::new(None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begin = || {
        let held = runtime.block_on(async {
            let mut held = SqliteConnection::connect(&panel.database.url).await.unwrap();
            held.execute("PRAGMA busy_timeout = 10000").await.unwrap();
            held.execute("BEGIN IMMEDIATE").await.unwrap();
            held
        });
        other.replace(Some(held));
    };
    let end = || runtime.block_on(async { other.take().unwrap().close().await.unwrap() });
    let (tally, log) = trial(&panel, begin, true, end);
    assert!(tally.slowest < Duration::from_secs(13), "{tally:?}");
    assert_says(&log, &file, "see who has it open");
}

#[test]
fn the_file_becomes_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sigillo.db");
    let panel = panel(&file);
    let probe = folder.path().join("probe");
    fs::write(&probe, "").unwrap();
    if !succeeds("chattr", &["+i", probe.to_str().unwrap()]) {
        println!("skipped: files that even root may not write are not to be had here");
        return;
    }
    succeeds("chattr", &["-i", probe.to_str().unwrap()]);
    let log = format!("{}-wal", file.display());
    let set = |flag: &str| assert!(succeeds("chattr", &[flag, file.to_str().unwrap(), &log]));
    let (_, log) = trial(&panel, || set("+i"), true, || set("-i"));
    // The error depends on whether the journal had to be reopened meanwhile.
    let reasons = ["the disk refuses", "may not be written"];
    let name = file.to_str().unwrap();
    let says =
        |line: &str| line.contains(name) && reasons.iter().any(|reason| line.contains(reason));
    assert!(log.lines().any(says), "{log}");
}

#[test]
fn the_file_is_moved_away() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sigillo.db");
    let panel = panel(&file);
    let aside = folder.path().join("aside.db");
    let begin = || fs::rename(&file, &aside).unwrap();
    let (_, log) = trial(&panel, begin, false, || fs::rename(&aside, &file).unwrap());
    assert_says(&log, &file, "move it back");
}

#[test]
fn the_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sigillo.db");
    let panel = panel(&file);
    let aside = folder.path().join("aside.db");
    let begin = || {
        fs::rename(&file, &aside).unwrap();
        fs::copy(&aside, &file).unwrap();
    };
    let (_, log) = trial(&panel, begin, false, || fs::rename(&aside, &file).unwrap());
    assert_says(&log, &file, "is another file than the one that was opened");
}

#[test]
fn a_backup_onto_a_full_disk_leaves_no_file() {
    let Some(disk) = Disk::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let panel = panel(&folder.path().join("sigillo.db"));
    disk.fill();
    let file = disk.0.path().join("backup.db");
    let done = panel.run(&["backup", file.to_str().unwrap()]);
    assert_eq!(done.code, Some(1), "{done:?}");
    let line = crate::panel::only_line(&done.stderr);
    assert!(line.contains("backup.db") && line.contains("full"), "{line}");
    let left: Vec<_> =
        fs::read_dir(disk.0.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left, ["ballast"]);
    disk.make_room();
    panel.run_ok(&["backup", file.to_str().unwrap()]);
    // SQLite's own integrity check.
    let sound: String = block_on(async {
        let url = format!("sqlite:{}", file.display());
        let mut backup = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut backup).await.unwrap()
    });
    assert_eq!(sound, "ok");
}
