//! Holders of two organisations, whose names, numbers and mailboxes equal, begin with and contain each other.

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::company::{Company, CompanyTie};
use sigillo_domain::holder::{Holder, HolderAddress, HolderState};
use sigillo_domain::id::{AddressId, CompanyId, CompanyTieId, HolderId, MailboxId};
use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, Identification, IdentificationFields, IdentificationMethod,
    IdentityDocument, IdentityDocumentKind,
};
use sigillo_domain::mailbox::{HeldBy, Mailbox, MailboxState};
use sigillo_domain::password_term::Term;
use sigillo_domain::service_term::{Service, ServiceRequest};
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::{companies, holder_addresses, holder_companies, holders, mailboxes};
use sigillo_testkit::{Domain, TestApp};

pub const HOLDERS: usize = 400;

/// A holder with all that it is found by.
pub struct Person {
    pub holder: Holder,
    pub addresses: Vec<HolderAddress>,
    pub companies: Vec<Company>,
    /// One to each of the companies.
    pub ties: Vec<CompanyTie>,
    pub mailboxes: Vec<Mailbox>,
}

pub struct Registry {
    pub domains: [Domain; 2],
    pub people: Vec<Person>,
}

const GIVEN: [&str; 10] = [
    "Zoè",
    "Anna Maria",
    "ANNAMARIA",
    "Anna",
    "Mariano",
    "Niccolò",
    "Lì",
    "D'Anna",
    "A%_\\",
    "Łukasz",
];
const FAMILY: [&str; 10] = [
    "De Luca", "DELUCA", "Luca", "Rossi", "Rossini", "Mc Rossi", "Tàlamo", "Ro", "Lo Russo", "Đặng",
];
const COMPANIES: [&str; 6] =
    ["Acque Rossi S.r.l.", "Rossi & Figli", "Società Luca", "ACQUE", "Sele \"Uno\" S.p.A.", "Ro"];
const NUMBERS: [&str; 7] = [
    "",
    "0971 123456",
    "+39 0971-12.34",
    "0039 347 0971",
    "347 1234567",
    "06/0971",
    "+33 1 0971 1",
];
const NAMES: [&str; 6] = ["rossi", "anna.rossi", "mc-rossi", "an", "deluca", "info"];

/// Fills the registry of two organisations, in one transaction.
pub async fn registry(app: &TestApp) -> Registry {
    let domains = [app.domain("pec.rossi.it").await, app.domain("cert.luca.example.org").await];
    let mut random = StdRng::seed_from_u64(21);
    let people: Vec<_> = (0..HOLDERS).map(|number| person(&mut random, &domains, number)).collect();
    let mut tx = app.app.db.begin().await.unwrap();
    for person in &people {
        holders::insert(&mut tx, &person.holder).await.unwrap();
        for address in &person.addresses {
            holder_addresses::insert(&mut tx, address).await.unwrap();
        }
        for (company, tie) in person.companies.iter().zip(&person.ties) {
            companies::insert(&mut tx, company).await.unwrap();
            holder_companies::insert(&mut tx, tie).await.unwrap();
        }
        for mailbox in &person.mailboxes {
            let key = StorageKey::from_random(mailbox.id.uuid().into_bytes());
            mailboxes::insert(&mut tx, mailbox, &key).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    Registry { domains, people }
}

fn some<'a>(random: &mut StdRng, texts: &[&'a str]) -> &'a str {
    texts.choose(random).unwrap()
}

fn person(random: &mut StdRng, domains: &[Domain; 2], number: usize) -> Person {
    let domain = domains.choose(random).unwrap();
    let letters = some(random, &["RSSMRA", "DLCNNA", "RSSNNA"]);
    let holder = Holder {
        id: HolderId::from_u128(random.random()),
        organization_id: domain.organization_id,
        given_name: some(random, &GIVEN).to_owned(),
        family_name: some(random, &FAMILY).to_owned(),
        tax_code: format!("{letters}{:02}A01G{number:03}X", random.random_range(0..3)),
        state: if random.random_ratio(1, 10) {
            HolderState::Erased
        } else {
            HolderState::Registered
        },
        merged_into: None,
        erased_at: None,
        created_at: TestApp::START + TimeDelta::seconds(random.random_range(0..8)),
        created_by: "rosa".into(),
        version: 1,
    };
    let addresses = (0..random.random_range(0..3)).map(|_| address(random, &holder)).collect();
    let companies: Vec<_> = (0..random.random_range(0..3))
        .map(|place| company(random, &holder, number * 3 + place))
        .collect();
    let ties: Vec<_> = companies.iter().map(|company| tie(random, &holder, company)).collect();
    let mailboxes = (0..random.random_range(0..3))
        .map(|place| mailbox(random, &holder, &ties, domain, number * 3 + place))
        .collect();
    Person { holder, addresses, companies, ties, mailboxes }
}

fn address(random: &mut StdRng, holder: &Holder) -> HolderAddress {
    let email =
        some(random, &["", "Rossi@example.it", "anna@deluca.example.it", "a@rossi.example"]);
    HolderAddress {
        id: AddressId::from_u128(random.random()),
        holder_id: holder.id,
        street: "Via delle Ginestre".into(),
        number: "12/A".into(),
        locality: "Potenza".into(),
        province: "PZ".into(),
        postal_code: "85100".into(),
        country: "IT".into(),
        phone: some(random, &NUMBERS).to_owned(),
        fax: some(random, &NUMBERS).to_owned(),
        email: email.to_owned(),
        mobile: some(random, &NUMBERS).to_owned(),
        created_at: holder.created_at,
        version: 1,
    }
}

fn company(random: &mut StdRng, holder: &Holder, number: usize) -> Company {
    let vat_number =
        if random.random_ratio(1, 4) { String::new() } else { format!("0123{number:07}") };
    Company {
        id: CompanyId::from_u128(random.random()),
        organization_id: holder.organization_id,
        legal_name: some(random, &COMPANIES).to_owned(),
        legal_form: String::new(),
        vat_number,
        tax_code: String::new(),
        rea: String::new(),
        recipient_code: String::new(),
        recipient_pec: String::new(),
        administrative_reference: String::new(),
        created_at: holder.created_at,
        version: 1,
    }
}

fn tie(random: &mut StdRng, holder: &Holder, company: &Company) -> CompanyTie {
    CompanyTie {
        id: CompanyTieId::from_u128(random.random()),
        holder_id: holder.id,
        company_id: company.id,
        role: String::new(),
        from: None,
        to: None,
        created_at: holder.created_at,
        version: 1,
    }
}

fn mailbox(
    random: &mut StdRng,
    holder: &Holder,
    ties: &[CompanyTie],
    domain: &Domain,
    number: usize,
) -> Mailbox {
    let local_part = format!("{}{number}", some(random, &NAMES));
    let email = some(random, &["", "Anna@rossi.example", "rossi@example.com", "x@deluca.example"]);
    let state = *MailboxState::ALL.choose(random).unwrap();
    Mailbox {
        id: MailboxId::from_u128(random.random()),
        domain_id: domain.id,
        address: format!("{local_part}@{}", domain.name),
        local_part,
        state,
        password: Term::TO_SET,
        communication_email: Some(email.to_owned()).filter(|email| !email.is_empty()),
        quota_mb: 1000,
        soft_limit_mb: 900,
        used_bytes: None,
        soft_limit_told: false,
        preservation: false,
        plan: None,
        archive_mb: None,
        reseller: None,
        created_at: TestApp::START + TimeDelta::seconds(random.random_range(0..8)),
        created_by: some(random, &["rosa", "anna", "ugo"]).to_owned(),
        managed_by: None,
        activated_at: None,
        expires_at: random
            .random_bool(0.5)
            .then(|| TestApp::START + TimeDelta::days(random.random_range(0..4))),
        service: Service {
            request: *ServiceRequest::ALL.choose(random).unwrap(),
            ..Service::default()
        },
        cancelled_at: (state == MailboxState::Cancelled).then_some(holder.created_at),
        holder: random.random_ratio(9, 10).then(|| HeldBy {
            holder_id: holder.id,
            address_id: None,
            tie_id: ties.choose(random).map(|tie| tie.id),
        }),
        identification: identification(random),
        second_factor_since: random.random::<bool>().then(|| TestApp::START.date_naive()),
        version: 1,
    }
}

/// At some level, or none.
fn identification(random: &mut StdRng) -> Option<Identification> {
    let level = *AssuranceLevel::ALL.choose(random).unwrap();
    if random.random() {
        return None;
    }
    let day = TestApp::START.date_naive();
    let document = IdentityDocument {
        kind: *IdentityDocumentKind::ALL.choose(random).unwrap(),
        number: "CA00000AA".into(),
        expires_on: day + TimeDelta::days(30),
    };
    Some(Identification {
        fields: IdentificationFields {
            method: *IdentificationMethod::ALL.choose(random).unwrap(),
            level,
            identified_on: day,
            identified_by: "Sportello".into(),
            document: random.random::<bool>().then_some(document),
            capacity: *HolderCapacity::ALL.choose(random).unwrap(),
        },
        recorded_at: TestApp::START,
        recorded_by: "rosa".into(),
    })
}
