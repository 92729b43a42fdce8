//! Backups of a database in use, and restoring them.

use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use sigillo_testkit::Engine;

use crate::panel::{Panel, only_line};

#[test]
fn what_was_backed_up_while_in_use_is_whole_and_serves() {
    let panel = Panel::on(Engine::Sqlite);
    panel.create_organization();
    let server = panel.serve();
    let session = server.session("gestore");
    let create = |number: usize| {
        let body = json!({
            "domain": "pec.example.it", "local_part": format!("casella{number}"),
            "communication_email": "utente@example.org",
        });
        server.post("/api/v1/mailboxes").by(&session).json(&body).send().status
    };
    for number in 0..20 {
        assert_eq!(create(number), 201);
    }
    let file = panel.folder.path().join("backup.db");
    let name = file.to_str().unwrap();
    let done = AtomicBool::new(false);
    let during = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut number = 20;
            while !done.load(Ordering::Relaxed) {
                assert_eq!(create(number), 201, "who works is not held up");
                number += 1;
            }
            number
        });
        assert_eq!(panel.run_ok(&["backup", name]), name);
        done.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    });
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");

    // Restoring puts the file in the database's place.
    let restored = Panel::on(Engine::Sqlite);
    std::fs::copy(&file, restored.database.url.strip_prefix("sqlite:").unwrap()).unwrap();
    // The history can only be verified, and go on, with its own key.
    let refused = restored.run(&["history", "verify"]);
    assert!(only_line(&refused.stderr).contains("is missing"), "{refused:?}");
    let bring_back = |key: &str| {
        std::fs::copy(panel.data().join(key), restored.data().join(key)).unwrap();
    };
    bring_back("history.key");
    // Nor would a new key open the personal values in it.
    let refused = restored.run(&["history", "verify"]);
    assert!(only_line(&refused.stderr).contains("personal.key is missing"), "{refused:?}");
    bring_back("personal.key");
    assert!(restored.run_ok(&["history", "verify"]).ends_with("whole"));
    let server = restored.serve();
    let session = server.session("gestore");
    let list = server.get("/api/v1/mailboxes?count=exact").by(&session).send();
    let total = usize::try_from(list.body["total"].as_u64().unwrap()).unwrap();
    assert!((20..=during).contains(&total), "{total} of {during}");
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let panel = Panel::on(Engine::Sqlite);
    panel.run_ok(&["migrate"]);
    let file = panel.folder.path().join("backup.db");
    std::fs::write(&file, "mine").unwrap();
    let done = panel.run(&["backup", file.to_str().unwrap()]);
    assert_eq!(done.code, Some(1));
    assert!(only_line(&done.stderr).contains("is there already"), "{done:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let panel = Panel::on(Engine::Sqlite);
    panel.run_ok(&["migrate"]);
    let done = panel.run(&["backup", "nowhere/backup.db"]);
    assert_eq!(done.code, Some(1));
    assert!(only_line(&done.stderr).contains("nowhere/backup.db"), "{done:?}");
}

#[test]
fn postgres_has_its_own_tools() {
    let panel = Panel::on(Engine::Postgres);
    panel.run_ok(&["migrate"]);
    let file = panel.folder.path().join("backup.db");
    let done = panel.run(&["backup", file.to_str().unwrap()]);
    assert_eq!(done.code, Some(1));
    assert!(only_line(&done.stderr).contains("pg_dump"), "{done:?}");
    assert!(!file.exists());
}
