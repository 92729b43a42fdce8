//! `sigillo history verify`, before and after somebody has altered the tables.

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
        assert_eq!(whole.stdout, "4 chains, 4 records: whole\n");
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
}
