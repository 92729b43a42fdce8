//! `sigillo history verify`, before and after somebody has altered the tables.

use std::io::Write;

use serde_json::json;
use sqlx::{AssertSqlSafe, Connection};

use crate::panel::{Panel, block_on, only_line};

/// Changes the database behind the panel's back.
fn tamper(panel: &Panel, statement: &str) {
    let statement = AssertSqlSafe(statement.to_owned());
    let url = &panel.database.url;
    let touched = block_on(async {
        if url.starts_with("sqlite:") {
            let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
            sqlx::query(statement).execute(&mut connection).await.unwrap().rows_affected()
        } else {
            let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
            sqlx::query(statement).execute(&mut connection).await.unwrap().rows_affected()
        }
    });
    assert_eq!(touched, 1);
}

on_both_engines! {
    fn what_was_altered_by_hand_is_found(panel: Panel) {
        panel.create_organization();
        let server = panel.serve();
        let session = server.session("gestore");
        let request = json!({
            "domain": "pec.example.it",
            "local_part": "protocollo",
            "communication_email": "protocollo@example.org",
        });
        let created = server.post("/api/v1/mailboxes").by(&session).json(&request).send();
        let id = created.body["id"].as_str().expect("a mailbox").to_owned();
        drop(server);
        let whole = panel.run(&["history", "verify"]);
        assert_eq!((whole.code, whole.stderr.as_str()), (Some(0), ""));
        assert!(whole.stdout.ends_with("4 chains, 4 records: whole\n"), "{}", whole.stdout);
        for (altered, restored, message) in [
            (
                "UPDATE mailbox SET quota_mb = quota_mb + 1",
                "UPDATE mailbox SET quota_mb = quota_mb - 1",
                "the mailbox is not what its history says",
            ),
            (
                "UPDATE history SET actor_name = 'rosa' WHERE actor_name = 'gestore'",
                "UPDATE history SET actor_name = 'gestore' WHERE actor_name = 'rosa'",
                "record 1: the record does not match its seal",
            ),
            (
                "UPDATE history_chain SET length = 2 WHERE subject_kind = 'mailbox'",
                "UPDATE history_chain SET length = 1 WHERE subject_kind = 'mailbox'",
                "records are missing at the end",
            ),
        ] {
            tamper(panel, altered);
            let broken = panel.run(&["history", "verify"]);
            assert_eq!((broken.code, broken.stdout.as_str()), (Some(1), ""), "{altered}");
            let line = only_line(&broken.stderr);
            assert!(line.contains(&format!("mailbox {id}")) && line.contains(message), "{line}");
            tamper(panel, restored);
            assert_eq!(panel.run(&["history", "verify"]).code, Some(0), "{restored}");
        }
    }

    fn a_server_seals_the_log_and_leaves_a_checkpoint(panel: Panel) {
        panel.create_organization();
        let empty = panel.run_ok(&["history", "verify"]);
        assert!(empty.contains("log: empty") && empty.contains("not in the log yet: 3 records"), "{empty}");
        let (code, log) = panel.serve().stop();
        assert_eq!(code, Some(0), "{log}");
        let whole = panel.run_ok(&["history", "verify"]);
        assert!(whole.contains("log: positions 1 to 3, "), "{whole}");
        assert!(whole.contains("nothing could be forged without the key"), "{whole}");
        assert!(whole.contains("checkpoints: the log agrees with all "), "{whole}");

        // A line that a crash cut off takes neither its successors nor the verification with it.
        let file = panel.data().join("checkpoints.jsonl");
        let mut torn = std::fs::OpenOptions::new().append(true).open(&file).unwrap();
        torn.write_all(b"{\"log\":\"eea6").unwrap();
        assert_eq!(panel.serve().stop().0, Some(0));
        let whole = panel.run_ok(&["history", "verify"]);
        assert!(whole.contains("not a checkpoint, and not compared"), "{whole}");
        assert_eq!(whole.matches("not a checkpoint").count(), 1, "{whole}");
        assert!(whole.contains("checkpoints: the log agrees with all "), "{whole}");

        let kept = panel.folder.path().join("kept.jsonl");
        std::fs::rename(&file, &kept).unwrap();
        assert!(panel.run_ok(&["history", "verify"]).contains("checkpoints: none"));
        let kept = kept.to_str().unwrap();
        let compared = panel.run_ok(&["history", "verify", "--checkpoint", kept]);
        assert!(compared.contains("the log agrees with all "), "{compared}");
        panel.run_ok(&["organization", "create", "--name", "Altro ente"]);
        let since = panel.run_ok(&["history", "verify", "--since", kept]);
        assert!(since.ends_with("\n1 chains, 1 records: whole"), "{since}");
        let since = panel.run_ok(&["history", "verify", "--since", "2001-01-01"]);
        assert!(since.ends_with("\n4 chains, 4 records: whole"), "{since}");
        let neither = panel.run(&["history", "verify", "--since", "ieri"]);
        assert_eq!(neither.code, Some(1));
        assert!(only_line(&neither.stderr).contains("neither a date"), "{neither:?}");
    }

    fn the_key_is_changed_and_what_the_former_one_has_sealed_stays_proven(panel: Panel) {
        panel.create_organization();
        let server = panel.serve();
        let session = server.session("gestore");
        let create = |name: &str| {
            let request = json!({
                "domain": "pec.example.it",
                "local_part": name,
                "communication_email": "protocollo@example.org",
            });
            server.post("/api/v1/mailboxes").by(&session).json(&request).send().status
        };
        assert_eq!(create("prima"), 201);
        let present = panel.data().join("history.key");
        let former = std::fs::read(&present).unwrap();
        let changed = panel.run_ok(&["history", "rotate-key"]);
        assert!(changed.contains("restart the servers"), "{changed}");
        assert_ne!(std::fs::read(&present).unwrap(), former);
        // A server that still has the former key records nothing with it.
        assert_eq!(create("durante"), 500);
        drop(server);
        let whole = panel.run_ok(&["history", "verify"]);
        assert!(whole.ends_with("4 chains, 5 records: whole"), "{whole}");
        let server = panel.serve();
        let session = server.session("gestore");
        let request = json!({
            "domain": "pec.example.it",
            "local_part": "dopo",
            "communication_email": "protocollo@example.org",
        });
        assert_eq!(server.post("/api/v1/mailboxes").by(&session).json(&request).send().status, 201);
        assert_eq!(server.stop().0, Some(0));
        // The checkpoints of both keys are compared.
        let whole = panel.run_ok(&["history", "verify"]);
        assert!(whole.contains("checkpoints: the log agrees with all "), "{whole}");
        assert!(whole.ends_with("5 chains, 6 records: whole"), "{whole}");
        panel.run_ok(&["history", "rotate-key"]);
        let whole = panel.run_ok(&["history", "verify"]);
        assert!(whole.ends_with("5 chains, 7 records: whole"), "{whole}");

        // What an attacker with the former key could try.
        for (altered, restored) in [
            (
                "UPDATE history SET actor_name = 'altri' WHERE log_position = 1",
                "UPDATE history SET actor_name = 'command line' WHERE log_position = 1",
            ),
            (
                "UPDATE history_block SET key_id = 'f' || key_id
                 WHERE last_position = (SELECT MAX(last_position) FROM history_block)",
                "UPDATE history_block SET key_id = substr(key_id, 2)
                 WHERE last_position = (SELECT MAX(last_position) FROM history_block)",
            ),
        ] {
            tamper(panel, altered);
            assert_eq!(panel.run(&["history", "verify"]).code, Some(1), "{altered}");
            tamper(panel, restored);
            assert_eq!(panel.run(&["history", "verify"]).code, Some(0), "{restored}");
        }
        let is_former = |path: &std::path::PathBuf| {
            path.file_name().unwrap().to_string_lossy().starts_with("history-")
        };
        let folder = std::fs::read_dir(panel.data()).unwrap();
        let kept: Vec<_> = folder.map(|entry| entry.unwrap().path()).filter(is_former).collect();
        assert_eq!(kept.len(), 2);
        for file in kept {
            let aside = panel.folder.path().join("aside.key");
            std::fs::rename(&file, &aside).unwrap();
            let lost = panel.run(&["history", "verify"]);
            let name = file.file_name().unwrap().to_string_lossy();
            let line = only_line(&lost.stderr);
            assert_eq!(lost.code, Some(1));
            assert!(line.contains(&format!("whose file {name} is missing")), "{line}");
            std::fs::rename(&aside, &file).unwrap();
        }
        // The last blocks of the new key are taken away, and with them the change of the key.
        let newest = "(SELECT key_id FROM history_block ORDER BY last_position DESC LIMIT 1)";
        tamper(panel, &format!("DELETE FROM history_block WHERE key_id = {newest}"));
        let line = panel.run(&["history", "verify"]).stderr;
        assert!(line.contains("a former key behind those of a later one"), "{line}");
    }

    fn an_interrupted_change_of_the_key_is_completed_at_the_next_start(panel: Panel) {
        panel.create_organization();
        let key = panel.data().join("history.key");
        let former = std::fs::read(&key).unwrap();
        panel.run_ok(&["history", "rotate-key"]);
        // As it is when the process ends between the database and the files.
        std::fs::rename(&key, panel.data().join("history.key.next")).unwrap();
        std::fs::write(&key, &former).unwrap();
        std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        panel.run_ok(&["history", "verify"]);
        assert_ne!(std::fs::read(&key).unwrap(), former);
        // As it is when it ends before the database was changed.
        std::fs::write(panel.data().join("history.key.next"), [7; 32]).unwrap();
        let next = panel.data().join("history.key.next");
        std::fs::set_permissions(&next, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        panel.run_ok(&["history", "verify"]);
        panel.run_ok(&["history", "rotate-key"]);
        assert_eq!(std::fs::read(&key).unwrap(), [7; 32]);
        panel.run_ok(&["history", "verify"]);
    }

    fn a_server_with_another_key_is_refused(panel: Panel) {
        panel.create_organization();
        let file = panel.data().join("history.key");
        let commands = [&["serve"][..], &["history", "verify"], &["organization", "create", "--name", "Altro"]];
        let all_refused = |reason: &str| {
            for arguments in commands {
                let refused = panel.run(arguments);
                assert_eq!(refused.code, Some(1), "{arguments:?}");
                assert!(refused.stderr.contains(reason), "{refused:?}");
            }
        };
        let kept = panel.folder.path().join("kept.key");
        std::fs::rename(&file, &kept).unwrap();
        all_refused("is missing");
        assert!(!file.exists());
        std::fs::copy(&kept, &file).unwrap();
        std::fs::write(&file, [1; 32]).unwrap();
        all_refused("is sealed with another key");
        std::fs::rename(&kept, &file).unwrap();
        panel.run_ok(&["history", "verify"]);
    }
}

#[test]
fn a_database_file_rolled_back_to_a_copy_is_found() {
    let panel = Panel::on(sigillo_testkit::Engine::Sqlite);
    panel.create_organization();
    let copy = panel.folder.path().join("copy.db");
    panel.run_ok(&["backup", copy.to_str().unwrap()]);
    panel.run_ok(&["organization", "create", "--name", "Altro ente"]);
    assert_eq!(panel.serve().stop().0, Some(0));
    assert_eq!(panel.run(&["history", "verify"]).code, Some(0));

    let file = panel.database.url.strip_prefix("sqlite:").unwrap();
    for beside in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{file}{beside}"));
    }
    std::fs::copy(&copy, file).unwrap();
    let broken = panel.run(&["history", "verify"]);
    assert_eq!(broken.code, Some(1), "{broken:?}");
    let line = only_line(&broken.stderr);
    assert!(line.starts_with("broken: log: the log ends at position 0"), "{line}");
}
