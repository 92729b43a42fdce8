//! The lists other than that of mailboxes, and the lookups of every request.

use serde_json::{Value, json};
use sigillo_domain::account::AccountSortField;
use sigillo_domain::export_record::ExportSortField;
use sigillo_domain::history::Action;
use sigillo_domain::id::{
    AccountId, DomainId, EffectId, JobId, LinkId, MailboxId, MessageId, NoteId, OrganizationId,
    SavedViewId, SessionId,
};
use sigillo_domain::job::JobSortField;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::list::Sort;
use sigillo_domain::mail_domain::DomainSortField;
use sigillo_domain::message::{MessageKind, MessageState};
use sigillo_domain::organization::OrganizationSortField;
use sigillo_domain::permission::Reach;
use sigillo_storage::activity::{self, ActivityKey};
use sigillo_storage::{
    Connection, Db, PageRequest, Position, account_list, accounts, domain_list, domains,
    export_list, history, job_list, jobs, link_requests, links, mail_host_effects,
    mailbox_passwords, mailbox_sessions, mailboxes, messages, notes, organization_list,
    organizations, preferences, saved_views, sessions, throttle, view_alerts,
};
use sigillo_testkit::TestApp;
use uuid::Uuid;

use crate::mailbox_fixtures::MailboxFixtures;
use crate::statement_log::{Run, clear, runs};

pub async fn judge(db: &Db, fixtures: &MailboxFixtures) {
    clear();
    run_all(db, fixtures).await;
    let runs = runs(db).await;
    assert!(runs.len() >= 20, "{} statements were logged", runs.len());
    for Run { statement, plan } in runs {
        let scans = |step: &String| {
            // The rows of a subquery, which has steps of its own.
            let of_subquery = step
                .strip_prefix("SCAN ")
                .is_some_and(|name| plan.contains(&format!("CO-ROUTINE {name}")));
            let whole_table =
                step.starts_with("SCAN ") && !step.contains(" USING ") && !of_subquery;
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
    let subject = id.subject();
    let organization_id = fixtures.domains[0].organization_id;
    pages(on, organization_id).await;
    of_activity(on, fixtures).await;
    history::list(on, subject, &history::Filter::default(), None, 2).await.unwrap();
    history::chains(on, Uuid::nil(), 2).await.unwrap();
    notes::list(on, subject, Some(NoteId::MAX), 2).await.unwrap();
    sessions::account(on, SessionId::NIL, TestApp::START).await.unwrap();
    accounts::grants(on, AccountId::NIL).await.unwrap();
    accounts::find_for_sign_in(on, "rosa").await.unwrap();
    mailboxes::find(on, id).await.unwrap();
    mailboxes::find_by_address(on, "a@pec.example.it").await.unwrap();
    domains::find_by_name(on, "pec.example.it").await.unwrap();
    organizations::find_by_name(on, "ente").await.unwrap();
    of_users(on, id).await;
}

/// Reads the lists of resources in their default orders, each after a position: on a first page,
/// which has no bound, PostgreSQL would sort because it expects these tables to have few rows.
async fn pages(on: &mut impl Connection, organization_id: OrganizationId) {
    for text in ["", "m"] {
        let after = position(&json!({"text": text}));
        let by_name = page(Sort::ascending(OrganizationSortField::Name), after.clone());
        let filter = organization_list::Filter::default();
        organization_list::page(on, &filter, &by_name).await.unwrap();
        let by_name = page(Sort::ascending(DomainSortField::Name), after.clone());
        for reach in [Reach::Everything, Reach::Organization(organization_id)] {
            let filter = domain_list::Filter::new(reach);
            domain_list::page(on, &filter, &by_name).await.unwrap();
        }
        let by_name = page(Sort::ascending(AccountSortField::Username), after);
        let all = account_list::Filter::new(account_list::Scope::All);
        account_list::page(on, &all, &by_name).await.unwrap();
        let filter = account_list::Filter { organization_id: Some(organization_id), ..all };
        account_list::page(on, &filter, &by_name).await.unwrap();
    }
    let after = position(&json!({"id": Uuid::max()}));
    let newest_first = page(Sort::descending(ExportSortField::At), after.clone());
    for scope in [export_list::Scope::All, export_list::Scope::Organization(organization_id)] {
        let filter = export_list::Filter::new(scope);
        export_list::page(on, &filter, &newest_first).await.unwrap();
    }
    let newest_first = page(Sort::descending(JobSortField::CreatedAt), after);
    for scope in [
        job_list::Scope::All,
        job_list::Scope::Organization(organization_id),
        job_list::Scope::Account { account_id: AccountId::NIL, domains: vec![] },
        job_list::Scope::Account { account_id: AccountId::NIL, domains: vec![DomainId::NIL] },
    ] {
        let filter = job_list::Filter::new(scope);
        job_list::page(on, &filter, &newest_first).await.unwrap();
    }
}

/// The walks of the activity, which are by the index of times or by that of the log. A scope of few
/// subjects is sorted, and one of the 3,000 mailboxes is not.
async fn of_activity(on: &mut impl Connection, fixtures: &MailboxFixtures) {
    let after = ActivityKey { at: TestApp::START, subject_id: Uuid::max(), seq: 1 };
    let domains = fixtures.domains.iter().map(|domain| domain.id).collect();
    for scope in [activity::Scope::All, activity::Scope::Domains(domains)] {
        let filter = activity::Filter {
            person: Some("anna".to_owned()),
            actions: vec![Action::Created, Action::Updated],
            ..activity::Filter::new(scope)
        };
        activity::list(on, &filter, Some(&after), 2).await.unwrap();
        activity::logged(on, &filter, 5, 10, 2).await.unwrap();
    }
    activity::position(on, Uuid::nil(), 1).await.unwrap();
}

fn position(key: &Value) -> Position {
    serde_json::from_value(json!({"key": key, "id": Uuid::nil()})).unwrap()
}

fn page<F>(sort: Sort<F>, after: Position) -> PageRequest<F> {
    PageRequest { sort, after: Some(after), limit: 1, count: false }
}

/// Runs the lookups that workers repeat all the time, and those of mailbox users.
async fn of_users(on: &mut impl Connection, id: MailboxId) {
    let now = TestApp::START;
    let subject = id.subject();
    messages::any_due(on, now).await.unwrap();
    // As in `pages`, each list is read after a position.
    let filter = messages::Filter {
        kinds: vec![MessageKind::SetPassword],
        states: vec![MessageState::Sent],
    };
    messages::list(on, subject, &filter, Some(MessageId::MAX), 2).await.unwrap();
    messages::find(on, MessageId::NIL).await.unwrap();
    mailboxes::with_due_password(on, now, 2).await.unwrap();
    link_requests::oldest(on).await.unwrap();
    links::find_by_token(on, "hash", now).await.unwrap();
    let purpose = LinkPurpose::ConfirmCommunicationEmail;
    links::unconfirmed_email(on, subject, purpose, now).await.unwrap();
    links::count_open(on, subject, LinkPurpose::SetPassword, now).await.unwrap();
    links::is_open(on, LinkId::NIL).await.unwrap();
    throttle::blocked_until(on, "address:203.0.113.9", now).await.unwrap();
    sessions::is_confirmed(on, SessionId::NIL, now).await.unwrap();
    jobs::domains(on, JobId::NIL).await.unwrap();
    mailbox_passwords::in_use(on, id).await.unwrap();
    mailbox_passwords::list(on, id).await.unwrap();
    mailbox_sessions::find(on, "hash", now).await.unwrap();
    let filter = history::Filter {
        actions: vec![Action::Created],
        without: Some(Action::NoteAdded),
        actor_name: Some("anna".to_owned()),
    };
    history::list(on, subject, &filter, None, 2).await.unwrap();
    mail_host_effects::any_due(on, now).await.unwrap();
    view_alerts::any_due(on, now).await.unwrap();
    view_alerts::find(on, SavedViewId::NIL).await.unwrap();
    saved_views::find(on, SavedViewId::NIL).await.unwrap();
    saved_views::count_of(on, AccountId::NIL).await.unwrap();
    preferences::find(on, AccountId::NIL).await.unwrap();
    mail_host_effects::list(on, id, Some(EffectId::MAX), 2).await.unwrap();
}
