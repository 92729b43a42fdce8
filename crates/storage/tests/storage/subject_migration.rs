//! The migration to subjects keeps the existing rows about mailboxes.

use sigillo_domain::history::Action;
use sigillo_domain::id::{JobId, LinkId, MailboxId};
use sigillo_domain::job::{JobKind, JobState, Outcome};
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::message::{Content, MailboxMessage, MessageKind, MessageState};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::{Db, history, job_rows, jobs, links, messages, notes};
use sigillo_testkit::{EmptyDatabase, Engine, TestApp};

/// The last migration before the one to subjects.
const BEFORE: i64 = 13;

const MAILBOX: SubjectRef = MailboxId::from_u128(1).subject();
const LINK: LinkId = LinkId::from_u128(2);

/// Rows of every table that the migration changes. `$1` is the id of the mailbox and of most other
/// rows, `$2` of the link and of the second message, `$3` a time.
const ROWS: [&str; 14] = [
    "INSERT INTO organization (id, name, name_key, created_at, version)
     VALUES ($1, 'Ente', 'ente', $3, 1)",
    "INSERT INTO domain (id, organization_id, name, onboarding, preservation_available,
        default_quota_mb, mailbox_term_months, created_at, version)
     VALUES ($1, $1, 'pec.example.it', 'direct', FALSE, 1000, 24, $3, 1)",
    "INSERT INTO mailbox (id, domain_id, local_part, address, state, password_state, quota_mb,
        soft_limit_mb, preservation, created_at, created_by, version, storage_key)
     VALUES ($1, $1, 'uno', 'uno@pec.example.it', 'active', 'to_set', 1000, 800, FALSE, $3, 'rosa', 1,
        '00000000000000000000000000000001')",
    "INSERT INTO account (id, username, display_name, password_hash, role, state, created_at, version)
     VALUES ($1, 'rosa', 'Rosa', '', 'operator', 'enabled', $3, 1)",
    "INSERT INTO mailbox_note (id, mailbox_id, at, author, text) VALUES ($2, $1, $3, 'rosa', 'nota')",
    "INSERT INTO history_chain (subject_id, subject, length, head) VALUES ($1, 'mailbox', 1, 'fine')",
    "INSERT INTO history (subject_id, seq, at, actor_kind, actor_name, action, changes, hash)
     VALUES ($1, 1, $3, 'operator', 'rosa', 'created', '[]', 'fine')",
    "INSERT INTO link (id, mailbox_id, purpose, communication_email, created_at, expires_at, is_open)
     VALUES ($2, $1, 'confirm_communication_email', 'a@example.org', $3, $3, TRUE)",
    "INSERT INTO link_token (hash, link_id, expires_at) VALUES ('hash', $2, $3)",
    "INSERT INTO message (id, cause_id, kind, recipient, mailbox_id, mailbox_address, language, link_id,
        content, created_at, state, attempts, gives_up_at, next_attempt_at)
     VALUES ($1, $1, 'set_password', 'a@example.org', $1, 'uno@pec.example.it', 'it', $2,
        '{\"tells\":\"password_link\"}', $3, 'queued', 2, $3, $3)",
    "INSERT INTO message (id, cause_id, kind, recipient, mailbox_id, mailbox_address, language,
        content, created_at, state, attempts, gives_up_at, server, reply, finished_at)
     VALUES ($2, $2, 'password_expiring_5', 'a@example.org', $1, 'uno@pec.example.it', 'en',
        '{\"tells\":\"expiring\",\"days\":5,\"expires_at\":\"2026-01-01T09:00:00.123456Z\"}', $3, 'sent', 1, $3,
        'mail.example.net:25', '250 Ok', $3)",
    "INSERT INTO job (id, kind, state, account_id, account_name, request, total, pending, to_do, unchanged,
        failed, done, created_at, rows_forgotten, version, attempts)
     VALUES ($1, 'import', 'ready', $1, 'rosa', '{}', 2, 0, 1, 0, 1, 0, $3, FALSE, 3, 0)",
    "INSERT INTO job_row (job_id, seq, line, cells, address, mailbox_id, mailbox_version, outcome)
     VALUES ($1, 1, 2, '[]', 'uno@pec.example.it', $1, 4, 'to_do')",
    "INSERT INTO job_row (job_id, seq, line, cells, outcome, remarks)
     VALUES ($1, 2, 3, '[]', 'failed', '{}')",
];

async fn execute(db: &Db, sql: &'static str) -> Result<(), sqlx::Error> {
    let (id, other, now) = (MAILBOX.id, LINK.uuid(), TestApp::START);
    match db {
        Db::Sqlite { writer, .. } => {
            sqlx::query(sql).bind(id).bind(other).bind(now).execute(writer).await.map(drop)
        }
        Db::Postgres { pool, .. } => {
            sqlx::query(sql).bind(id).bind(other).bind(now).execute(pool).await.map(drop)
        }
    }
}

async fn rows_about_mailboxes_are_kept(engine: Engine) {
    let database = EmptyDatabase::new(engine).await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate_to(BEFORE).await.unwrap();
    for sql in ROWS {
        execute(&db, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    db.migrate().await.unwrap();
    messages_links_and_notes(&db).await;
    jobs_and_history(&db).await;
    enums_are_not_constrained(&db).await;
}

async fn messages_links_and_notes(db: &Db) {
    let mut on = db.read().await.unwrap();
    let kept =
        messages::list(&mut on, MAILBOX, &messages::Filter::default(), None, 9).await.unwrap();
    let [sent, queued] = kept.try_into().unwrap();
    assert_eq!(
        (sent.kind, sent.state, sent.attempts),
        (MessageKind::PasswordExpiring5, MessageState::Sent, 1)
    );
    let expires_at = TestApp::START;
    assert_eq!(sent.content, Content::Mailbox(MailboxMessage::Expiring { days: 5, expires_at }));
    assert_eq!(sent.reply.as_deref(), Some("250 Ok"));
    assert_eq!((queued.kind, queued.state), (MessageKind::SetPassword, MessageState::Queued));
    assert_eq!((queued.attempts, queued.link_id), (2, Some(LINK)));
    assert_eq!(queued.subject_name, "uno@pec.example.it");
    assert_eq!(queued.content, Content::Mailbox(MailboxMessage::PasswordLink));
    assert!(messages::any_due(&mut on, TestApp::START).await.unwrap());

    let before = TestApp::START - chrono::TimeDelta::seconds(1);
    let open = links::find_by_token(&mut on, "hash", before).await.unwrap().unwrap();
    assert_eq!((open.link.id, open.link.subject), (LINK, MAILBOX));
    assert_eq!(open.link.purpose, LinkPurpose::ConfirmCommunicationEmail);
    assert_eq!(open.link.email.as_deref(), Some("a@example.org"));

    let [note] = notes::list(&mut on, MAILBOX, None, 9).await.unwrap().try_into().unwrap();
    assert_eq!((note.author.as_str(), note.text.as_str()), ("rosa", "nota"));
}

async fn jobs_and_history(db: &Db) {
    let mut on = db.read().await.unwrap();
    let id = JobId::from_uuid(MAILBOX.id);
    let job = jobs::find(&mut on, id).await.unwrap().unwrap();
    assert_eq!((job.kind, job.state, job.version), (JobKind::Import, JobState::Ready, 3));
    assert_eq!(job.counts.total(), 2);
    let rows = job_rows::list(&mut on, id, None, 0, 9).await.unwrap();
    let [first, second] = rows.try_into().unwrap();
    assert_eq!((first.subject, first.subject_version), (Some(MAILBOX), Some(4)));
    assert_eq!(first.subject_name.as_deref(), Some("uno@pec.example.it"));
    assert_eq!((second.subject, second.subject_name), (None, None));
    assert_eq!((second.outcome, second.line), (Outcome::Failed, Some(3)));

    let [record] = history::whole(&mut on, MAILBOX).await.unwrap().try_into().unwrap();
    assert_eq!((record.record.action, record.hash.as_str()), (Action::Created, "fine"));
}

/// Checks that an enum accepts new values without a rebuilt table, and that the other constraints
/// still hold.
async fn enums_are_not_constrained(db: &Db) {
    for sql in [
        "UPDATE job SET kind = 'report', state = 'resting'",
        "UPDATE job_row SET outcome = 'skipped', subject_kind = 'holder' WHERE seq = 1",
        "UPDATE message SET state = 'held' WHERE next_attempt_at IS NULL",
        "UPDATE link SET purpose = 'sign_contract', subject_kind = 'contract'",
    ] {
        execute(db, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    for sql in [
        "UPDATE job SET total = 3",
        "UPDATE job SET next_attempt_at = created_at, finished_at = created_at",
        "UPDATE job_row SET subject_kind = 'mailbox' WHERE seq = 2",
        "UPDATE message SET next_attempt_at = created_at, finished_at = created_at",
        "UPDATE message SET next_attempt_at = NULL, finished_at = NULL",
        "DELETE FROM link",
        "DELETE FROM job",
        "DELETE FROM account",
    ] {
        assert!(execute(db, sql).await.is_err(), "{sql}");
    }
}

#[actix_web::test]
async fn rows_on_sqlite_survive_the_migration_to_subjects() {
    rows_about_mailboxes_are_kept(Engine::Sqlite).await;
}

#[actix_web::test]
async fn rows_on_postgres_survive_the_migration_to_subjects() {
    rows_about_mailboxes_are_kept(Engine::Postgres).await;
}
