//! The lists beside that of mailboxes, and what is looked up at every request.

use sigillo_domain::permission::Reach;
use sigillo_storage::accounts::Filter;
use sigillo_storage::{
    Connection, Db, accounts, domains, history, link_requests, links, mail_host_effects,
    mailbox_passwords, mailbox_sessions, mailboxes, messages, notes, organizations, sessions,
};
use sigillo_testkit::TestApp;
use uuid::Uuid;

use crate::heard::{Run, forget, runs};
use crate::mailbox_fixtures::MailboxFixtures;

pub async fn judge(db: &Db, fixtures: &MailboxFixtures) {
    forget();
    run_all(db, fixtures).await;
    let runs = runs(db).await;
    assert!(runs.len() >= 20, "{} statements were heard", runs.len());
    for Run { statement, plan } in runs {
        let scans = |step: &String| {
            let whole_table = step.starts_with("SCAN ") && !step.contains(" USING ");
            whole_table || step.contains("Seq Scan")
        };
        let sorts = |step: &String| step.contains("TEMP B-TREE") || step.contains("Sort Key");
        let bad = plan.iter().any(scans) || plan.iter().any(sorts);
        assert!(!bad, "{statement}\n{plan:#?}");
    }
}

async fn run_all(db: &Db, fixtures: &MailboxFixtures) {
    let mut on = db.read().await.unwrap();
    let on = &mut on;
    let id = fixtures.mailboxes[0].id;
    let organization_id = fixtures.domains[0].organization_id;
    for after in [None, Some("m")] {
        organizations::list(on, after, 2).await.unwrap();
        domains::list(on, &Reach::Everything, after, 2).await.unwrap();
        domains::list(on, &Reach::Organization(organization_id), after, 2).await.unwrap();
        accounts::list(on, Filter::default(), after, 2).await.unwrap();
        let filter = Filter { organization_id: Some(organization_id), ..Filter::default() };
        accounts::list(on, filter, after, 2).await.unwrap();
    }
    history::list(on, id, None, 2).await.unwrap();
    history::chains(on, Uuid::nil(), 2).await.unwrap();
    notes::list(on, id, None, 2).await.unwrap();
    sessions::account(on, id, TestApp::START).await.unwrap();
    accounts::grants(on, id).await.unwrap();
    accounts::find_for_sign_in(on, "rosa").await.unwrap();
    mailboxes::find(on, id).await.unwrap();
    mailboxes::find_by_address(on, "a@pec.example.it").await.unwrap();
    domains::find_by_name(on, "pec.example.it").await.unwrap();
    organizations::find_by_name(on, "ente").await.unwrap();
    of_users(on, id).await;
}

/// What the workers look for over and over, and what a mailbox's user asks.
async fn of_users(on: &mut impl Connection, id: Uuid) {
    let now = TestApp::START;
    messages::any_due(on, now).await.unwrap();
    messages::list(on, id, None, 2).await.unwrap();
    messages::find(on, id).await.unwrap();
    mailboxes::with_due_password(on, now, 2).await.unwrap();
    link_requests::first(on).await.unwrap();
    links::find_by_token(on, "hash", now).await.unwrap();
    links::unconfirmed_email(on, id, now).await.unwrap();
    links::is_open(on, id).await.unwrap();
    mailbox_passwords::in_use(on, id).await.unwrap();
    mailbox_passwords::list(on, id).await.unwrap();
    mailbox_sessions::find(on, "hash", now).await.unwrap();
    history::list_without_notes(on, id, None, 2).await.unwrap();
    mail_host_effects::any_due(on, now).await.unwrap();
    mail_host_effects::list(on, id, None, 2).await.unwrap();
}
