//! Rows of each resource, whose names, states and times collide on purpose.

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::access_log::AccessRecord;
use sigillo_domain::account::{Account, AccountState, Role};
use sigillo_domain::company::Company;
use sigillo_domain::export_record::{ExportOutcome, ExportRecord, ExportedList};
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::holder::{AccessKind, Holder, HolderState};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::job::{JobKind, JobState};
use sigillo_domain::mail_domain::{MailDomain, Onboarding};
use sigillo_domain::message::Language;
use sigillo_domain::organization::Organization;
use sigillo_domain::plan::{Plan, PlanState};
use sigillo_domain::reseller::Reseller;
use sigillo_domain::saved_view::{SavedView, ViewList};
use sigillo_storage::jobs::{Counts, Job};
use sigillo_storage::{
    Db, access_log, accounts, companies, domains, exports, holders, jobs, organizations, plans,
    resellers, saved_views,
};
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
    pub plans: Vec<Plan>,
    pub resellers: Vec<Reseller>,
    pub holders: Vec<Holder>,
    pub accesses: Vec<AccessRecord>,
    pub companies: Vec<Company>,
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
        for plan in &fixtures.plans {
            plans::insert(&mut tx, plan).await.unwrap();
        }
        for reseller in &fixtures.resellers {
            resellers::insert(&mut tx, reseller).await.unwrap();
        }
        for holder in &fixtures.holders {
            holders::insert(&mut tx, holder).await.unwrap();
        }
        for record in &fixtures.accesses {
            access_log::insert(&mut tx, record).await.unwrap();
        }
        for company in &fixtures.companies {
            companies::insert(&mut tx, company).await.unwrap();
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
        let plans = (0..ROWS).map(|number| plan(random, number)).collect();
        let resellers = (0..ROWS).map(|number| reseller(random, &organizations, number)).collect();
        let holders: Vec<_> =
            (0..ROWS).map(|number| holder(random, &organizations, number)).collect();
        let accesses = (0..ROWS).map(|_| access(random, &holders)).collect();
        let companies = (0..ROWS).map(|number| company(random, &organizations, number)).collect();
        Self {
            organizations,
            domains,
            accounts,
            exports,
            jobs,
            views,
            plans,
            resellers,
            holders,
            accesses,
            companies,
        }
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
        plans: vec![],
        default_plan: None,
        client_servers: sigillo_domain::client_servers::ClientServers::default(),
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

fn plan(random: &mut StdRng, number: usize) -> Plan {
    Plan {
        id: id(random),
        code: format!("{}-{number}", ["S", "M_1", "GRANDE"].choose(random).unwrap()),
        name: (*NAMES.choose(random).unwrap()).to_owned(),
        inbox_mb: 1000,
        archive_mb: 0,
        preservation_mb: 0,
        state: *PlanState::ALL.choose(random).unwrap(),
        created_at: time(random),
        version: 1,
    }
}

fn reseller(random: &mut StdRng, organizations: &[Organization], number: usize) -> Reseller {
    Reseller {
        id: id(random),
        organization_id: organizations.choose(random).unwrap().id,
        name: format!("{} {}", NAMES.choose(random).unwrap(), number),
        created_at: time(random),
        version: 1,
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

fn access(random: &mut StdRng, holders: &[Holder]) -> AccessRecord {
    let holder = holders.choose(random).unwrap();
    let kind = *AccessKind::ALL.choose(random).unwrap();
    let name = (*["anna", "rosa", "ugo"].choose(random).unwrap()).to_owned();
    AccessRecord {
        id: id(random),
        at: time(random),
        actor: Actor { kind: ActorKind::Postmaster, id: Some(id(random)), name },
        organization_id: random.random_bool(0.8).then_some(holder.organization_id),
        kind,
        holder_id: (kind == AccessKind::Read).then_some(holder.id),
        fields: String::new(),
        rows: 1,
    }
}

fn holder(random: &mut StdRng, organizations: &[Organization], number: usize) -> Holder {
    let state = *HolderState::ALL.choose(random).unwrap();
    Holder {
        id: id(random),
        organization_id: organizations.choose(random).unwrap().id,
        given_name: (*FIRST_NAMES.choose(random).unwrap()).to_owned(),
        family_name: (*["D'Angiò", "De Rossi", "de rosa", "Y"].choose(random).unwrap()).to_owned(),
        tax_code: format!("CODICE{number}"),
        state,
        merged_into: None,
        erased_at: None,
        created_at: time(random),
        created_by: "anna".into(),
        version: 1,
    }
}

fn company(random: &mut StdRng, organizations: &[Organization], number: usize) -> Company {
    let has_vat_number = random.random();
    Company {
        id: id(random),
        organization_id: organizations.choose(random).unwrap().id,
        legal_name: (*NAMES.choose(random).unwrap()).to_owned(),
        legal_form: String::new(),
        vat_number: if has_vat_number { format!("{number:011}") } else { String::new() },
        tax_code: (*["", "12345", "TLMZOE"].choose(random).unwrap()).to_owned(),
        rea: String::new(),
        recipient_code: String::new(),
        recipient_pec: String::new(),
        administrative_reference: String::new(),
        created_at: time(random),
        version: 1,
    }
}
