//! Thousands of mailboxes whose names, dates and sizes collide on purpose.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::id::{HolderId, MailboxId, NoteId, PlanId, ResellerId};
use sigillo_domain::mailbox::{HeldBy, Mailbox, MailboxState, PasswordState};
use sigillo_domain::password_term::Term;
use sigillo_domain::service_term::Service;
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::notes::Note;
use sigillo_storage::{mailbox_openings, mailboxes, notes};
use sigillo_testkit::{Domain, TestApp};

pub const SIZE: usize = 3000;
/// A text in so many names that the search scans the list instead of using the trigram index.
pub const FREQUENT: &str = "ufficio";
/// Number of names that contain [`FREQUENT`]; more than the 2,000 hits at which the plan changes.
const WITH_FREQUENT: usize = 2300;

/// A few letters and the three punctuation marks of names, so that names equal, begin with and
/// contain each other. `_` reveals a search that is treated as a pattern, and `s` has the
/// look-alike `ſ`.
const LETTERS: [char; 8] = ['a', 'b', 's', '1', '9', '.', '-', '_'];

/// A text in so many e-mails that a search scans the list.
pub const FREQUENT_EMAIL: &str = "@example.org";
/// A text in so many notes that a search scans the list.
pub const FREQUENT_NOTE: &str = "richiesta";
/// Number of mailboxes with a note that contains [`FREQUENT_NOTE`].
const WITH_NOTE: usize = 2200;
/// Number of mailboxes of one holder.
const WITH_HOLDER: usize = 2100;

pub struct MailboxFixtures {
    pub domains: [Domain; 2],
    pub mailboxes: Vec<Mailbox>,
    pub notes: HashMap<MailboxId, Vec<String>>,
    /// One that most mailboxes have, and one that few have.
    pub plans: [PlanId; 2],
    pub resellers: [ResellerId; 2],
    /// One with so many mailboxes that the list is scanned for them, and one with few.
    pub holders: [HolderId; 2],
    /// When mailboxes were last opened.
    pub opened: HashMap<MailboxId, DateTime<Utc>>,
}

/// Fills two domains, in one transaction.
pub async fn fixtures(app: &TestApp) -> MailboxFixtures {
    let domains = [app.domain("pec.example.it").await, app.domain("cert.example.org").await];
    let mut random = StdRng::seed_from_u64(11);
    let mut mailboxes: Vec<Mailbox> = vec![];
    let mut taken = std::collections::HashSet::new();
    while mailboxes.len() < SIZE {
        let frequent = mailboxes.len() < WITH_FREQUENT;
        let mailbox = mailbox(&mut random, &domains, frequent);
        if taken.insert(mailbox.address.clone()) {
            mailboxes.push(mailbox);
        }
    }
    let notes = texts(&mut mailboxes);
    let organization_id = domains[0].organization_id;
    let plans = [app.plan("BASE", 1000, 0).await, app.plan("RARO", 2000, 500).await];
    let resellers = [
        app.reseller(organization_id, "Rete").await,
        app.reseller(organization_id, "Negozio").await,
    ];
    refer(&mut mailboxes, plans, resellers);
    let holders = [app.holder(organization_id, 1).await, app.holder(organization_id, 2).await];
    let holders = holders.map(|holder| holder.id);
    for (place, mailbox) in mailboxes.iter_mut().enumerate() {
        let [many, few] = holders;
        let holder_id = if place < WITH_HOLDER { Some(many) } else { Some(few) };
        let holder_id = holder_id.filter(|_| place < WITH_HOLDER || place % 7 == 0);
        mailbox.holder =
            holder_id.map(|holder_id| HeldBy { holder_id, address_id: None, tie_id: None });
    }
    let mut tx = app.app.db.begin().await.unwrap();
    for mailbox in &mailboxes {
        let key = StorageKey::from_random(mailbox.id.uuid().into_bytes());
        mailboxes::insert(&mut tx, mailbox, &key).await.unwrap();
    }
    for (place, (id, texts)) in (0..).zip(&notes) {
        for (number, text) in (0..).zip(texts) {
            let id_of_note = NoteId::from_u128(place * 10 + number);
            let (at, author) = (TestApp::START, "rosa".to_owned());
            let note = Note { id: id_of_note, at, author, text: text.clone() };
            notes::insert(&mut tx, id.subject(), &note).await.unwrap();
        }
    }
    let mut opened = HashMap::new();
    for (place, mailbox) in mailboxes.iter().enumerate().step_by(5) {
        let at = mailbox.created_at + TimeDelta::days(i64::try_from(place % 50).unwrap());
        mailbox_openings::opened(&mut tx, mailbox.id, at).await.unwrap();
        opened.insert(mailbox.id, at);
    }
    tx.commit().await.unwrap();
    MailboxFixtures { domains, mailboxes, notes, plans, resellers, holders, opened }
}

/// Gives the mailboxes their plans and resellers.
fn refer(mailboxes: &mut [Mailbox], plans: [PlanId; 2], resellers: [ResellerId; 2]) {
    let mut random = StdRng::seed_from_u64(13);
    for mailbox in mailboxes {
        let some = |random: &mut StdRng, share: u32| random.random_ratio(share, 100);
        mailbox.plan = if some(&mut random, 85) {
            Some(plans[0])
        } else {
            some(&mut random, 20).then_some(plans[1])
        };
        mailbox.archive_mb = (mailbox.plan == Some(plans[1])).then_some(500);
        let reseller = if some(&mut random, 90) { resellers[0] } else { resellers[1] };
        mailbox.reseller = some(&mut random, 95).then_some(reseller);
    }
}

/// Gives the mailboxes their e-mails, and returns their notes.
fn texts(mailboxes: &mut [Mailbox]) -> HashMap<MailboxId, Vec<String>> {
    let mut random = StdRng::seed_from_u64(12);
    let mut notes: HashMap<MailboxId, Vec<String>> = HashMap::new();
    for (place, mailbox) in mailboxes.iter_mut().enumerate() {
        let host = match random.random_range(0..20) {
            0 => "rara.example.net",
            1 => "posta.example.com",
            _ => "example.org",
        };
        let name = letters(&mut random, 1..6);
        let name = if random.random() { name.to_uppercase() } else { name };
        mailbox.communication_email = random.random_ratio(19, 20).then(|| format!("{name}@{host}"));
        let frequent = place < WITH_NOTE;
        let texts = notes.entry(mailbox.id).or_default();
        if frequent {
            let town = *["Forlì", "Cefalù", "Roma"].choose(&mut random).unwrap();
            texts.push(format!("Richiesta n. {place} \"100 %\" di {town}"));
        }
        if random.random_ratio(1, 15) {
            texts.push(format!("{} UFFICIO", letters(&mut random, 2..9)));
        }
    }
    notes
}

fn mailbox(random: &mut StdRng, domains: &[Domain; 2], frequent: bool) -> Mailbox {
    let domain = domains.choose_weighted(random, |domain| domain.name.len() * 3).unwrap();
    let local_part = if frequent {
        format!("{}{FREQUENT}{}", letters(random, 0..4), letters(random, 0..6))
    } else {
        letters(random, 1..7)
    };
    let state = *MailboxState::ALL.choose(random).unwrap();
    let created_at = moment(random);
    Mailbox {
        id: MailboxId::from_u128(random.random()),
        domain_id: domain.id,
        address: format!("{local_part}@{}", domain.name),
        local_part,
        state,
        password: Term { state: *PasswordState::ALL.choose(random).unwrap(), ..Term::TO_SET },
        communication_email: None,
        quota_mb: *[1, 999, 1000, 2000, 1_048_576].choose(random).unwrap(),
        soft_limit_mb: 1,
        used_bytes: *[None, Some(0), Some(1), Some(1_048_575), Some(1_048_576), Some(1 << 40)]
            .choose(random)
            .unwrap(),
        soft_limit_told: false,
        preservation: random.random(),
        plan: None,
        archive_mb: None,
        reseller: None,
        created_at,
        created_by: "rosa".into(),
        managed_by: random.random_ratio(1, 30).then(|| "ugo".into()),
        activated_at: random.random::<bool>().then_some(created_at),
        expires_at: None,
        service: Service::default(),
        cancelled_at: (state == MailboxState::Cancelled).then_some(created_at),
        holder: None,
        identification: None,
        second_factor_since: None,
        version: 1,
    }
}

pub fn letters(random: &mut StdRng, length: std::ops::Range<usize>) -> String {
    (0..random.random_range(length)).map(|_| *LETTERS.choose(random).unwrap()).collect()
}

/// One of forty moments, so that many rows share each one. SQLite, which stores them as text, must
/// order whole seconds, milliseconds and microseconds correctly.
fn moment(random: &mut StdRng) -> DateTime<Utc> {
    let part = *[0, 1, 123_000, 123_001, 999_999].choose(random).unwrap();
    TestApp::START + TimeDelta::seconds(random.random_range(0..8))
        - TimeDelta::microseconds(123_456)
        + TimeDelta::microseconds(part)
}
