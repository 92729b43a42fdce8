//! What somebody who can write the database, but does not have the history's key, can do to the history.

use std::sync::Arc;

use serde_json::json;
use sigillo_app::history::{
    Break, Checkpoint, KeyChange, Proof, Request, Since, change_key, checkpoint,
    queue_checkpoint_email, verify,
};
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange, Record};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::message::{Content, Language, MessageKind, OrganizationMessage};
use sigillo_domain::permission::Permission;
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::Db;
use sigillo_storage::history::{Chain, NewRecord, SealedRecord, append, chains, whole};
use sigillo_storage::schema_objects;
use sigillo_testkit::{Engine, TestApp, history_key, on_both_engines};
use uuid::Uuid;

const UNO: &str = "(SELECT id FROM mailbox WHERE local_part = 'uno')";
const DUE: &str = "(SELECT id FROM mailbox WHERE local_part = 'due')";

/// A manipulation by SQL, straight on the database.
struct Manipulation {
    name: &'static str,
    sql: &'static str,
    /// What the verification says.
    found: &'static str,
    fields: &'static [&'static str],
}

const fn of(name: &'static str, sql: &'static str, found: &'static str) -> Manipulation {
    Manipulation { name, sql, found, fields: &[] }
}

const fn of_field(
    name: &'static str,
    sql: &'static str,
    found: &'static str,
    fields: &'static [&'static str],
) -> Manipulation {
    Manipulation { name, sql, found, fields }
}

/// `UNO` and `DUE` stand for the ids of two mailboxes. The chain of a mailbox is mended by the text of
/// `MEND`, which makes its row fit the records that are left. `WITHOUT_FOREIGN_KEY` lets a chain be removed
/// while its records stay.
const MANIPULATIONS: [Manipulation; 25] = [
    of(
        "record removed from the middle",
        "DELETE FROM history WHERE seq = 2 AND subject_id = UNO",
        "a record is missing",
    ),
    of(
        "record removed at the end",
        "DELETE FROM note WHERE subject_id = DUE;
         DELETE FROM history WHERE subject_id = DUE
            AND seq = (SELECT length FROM history_chain WHERE subject_id = DUE)",
        "records are missing at the end",
    ),
    of(
        "record removed at the end with chain row mended",
        "DELETE FROM note WHERE subject_id = DUE;
         DELETE FROM history WHERE subject_id = DUE
            AND seq = (SELECT length FROM history_chain WHERE subject_id = DUE);
         MEND DUE",
        "is missing",
    ),
    of(
        "field changes altered",
        "UPDATE history SET changes = replace(changes, '2000', '9000') WHERE subject_id = UNO;
         UPDATE mailbox SET quota_mb = 9000 WHERE local_part = 'uno'",
        "the record does not match its seal",
    ),
    of(
        "mailbox deleted with its chain",
        "DELETE FROM message WHERE subject_id = DUE; DELETE FROM note WHERE subject_id = DUE;
         DELETE FROM link_token WHERE link_id IN (SELECT id FROM link WHERE subject_id = DUE);
         DELETE FROM link WHERE subject_id = DUE; DELETE FROM mailbox_password WHERE mailbox_id = DUE;
         DELETE FROM history WHERE subject_id = DUE; DELETE FROM history_chain WHERE subject_id = DUE;
         DELETE FROM mailbox WHERE local_part = 'due'",
        "is missing",
    ),
    of(
        "mailbox deleted, with its history left",
        "DELETE FROM message WHERE subject_id = DUE; DELETE FROM note WHERE subject_id = DUE;
         DELETE FROM link_token WHERE link_id IN (SELECT id FROM link WHERE subject_id = DUE);
         DELETE FROM link WHERE subject_id = DUE; DELETE FROM mailbox_password WHERE mailbox_id = DUE;
         DELETE FROM mailbox WHERE local_part = 'due'",
        "the mailbox is not there any more",
    ),
    of(
        "mailbox deleted with the row of its chain, with its records left",
        "WITHOUT_FOREIGN_KEY;
         DELETE FROM message WHERE subject_id = DUE; DELETE FROM note WHERE subject_id = DUE;
         DELETE FROM link_token WHERE link_id IN (SELECT id FROM link WHERE subject_id = DUE);
         DELETE FROM link WHERE subject_id = DUE; DELETE FROM mailbox_password WHERE mailbox_id = DUE;
         DELETE FROM history_chain WHERE subject_id = DUE;
         DELETE FROM mailbox WHERE local_part = 'due'",
        "belong to no chain",
    ),
    of(
        "mailbox row inserted",
        "INSERT INTO mailbox (id, domain_id, local_part, address, state, password_state, communication_email,
            quota_mb, soft_limit_mb, used_bytes, preservation, created_at, created_by, activated_at, expires_at,
            cancelled_at, version, storage_key)
         SELECT domain_id, domain_id, 'x', 'x@pec.example.it', 'active', 'to_set', NULL, 1, 1, NULL, preservation,
            created_at, 'x', NULL, NULL, NULL, 1, '00000000000000000000000000000001'
         FROM mailbox WHERE local_part = 'uno'",
        "the mailbox has no history at all",
    ),
    of_field(
        "assistant made operator",
        "DELETE FROM account_grant;
         UPDATE account SET role = 'operator', organization_id = NULL WHERE username = 'luca'",
        "the account is not what its history says",
        &["role", "organization_id", "grants"],
    ),
    of_field(
        "account re-enabled",
        "UPDATE account SET state = 'enabled' WHERE username = 'mario'",
        "the account is not what its history says",
        &["state"],
    ),
    of_field(
        "grant added",
        "INSERT INTO account_grant (account_id, domain_id, permission)
         SELECT account_id, domain_id, 'cancel' FROM account_grant WHERE permission = 'view'",
        "the account is not what its history says",
        &["grants"],
    ),
    of_field(
        "grant removed",
        "DELETE FROM account_grant WHERE permission = 'edit'",
        "the account is not what its history says",
        &["grants"],
    ),
    of_field(
        "account password hash replaced",
        "UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE username = 'rosa')
         WHERE username = 'gestore'",
        "the account is not what its history says",
        &["password_digest"],
    ),
    of_field(
        "mailbox password hash replaced",
        "UPDATE mailbox_password SET hash = (SELECT hash FROM mailbox_password WHERE mailbox_id = DUE)
         WHERE mailbox_id = UNO",
        "the mailbox is not what its history says",
        &["password_digest"],
    ),
    of(
        "note's text altered",
        "UPDATE note SET text = 'tutto regolare' WHERE subject_id = UNO",
        "the notes on the mailbox are not those of its history",
    ),
    of(
        "note removed",
        "DELETE FROM note WHERE subject_id = UNO",
        "the notes on the mailbox are not those of its history",
    ),
    of(
        "export record removed",
        "DELETE FROM export_record",
        "the exports of the account are not those of its history",
    ),
    of_field(
        "storage keys of two mailboxes swapped",
        "DROP TRIGGER mailbox_storage_key_kept ON_MAILBOX;
         CREATE TABLE swap AS SELECT local_part, storage_key FROM mailbox;
         UPDATE mailbox SET storage_key = '00000000000000000000000000000001' WHERE local_part = 'uno';
         UPDATE mailbox SET storage_key = (SELECT storage_key FROM swap WHERE local_part = 'uno')
            WHERE local_part = 'due';
         UPDATE mailbox SET storage_key = (SELECT storage_key FROM swap WHERE local_part = 'due')
            WHERE local_part = 'uno'",
        "the mailbox is not what its history says",
        &["storage_key_digest"],
    ),
    of_field(
        "domain moved to another organisation",
        "UPDATE domain SET organization_id =
            (SELECT organization_id FROM domain WHERE name = 'altro.example.it')
         WHERE name = 'pec.example.it'",
        "the domain is not what its history says",
        &["organization_id"],
    ),
    of_field(
        "domain setting changed",
        "UPDATE domain SET default_quota_mb = 5 WHERE name = 'pec.example.it'",
        "the domain is not what its history says",
        &["default_quota_mb"],
    ),
    of_field(
        "organisation setting changed",
        "UPDATE organization SET name = name || ' 2', name_key = name_key || ' 2'",
        "the organization is not what its history says",
        &["name"],
    ),
    of(
        "first block of the log removed",
        "DELETE FROM history_block WHERE last_position = (SELECT MIN(last_position) FROM history_block)",
        "a block is missing",
    ),
    of(
        "last block of the log removed",
        "DELETE FROM history_block WHERE last_position = (SELECT MAX(last_position) FROM history_block)",
        "is in no block",
    ),
    of(
        "block dated later",
        "UPDATE history_block SET at = (SELECT MAX(expires_at) FROM session)",
        "does not match its seal",
    ),
    of(
        "two records swapped in the log",
        "UPDATE history SET log_position = -1 WHERE log_position = 1;
         UPDATE history SET log_position = 1 WHERE log_position = 2;
         UPDATE history SET log_position = 2 WHERE log_position = -1",
        "does not match its seal",
    ),
];

/// Two organisations with a domain each; an operator, a postmaster, an assistant, one who is disabled; two
/// mailboxes in use with notes; an export. Everything is in the log, in two blocks.
async fn setting(engine: Engine) -> TestApp {
    let app = TestApp::on(engine).await;
    let domain = app.domain("pec.example.it").await;
    app.domain("altro.example.it").await;
    let gestore = app.operator("gestore").await;
    let rosa = app.postmaster("rosa", domain.organization_id).await;
    app.assistant("luca", &domain, &[Permission::View, Permission::Edit]).await;
    let mario = app.assistant("mario", &domain, &[]).await;
    let disabled = json!({"state": "disabled"});
    app.patch(&format!("/api/v1/accounts/{}", mario.id))
        .by(&gestore)
        .json(&disabled)
        .expect(200)
        .await;
    for name in ["uno", "due"] {
        let mailbox = app.used_mailbox("pec.example.it", name).await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        app.patch(&path).by(&rosa).json(&json!({"quota_mb": 2000})).expect(200).await;
        note(&app, mailbox.id).await;
    }
    app.seal_history().await;
    app.get("/api/v1/mailboxes/export?format=csv").by(&rosa).expect(200).await;
    app.seal_history().await;
    app
}

async fn note(app: &TestApp, mailbox: impl std::fmt::Display) {
    let rosa = app.sign_in("rosa").await;
    let path = format!("/api/v1/mailboxes/{mailbox}/notes");
    app.post(&path).by(&rosa).json(&json!({"text": "chiesto a voce"})).expect(201).await;
}

async fn verified(app: &TestApp, request: &Request) -> Result<Proof, Break> {
    verify(&app.app.db, request).await.expect("the history can be read")
}

async fn checkpoint_of(app: &TestApp) -> Checkpoint {
    checkpoint(&app.app).await.unwrap().expect("the log is not empty")
}

/// The statements for an engine.
fn sql(engine: Engine, text: &str) -> String {
    let mend = "UPDATE history_chain SET length = length - 1, head = (SELECT h.hash FROM history h
        WHERE h.subject_id = history_chain.subject_id AND h.seq = history_chain.length - 1)
        WHERE subject_id =";
    let on_mailbox = match engine {
        Engine::Sqlite => "",
        Engine::Postgres => "ON mailbox",
    };
    let without_foreign_key = match engine {
        Engine::Sqlite => "PRAGMA foreign_keys = OFF",
        Engine::Postgres => "ALTER TABLE history DROP CONSTRAINT history_subject_id_fkey",
    };
    let text = text.replace("MEND", mend).replace("ON_MAILBOX", on_mailbox);
    let text = text.replace("WITHOUT_FOREIGN_KEY", without_foreign_key);
    text.replace("UNO", UNO).replace("DUE", DUE)
}

/// What is wrong about the outcome of a verification that must find something.
fn check_found(
    name: &str,
    outcome: Result<Proof, Break>,
    reason: &str,
    fields: &[&str],
) -> Result<(), String> {
    match outcome {
        Ok(_) => Err(format!("{name}: not found")),
        Err(found) if found.reason.contains(reason) && found.fields == fields => Ok(()),
        Err(found) => Err(format!("{name}: {found:?}")),
    }
}

fn assert_found(name: &str, outcome: Result<Proof, Break>, reason: &str, fields: &[&str]) {
    check_found(name, outcome, reason, fields).unwrap();
}

async fn every_manipulation_is_found(engine: Engine) {
    // All are tried, so that a failure names each that is not found.
    let mut failures = vec![];
    for Manipulation { name, sql: text, found, fields } in MANIPULATIONS {
        let app = setting(engine).await;
        let request =
            Request { checkpoints: vec![checkpoint_of(&app).await], ..Request::default() };
        verified(&app, &request).await.unwrap_or_else(|found| panic!("before {name}: {found:?}"));
        app.execute(&sql(engine, text)).await;
        let at_once = check_found(name, verified(&app, &request).await, found, fields);
        // Nor does it help to wait until the worker has sealed what it finds.
        app.seal_history().await;
        let later = check_found(name, verified(&app, &request).await, found, fields);
        failures.extend(at_once.and(later).err());
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[actix_web::test]
async fn every_manipulation_is_found_on_sqlite() {
    every_manipulation_is_found(Engine::Sqlite).await;
}

#[actix_web::test]
async fn every_manipulation_is_found_on_postgres() {
    every_manipulation_is_found(Engine::Postgres).await;
}

async fn an_unknown_action_is_named_with_its_record(engine: Engine) {
    let app = setting(engine).await;
    let (uno, _) = chain_of(&app, "uno@pec.example.it").await;
    app.execute(&sql(
        engine,
        "UPDATE history SET action = 'moved' WHERE seq = 2 AND subject_id = UNO",
    ))
    .await;
    let found = verified(&app, &Request::default()).await.expect_err("it cannot be verified");
    assert_eq!(found.seq, Some(2));
    assert_eq!(found.subject, Some(uno));
    assert!(found.reason.contains("the action \"moved\" is unknown to this version"), "{found:?}");
}

#[actix_web::test]
async fn an_unknown_action_is_named_on_sqlite() {
    an_unknown_action_is_named_with_its_record(Engine::Sqlite).await;
}

#[actix_web::test]
async fn an_unknown_action_is_named_on_postgres() {
    an_unknown_action_is_named_with_its_record(Engine::Postgres).await;
}

/// Removes what refuses unkeyed seals.
async fn allow_unkeyed_seals(app: &TestApp) {
    app.execute(match app.engine() {
        Engine::Sqlite => "DROP TRIGGER history_seal_is_keyed",
        Engine::Postgres => "ALTER TABLE history DROP CONSTRAINT history_seal_is_keyed",
    })
    .await;
}

async fn chain_of(app: &TestApp, mailbox: &str) -> (SubjectRef, Vec<SealedRecord>) {
    let mut on = app.app.db.read().await.unwrap();
    let found = sigillo_storage::mailboxes::find_by_address(&mut on, mailbox).await.unwrap();
    let subject = found.unwrap().subject();
    (subject, whole(&mut on, subject).await.unwrap())
}

/// The records of a chain with unkeyed seals, as SQL that writes them over those that are there.
fn with_unkeyed_seals(id: &str, records: Vec<Record>) -> String {
    let mut head = String::new();
    let mut statements = vec![];
    for record in records {
        head = record.unkeyed_seal(&head);
        let (seq, changes) = (record.seq, record.changes.replace('\'', "''"));
        statements.push(format!(
            "UPDATE history SET changes = '{changes}', hash = '{head}', log_position = NULL
             WHERE subject_id = {id} AND seq = {seq};"
        ));
    }
    statements.push(format!("UPDATE history_chain SET head = '{head}' WHERE subject_id = {id}"));
    statements.join("\n")
}

on_both_engines! {
    async fn an_invented_record_with_hashes_made_anew_is_found(app: TestApp) {
        let app = setting(app.engine()).await;
        let (_, records) = chain_of(&app, "uno@pec.example.it").await;
        let last = records.last().unwrap();
        let changes = [FieldChange::new("quota_mb", json!(2000), json!(3000))];
        let record = Record {
            seq: last.record.seq + 1,
            action: Action::Updated,
            changes: serde_json::to_string(&changes).unwrap(),
            ..last.record.clone()
        };
        let (seq, hash) = (record.seq, record.unkeyed_seal(&last.hash));
        allow_unkeyed_seals(&app).await;
        app.execute(&format!(
            "UPDATE mailbox SET quota_mb = 3000 WHERE local_part = 'uno';
             UPDATE history_chain SET length = {seq}, head = '{hash}' WHERE subject_id = {UNO};
             INSERT INTO history (subject_id, seq, at, actor_kind, actor_id, actor_name, action, changes, hash)
             SELECT subject_id, {seq}, at, actor_kind, actor_id, actor_name, 'updated', '{}', '{hash}'
             FROM history WHERE subject_id = {UNO} AND seq = 1",
            record.changes
        ))
        .await;
        let found = verified(&app, &Request::default()).await.unwrap_err();
        assert_eq!(found.seq, Some(seq));
        assert_eq!(found.reason, "the record has no keyed seal, and the one before it has");
    }

    async fn a_chain_altered_with_all_its_hashes_made_anew_is_found(app: TestApp) {
        let app = setting(app.engine()).await;
        let (subject, records) = chain_of(&app, "uno@pec.example.it").await;
        let mut records: Vec<_> = records.into_iter().map(|sealed| sealed.record).collect();
        for record in &mut records {
            record.changes = record.changes.replace("2000", "9000");
        }
        allow_unkeyed_seals(&app).await;
        app.execute(&with_unkeyed_seals(UNO, records)).await;
        app.execute("UPDATE mailbox SET quota_mb = 9000 WHERE local_part = 'uno'").await;
        let found = verified(&app, &Request::default()).await.unwrap_err();
        assert_eq!((found.subject, found.reason.as_str()), (Some(subject), "no record has a keyed seal"));
    }

    async fn a_database_rolled_back_to_an_earlier_copy_is_found_by_a_checkpoint(app: TestApp) {
        let app = setting(app.engine()).await;
        let before = checkpoint_of(&app).await;
        let (subject, _) = chain_of(&app, "uno@pec.example.it").await;
        app.clock.advance(chrono::TimeDelta::minutes(1));
        note(&app, subject.id).await;
        app.seal_history().await;
        let after = checkpoint_of(&app).await;
        let request = Request { checkpoints: vec![before.clone(), after.clone()], ..Request::default() };
        assert_eq!(verified(&app, &request).await.unwrap().log.unwrap().checkpoints, 2);

        // All that the copy does not have.
        let newest = "(SELECT MAX(last_position) FROM history_block)";
        app.execute(&sql(app.engine(), &format!(
            "DELETE FROM history_block WHERE last_position = {newest};
             DELETE FROM history WHERE log_position > {newest};
             MEND UNO;
             DELETE FROM note WHERE at = (SELECT MAX(at) FROM note)"
        )))
        .await;
        let one = Request { checkpoints: vec![before], ..Request::default() };
        assert!(verified(&app, &one).await.is_ok(), "the copy is whole in itself");
        assert_found("rolled back", verified(&app, &request).await, "the database was rolled back", &[]);

        // Then the database goes on, and grows longer than it was.
        note(&app, subject.id).await;
        note(&app, subject.id).await;
        app.seal_history().await;
        assert_found("rewritten", verified(&app, &request).await, "the log was rewritten", &[]);
        let since = Request { since: Some(Since::Checkpoint(after)), ..Request::default() };
        assert_found("rewritten", verified(&app, &since).await, "the log was rewritten", &[]);
    }

    async fn a_checkpoint_that_was_altered_is_refused(app: TestApp) {
        let app = setting(app.engine()).await;
        let good = checkpoint_of(&app).await;
        let altered = [
            Checkpoint { position: good.position - 1, ..good.clone() },
            Checkpoint { log: Uuid::nil(), ..good.clone() },
            Checkpoint { at: good.at + chrono::TimeDelta::seconds(1), ..good.clone() },
            Checkpoint { signature: "00".into(), ..good },
        ];
        for altered in altered {
            let request = Request { checkpoints: vec![altered], ..Request::default() };
            let outcome = verified(&app, &request).await;
            assert_found("altered", outcome, "a checkpoint is not signed with this key", &[]);
        }
    }

    async fn a_checkpoint_of_another_log_is_refused(app: TestApp) {
        let app = setting(app.engine()).await;
        let other = TestApp::on(app.engine()).await;
        let key = other.app.db.history_key().unwrap();
        let log = match other.engine() {
            Engine::Sqlite => "x'00000000000000000000000000000001'",
            Engine::Postgres => "'00000000-0000-0000-0000-000000000001'",
        };
        other.execute(&format!("UPDATE history_log SET log_id = {log}, key_id = '{}'", key.id())).await;
        other.domain("pec.example.it").await;
        other.seal_history().await;
        let request = Request { checkpoints: vec![checkpoint_of(&other).await], ..Request::default() };
        let outcome = verified(&app, &request).await;
        assert_found("of another log", outcome, "a checkpoint is of another log", &[]);
    }

    async fn a_record_hidden_from_the_log_is_found(app: TestApp) {
        let app = setting(app.engine()).await;
        let (subject, _) = chain_of(&app, "uno@pec.example.it").await;
        note(&app, subject.id).await;
        allow_unkeyed_seals(&app).await;
        app.execute("UPDATE history SET hash = 'x' || hash WHERE log_position IS NULL").await;
        app.clock.advance(chrono::TimeDelta::minutes(11));
        let (other, _) = chain_of(&app, "due@pec.example.it").await;
        note(&app, other.id).await;
        app.seal_history().await;
        app.execute("UPDATE history SET hash = substr(hash, 2) WHERE log_position IS NULL").await;
        let found = verified(&app, &Request::default()).await.unwrap_err();
        assert_eq!((found.subject, found.reason.as_str()), (Some(subject), "the record was left out of the log"));
    }

    async fn a_checkpoint_is_sent_once_a_day_and_can_be_compared(app: TestApp) {
        const RECIPIENT: &str = "revisore@example.org";
        let nothing = TestApp::on(app.engine()).await;
        queue_checkpoint_email(&nothing.app, RECIPIENT).await.unwrap();
        assert!(nothing.work().await.is_empty());

        let app = setting(app.engine()).await;
        app.work().await;
        let other_server = app.another_server().await;
        for _ in 0..2 {
            let (one, other) = tokio::join!(
                queue_checkpoint_email(&app.app, RECIPIENT),
                queue_checkpoint_email(&other_server, RECIPIENT)
            );
            one.and(other).unwrap();
            app.clock.advance(chrono::TimeDelta::minutes(5));
        }
        let sent = app.work().await;
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!((sent[0].kind, sent[0].recipient.as_str()), (MessageKind::HistoryCheckpoint, RECIPIENT));
        assert_eq!(sent[0].language, Language::It);
        let Content::Organization(OrganizationMessage::Checkpoint { line, .. }) = &sent[0].content else {
            panic!("{sent:?}")
        };
        let received: Checkpoint = serde_json::from_str(line).unwrap();
        let request = Request { checkpoints: vec![received], ..Request::default() };
        assert_eq!(verified(&app, &request).await.unwrap().log.unwrap().checkpoints, 1);
        app.execute("DELETE FROM history_block WHERE last_position = (SELECT MAX(last_position) FROM history_block);
            UPDATE history SET log_position = NULL").await;
        assert!(verified(&app, &request).await.is_err());

        app.clock.advance(chrono::TimeDelta::days(1));
        queue_checkpoint_email(&app.app, RECIPIENT).await.unwrap();
        assert_eq!(app.work().await.len(), 1);
    }

    async fn nothing_is_sealed_with_the_former_key_once_it_is_changed(app: TestApp) {
        let app = setting(app.engine()).await;
        let other_server = app.another_server().await;
        let new = HistoryKey::derive(&[8; 32]);
        let (subject, _) = chain_of(&app, "uno@pec.example.it").await;
        // A server goes on recording until it is refused.
        let recording = async {
            let actor = Actor { kind: ActorKind::System, id: None, name: "test".into() };
            for recorded in 0.. {
                // SQLite is not fair: without a pause nobody else would get its write lock.
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                let mut tx = other_server.db.begin().await.unwrap();
                let (at, action) = (TestApp::START, Action::PasswordLinkSent);
                let record = NewRecord { subject, at, actor: &actor, action, changes: &[] };
                match append(&mut tx, record).await {
                    Ok(()) => tx.commit().await.unwrap(),
                    Err(error) => return (recorded, error.to_string()),
                }
            }
            unreachable!("it is refused")
        };
        let changing = async {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            change_key(&app.app.db, &*app.app.entropy, TestApp::START, &new).await.unwrap()
        };
        let ((recorded, error), changed) = tokio::join!(recording, changing);
        assert!(recorded > 0);
        assert!(error.contains("must be restarted with that key"), "{error}");
        assert!(matches!(changed, KeyChange::Changed { .. }), "{changed:?}");
        let sealing = sigillo_app::history::seal_log(&other_server).await;
        assert!(sealing.is_ok() || sealing.unwrap_err().to_string().contains("restarted"));

        let restarted = Db::open(app.url()).await.unwrap();
        restarted.set_history_key(new);
        let lost = verify(&restarted, &Request::default()).await.unwrap().unwrap_err();
        assert!(lost.reason.contains("is missing"), "{lost:?}");
        let former_keys = vec![Arc::new(history_key())];
        let request = Request { former_keys, ..Request::default() };
        assert!(verify(&restarted, &request).await.unwrap().is_ok());
        // With the former key alone the log cannot be cut off where that key ended.
        let outcome = verified(&app, &Request::default()).await;
        assert_found("former key", outcome, "a former key behind those of a later one", &[]);
    }

    async fn a_view_or_trigger_that_the_migrations_do_not_make_is_found(app: TestApp) {
        let found = || async {
            let found = schema_objects::differences(&app.app.db).await.unwrap();
            found.into_iter().map(|found| (found.to_string(), found.is_harmless())).collect::<Vec<_>>()
        };
        assert_eq!(found().await, []);
        let (trigger, altered) = match app.engine() {
            Engine::Sqlite => (
                "CREATE TRIGGER helper AFTER INSERT ON session BEGIN DELETE FROM note; END",
                "DROP TRIGGER mailbox_counted;
                 CREATE TRIGGER mailbox_counted AFTER INSERT ON mailbox BEGIN DELETE FROM note; END",
            ),
            Engine::Postgres => (
                "CREATE TRIGGER helper AFTER UPDATE ON session FOR EACH ROW EXECUTE FUNCTION mailbox_storage_key_kept()",
                "ALTER TABLE mailbox DISABLE TRIGGER mailbox_counted",
            ),
        };
        app.execute(trigger).await;
        assert_eq!(found().await, [("the trigger helper on session is not one of Sigillo's".to_owned(), false)]);
        app.execute(&format!("DROP TRIGGER helper{}", if app.engine() == Engine::Sqlite { "" } else { " ON session" })).await;
        app.execute(altered).await;
        app.execute("DROP VIEW postfix_domain; CREATE VIEW postfix_domain AS SELECT name FROM organization").await;
        app.execute("DROP VIEW dovecot_userdb; CREATE VIEW report AS SELECT name FROM domain").await;
        assert_eq!(found().await, [
            ("the view dovecot_userdb is missing".to_owned(), false),
            ("the trigger mailbox_counted on mailbox was altered".to_owned(), false),
            ("the view postfix_domain was altered".to_owned(), false),
            ("the view report is not one of Sigillo's".to_owned(), true),
        ]);
        if app.engine() == Engine::Postgres {
            app.execute("CREATE RULE quiet AS ON DELETE TO note DO INSTEAD NOTHING;
                CREATE OR REPLACE FUNCTION mailbox_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$").await;
            let found: Vec<_> = found().await.into_iter().map(|(found, _)| found).collect();
            assert!(found.contains(&"the rule quiet on note is not one of Sigillo's".to_owned()), "{found:?}");
            assert!(found.contains(&"the function mailbox_counted was altered".to_owned()), "{found:?}");
        }
    }

    async fn an_incremental_verification_finds_a_removed_chain(app: TestApp) {
        let app = setting(app.engine()).await;
        let since = Since::Checkpoint(checkpoint_of(&app).await);
        app.clock.advance(chrono::TimeDelta::minutes(1));
        let (subject, _) = chain_of(&app, "due@pec.example.it").await;
        note(&app, subject.id).await;
        app.seal_history().await;
        app.execute(&sql(app.engine(), "WITHOUT_FOREIGN_KEY;
            DELETE FROM history_chain WHERE subject_id = DUE")).await;
        let request = Request { since: Some(since), ..Request::default() };
        assert_found("chain removed", verified(&app, &request).await, "belong to no chain", &[]);
    }

    async fn an_incremental_verification_reads_what_is_new(app: TestApp) {
        let app = setting(app.engine()).await;
        let before = checkpoint_of(&app).await;
        let since = Request { since: Some(Since::Checkpoint(before.clone())), ..Request::default() };
        let nothing = verified(&app, &since).await.unwrap();
        assert_eq!((nothing.verified.chains, nothing.log.unwrap().blocks), (0, 0));
        app.clock.advance(chrono::TimeDelta::minutes(1));
        let (subject, records) = chain_of(&app, "uno@pec.example.it").await;
        note(&app, subject.id).await;
        // A record that is not in the log yet is new too.
        let pending = verified(&app, &since).await.unwrap();
        assert_eq!((pending.verified.chains, pending.pending.unwrap().records), (1, 1));
        app.seal_history().await;
        for since in [since, Request { since: Some(Since::Time(before.at + chrono::TimeDelta::seconds(1))), ..Request::default() }] {
            let proof = verified(&app, &since).await.unwrap();
            assert_eq!((proof.verified.chains, proof.verified.records), (1, records.len() as u64 + 1));
            let log = proof.log.unwrap();
            assert_eq!((log.after, log.position, log.blocks), (before.position, before.position + 1, 1));
        }
        app.execute(&sql(app.engine(), "UPDATE mailbox SET quota_mb = 9000 WHERE id = UNO")).await;
        let since = Request { since: Some(Since::Checkpoint(before)), ..Request::default() };
        assert_found("altered", verified(&app, &since).await, "is not what its history says", &["quota_mb"]);
    }

    async fn a_record_taken_out_of_the_log_is_found(app: TestApp) {
        let app = setting(app.engine()).await;
        app.execute(
            "UPDATE history SET log_position = NULL
             WHERE log_position = (SELECT MAX(log_position) FROM history)",
        )
        .await;
        assert_found("before", verified(&app, &Request::default()).await, "is missing", &[]);
        app.execute("DELETE FROM history_block; UPDATE history SET log_position = NULL").await;
        // Without blocks and without a checkpoint it looks like a database that no server has seen yet.
        assert_eq!(verified(&app, &Request::default()).await.unwrap().log, None);
    }

    async fn histories_from_before_there_was_a_key_are_sealed_by_the_upgrade(app: TestApp) {
        let app = setting(app.engine()).await;
        // A mailbox without a password has no digest of one in any record.
        app.mailbox("pec.example.it", "tre").await;
        allow_unkeyed_seals(&app).await;
        make_unkeyed(&app).await;
        // Before a server has sealed them, they verify as they did.
        let proof = verified(&app, &Request::default()).await.unwrap();
        assert_eq!((proof.log, proof.pending), (None, None));
        // Somebody changes a mailbox before the upgrade has come to it.
        let (subject, _) = chain_of(&app, "due@pec.example.it").await;
        note(&app, subject.id).await;
        app.seal_history().await;
        let proof = verified(&app, &Request::default()).await.unwrap();
        assert_eq!(proof.log.unwrap().from, TestApp::START);
        let before = proof.verified;
        app.seal_history().await;
        assert_eq!(verified(&app, &Request::default()).await.unwrap().verified, before);

        let request = Request { checkpoints: vec![checkpoint_of(&app).await], ..Request::default() };
        for (altered, restored, field) in [
            (
                "UPDATE account SET password_hash = password_hash || 'x' WHERE username = 'luca'",
                "UPDATE account SET password_hash = substr(password_hash, 1, length(password_hash) - 1)
                 WHERE username = 'luca'",
                "password_digest",
            ),
            (
                "UPDATE mailbox SET created_by = 'altri' || created_by WHERE id = UNO",
                "UPDATE mailbox SET created_by = substr(created_by, 6) WHERE id = UNO",
                "lifecycle_digest",
            ),
            (
                "UPDATE mailbox_password SET hash = hash || 'x' WHERE mailbox_id = DUE",
                "UPDATE mailbox_password SET hash = substr(hash, 1, length(hash) - 1)
                 WHERE mailbox_id = DUE",
                "password_digest",
            ),
            (
                "INSERT INTO mailbox_password (id, mailbox_id, hash, set_at, in_use)
                 SELECT m.id, m.id, p.hash, p.set_at, p.in_use FROM mailbox m, mailbox_password p
                 WHERE m.local_part = 'tre' AND p.mailbox_id = UNO AND p.in_use",
                "DELETE FROM mailbox_password
                 WHERE mailbox_id = (SELECT id FROM mailbox WHERE local_part = 'tre')",
                "password_digest",
            ),
        ] {
            app.execute(&sql(app.engine(), altered)).await;
            let outcome = verified(&app, &request).await;
            assert_found(altered, outcome, "is not what its history says", &[field]);
            app.execute(&sql(app.engine(), restored)).await;
            assert!(verified(&app, &request).await.is_ok(), "{restored}");
        }
        // The old records cannot be rewritten any more, though anybody can make their seals.
        let (_, records) = chain_of(&app, "uno@pec.example.it").await;
        let old = records.into_iter().map(|sealed| sealed.record).filter(|record| record.action != Action::Sealed);
        let mut old: Vec<_> = old.collect();
        old[0].actor.name = "altri".into();
        app.execute(&with_unkeyed_seals(UNO, old)).await;
        app.execute(&sql(app.engine(), "UPDATE history SET actor_name = 'altri' WHERE subject_id = UNO AND seq = 1")).await;
        let found = verified(&app, &request).await.unwrap_err();
        assert_eq!(found.reason, "the record does not match its seal");
    }
}

/// Makes all histories what an earlier release has written: unkeyed seals, and none of the later fields.
async fn make_unkeyed(app: &TestApp) {
    let mut on = app.app.db.read().await.unwrap();
    let all: Vec<Chain> = chains(&mut on, Uuid::nil(), 1000).await.unwrap();
    for chain in all {
        let sealed = whole(&mut on, chain.subject).await.unwrap();
        let mut records: Vec<_> = sealed.into_iter().map(|sealed| sealed.record).collect();
        for record in &mut records {
            let mut changes: Vec<FieldChange> = serde_json::from_str(&record.changes).unwrap();
            changes.retain(|change| !change.is_hidden() && change.field != "organization_id");
            record.changes = serde_json::to_string(&changes).unwrap();
        }
        let id = chain.subject.id;
        let id = match app.engine() {
            Engine::Sqlite => format!("x'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        };
        app.execute(&with_unkeyed_seals(&id, records)).await;
    }
    app.execute(
        "DELETE FROM history_block;
         UPDATE history_log SET existing_sealed_at = NULL, existing_sealed_to = NULL",
    )
    .await;
}
