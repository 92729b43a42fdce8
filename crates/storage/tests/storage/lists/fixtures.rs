//! Rows of each resource, whose names, states and times collide on purpose.

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::account::{Account, AccountState, Role};
use sigillo_domain::export_record::{ExportOutcome, ExportRecord, ExportedList};
use sigillo_domain::history::ActorKind;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::job::{JobKind, JobState};
use sigillo_domain::mail_domain::{MailDomain, Onboarding};
use sigillo_domain::message::Language;
use sigillo_domain::organization::Organization;
use sigillo_domain::saved_view::{SavedView, ViewList};
use sigillo_storage::jobs::{Counts, Job};
use sigillo_storage::{Db, accounts, domains, exports, jobs, organizations, saved_views};
use sigillo_testkit::TestApp;
use uuid::Uuid;

const ROWS: usize = 60;

/// Names with accents, capital letters, and characters that are special in a LIKE pattern.
const NAMES: [&str; 7] = [
    "Regione Esempio",
    "Città di Valle",
    "CITTÀ NUOVA",
    "Provincia_Uno",
    "100% Sicuri",
    "Èlite \\ Figli",
    "regione minore",
];

const FIRST_NAMES: [&str; 6] = ["Niccolò", "NICCOLO", "Zoë", "Anna_Maria", "anna", "Élodie"];

pub struct Fixtures {
    pub organizations: Vec<Organization>,
    pub domains: Vec<MailDomain>,
    pub accounts: Vec<Account>,
    pub exports: Vec<ExportRecord>,
    pub jobs: Vec<Job>,
    pub views: Vec<SavedView>,
}

/// One of three moments.
fn time(random: &mut StdRng) -> DateTime<Utc> {
    TestApp::START + TimeDelta::microseconds(*[0, 1, 1_000_000].choose(random).unwrap())
}

fn id<I: From<Uuid>>(random: &mut StdRng) -> I {
    Uuid::from_u128(random.random()).into()
}

impl Fixtures {
    pub async fn store(db: &Db) -> Self {
        let fixtures = Self::new();
        let mut tx = db.begin().await.unwrap();
        for organization in &fixtures.organizations {
            organizations::insert(&mut tx, organization).await.unwrap();
        }
        for domain in &fixtures.domains {
            domains::insert(&mut tx, domain).await.unwrap();
        }
        for account in &fixtures.accounts {
            accounts::insert(&mut tx, account, "hash").await.unwrap();
        }
        for record in &fixtures.exports {
            exports::insert(&mut tx, record).await.unwrap();
        }
        for job in &fixtures.jobs {
            jobs::insert(&mut tx, job).await.unwrap();
        }
        for view in &fixtures.views {
            saved_views::insert(&mut tx, view).await.unwrap();
        }
        tx.commit().await.unwrap();
        fixtures
    }

    fn new() -> Self {
        let mut random = StdRng::seed_from_u64(11);
        let random = &mut random;
        let organizations: Vec<_> = NAMES
            .iter()
            .map(|name| Organization {
                id: id(random),
                name: (*name).to_owned(),
                created_at: time(random),
                version: 1,
            })
            .collect();
        let domains =
            (0..ROWS).map(|number| domain(random, &organizations, number)).collect::<Vec<_>>();
        let accounts =
            (0..ROWS).map(|number| account(random, &organizations, number)).collect::<Vec<_>>();
        let exports = (0..ROWS).map(|_| export(random, &accounts, &domains)).collect();
        let jobs = (0..ROWS).map(|_| job(random, &accounts)).collect();
        let views = (0..ROWS).map(|number| view(random, &accounts, number)).collect();
        Self { organizations, domains, accounts, exports, jobs, views }
    }

    pub fn organization_name(&self, id: OrganizationId) -> &str {
        let organization = self.organizations.iter().find(|organization| organization.id == id);
        &organization.unwrap().name
    }
}

fn domain(random: &mut StdRng, organizations: &[Organization], number: usize) -> MailDomain {
    let word = ["pec", "cert", "posta"].choose(random).unwrap();
    MailDomain {
        id: id(random),
        organization_id: organizations.choose(random).unwrap().id,
        name: format!("{word}-{number}.example.it"),
        onboarding: *Onboarding::ALL.choose(random).unwrap(),
        preservation_available: false,
        default_quota_mb: 1000,
        mailbox_term_months: 24,
        password_lifetime_days: 90,
        language: Language::default(),
        created_at: time(random),
        version: 1,
    }
}

pub fn account(random: &mut StdRng, organizations: &[Organization], number: usize) -> Account {
    let role = *Role::ALL.choose(random).unwrap();
    let last_sign_in_at = random.random_bool(0.6).then(|| time(random));
    Account {
        id: id(random),
        username: format!("{}_{number}", ["anna", "ugo", "a-b"].choose(random).unwrap()),
        display_name: (*FIRST_NAMES.choose(random).unwrap()).to_owned(),
        role,
        organization_id: (role != Role::Operator).then(|| organizations.choose(random).unwrap().id),
        state: *AccountState::ALL.choose(random).unwrap(),
        created_at: time(random),
        enabled_at: None,
        last_sign_in_at,
        version: 1,
    }
}

fn export(random: &mut StdRng, accounts: &[Account], domains: &[MailDomain]) -> ExportRecord {
    let account = accounts.choose(random).unwrap();
    let outcome = *ExportOutcome::ALL.choose(random).unwrap();
    let over = outcome != ExportOutcome::Running;
    let domain = random.random_bool(0.7).then(|| domains[random.random_range(0..3)].name.clone());
    ExportRecord {
        id: id(random),
        at: time(random),
        account_id: account.id,
        actor_kind: ActorKind::from(account.role),
        actor_name: account.username.clone(),
        organization_id: account.organization_id,
        format: (*["csv", "xlsx", "pdf"].choose(random).unwrap()).to_owned(),
        list: ExportedList { domain, sort: "local_part".into(), ..ExportedList::default() },
        rows_announced: random.random_range(0..4),
        outcome,
        finished_at: over.then(|| time(random)),
        rows_written: over.then_some(1),
    }
}

fn job(random: &mut StdRng, accounts: &[Account]) -> Job {
    let account = accounts.choose(random).unwrap();
    let state = *JobState::ALL.choose(random).unwrap();
    Job {
        id: id(random),
        kind: *JobKind::ALL.choose(random).unwrap(),
        state,
        account_id: account.id,
        account_name: account.username.clone(),
        run_by: None,
        organization_id: account.organization_id,
        request: "{}".into(),
        matching: None,
        counts: Counts::default(),
        created_at: time(random),
        started_at: None,
        finished_at: state.is_over().then(|| time(random)),
        problem: None,
        rows_forgotten: false,
        version: 1,
        attempts: 0,
    }
}

/// Views of a few owners, so that each has several.
fn view(random: &mut StdRng, accounts: &[Account], number: usize) -> SavedView {
    let owner = accounts[..10].choose(random).unwrap();
    SavedView {
        id: id(random),
        owner_id: owner.id,
        organization_id: owner.organization_id,
        list: ViewList::Mailboxes,
        name: format!("{} {}", FIRST_NAMES.choose(random).unwrap(), number),
        query: "{}".into(),
        columns: random.random_bool(0.5).then(|| vec!["address".into()]),
        sort: None,
        shared: random.random(),
        alert: None,
        created_at: time(random),
        version: 1,
    }
}
