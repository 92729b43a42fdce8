//! Mailboxes like those of an organisation that is some years old, each with its history.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Months, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange, Record};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::id::PasswordId;
use sigillo_domain::mail_domain::{MailDomain, Onboarding};
use sigillo_domain::mailbox::{HeldBy, Mailbox, MailboxState, NewMailbox, PasswordState};
use sigillo_domain::password_term::Term;
use sigillo_domain::quota::BYTES_PER_MB;
use sigillo_domain::storage_key::StorageKey;
use uuid::Uuid;

use crate::names;
use crate::people::{People, Person};

/// A hash of no password: nobody signs in to these mailboxes, but their rows have a realistic size.
pub const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2VuemFzYWxlc2Vuemc$\
     bmVzc3VuYXBhc3N3b3JkaGFxdWVzdG9oYXNobmVzc3VuYQ";

/// User names of assistants, of whom one creates few mailboxes.
pub const ASSISTANTS: [&str; 3] = ["anna.conti", "bruno.sala", "rita.neri"];

/// Age of the oldest mailbox.
pub const YEARS: i64 = 3;

/// A mailbox with its sealed history.
pub struct Member {
    pub mailbox: Mailbox,
    pub storage_key: StorageKey,
    pub records: Vec<(Record, String)>,
    /// Id of its password's row, if it has one.
    pub password_id: Option<PasswordId>,
}

/// Generates mailboxes in the order of their creation.
pub struct MailboxFixtures {
    domains: Vec<MailDomain>,
    by: Actor,
    now: DateTime<Utc>,
    size: u64,
    made: u64,
    random: StdRng,
    key: Arc<HistoryKey>,
    people: Arc<People>,
    /// The holders whom mailboxes may have.
    pub holders: Vec<(Person, HeldBy)>,
    /// The first holder without a mailbox.
    next_holder: usize,
    namesakes: HashMap<Person, u64>,
}

/// An id of this moment.
pub fn id_of<I: From<Uuid>>(random: &mut StdRng, at: DateTime<Utc>) -> I {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    let bytes: [u8; 10] = random.random();
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().into()
}

impl MailboxFixtures {
    /// Deterministic for its arguments and the holders. The first domain gets most of the mailboxes.
    pub fn new(
        domains: Vec<MailDomain>,
        by: Actor,
        now: DateTime<Utc>,
        size: u32,
        key: Arc<HistoryKey>,
        people: Arc<People>,
    ) -> Self {
        let random = StdRng::seed_from_u64(5);
        Self {
            domains,
            by,
            now,
            size: u64::from(size),
            made: 0,
            random,
            key,
            people,
            holders: vec![],
            next_holder: 0,
            namesakes: HashMap::new(),
        }
    }

    fn one_of(&mut self, in_a_thousand: u32) -> bool {
        self.random.random_range(0..1000) < in_a_thousand
    }

    fn moment(&self) -> DateTime<Utc> {
        let all = TimeDelta::days(365 * YEARS).num_milliseconds();
        let per = all / i64::try_from(self.size).unwrap_or(i64::MAX);
        let ago = all - per * i64::try_from(self.made).unwrap_or_default();
        self.now - TimeDelta::milliseconds(ago)
    }

    fn domain(&mut self) -> MailDomain {
        let place = match self.random.random_range(0..100) {
            0..70 => 0,
            70..90 => 1,
            90..97 => 2,
            _ => 3,
        };
        self.domains[place].clone()
    }

    fn member(&mut self) -> Member {
        let at = self.moment();
        let domain = self.domain();
        let (name, holder) = self.name_and_holder();
        let by = self.creator();
        let quota = [1000, 1000, 2000, 5000][self.random.random_range(0..4usize)];
        let new = NewMailbox {
            local_part: &name,
            communication_email: &format!("{name}@example.org"),
            preservation: Some(domain.preservation_available && self.one_of(300)),
            quota_mb: Some(quota),
            ..NewMailbox::default()
        };
        let id = id_of(&mut self.random, at);
        // The names are valid and the requests are within the domain's supply.
        let built = new.build(id, &domain, &by.name, at).expect("a good mailbox");
        let expires_at = if self.one_of(900) { self.end_of_service(at) } else { None };
        let built = Mailbox { holder, expires_at, ..built };
        let storage_key: [u8; StorageKey::BYTES] = self.random.random();
        let storage_key = StorageKey::from_random(storage_key);
        let mut life = Life::new(built, by, &storage_key, self.key.clone());
        self.live(&mut life, &domain, at);
        let has_password = life.mailbox.password.state != PasswordState::ToSet;
        Member {
            password_id: has_password.then(|| id_of(&mut self.random, at)),
            storage_key,
            mailbox: life.mailbox,
            records: life.records,
        }
    }

    /// Three of four mailboxes are named after people, most of whom hold them; the others are those of
    /// offices, of which half are held by people who have one already.
    fn name_and_holder(&mut self) -> (String, Option<HeldBy>) {
        let index = names::scattered(self.made, self.size);
        if let Some(name) = names::of_office(index, self.size) {
            let held = self.one_of(500) || names::is_rare(index, self.size);
            return (name, if held { self.earlier_holder() } else { None });
        }
        let fresh = self.one_of(720).then(|| self.holders.get(self.next_holder).copied()).flatten();
        let (person, holder) = match fresh {
            Some((person, held_by)) => {
                self.next_holder += 1;
                (person, Some(held_by))
            }
            None => (self.people.draw(&mut self.random), None),
        };
        let namesakes = self.namesakes.entry(person).or_default();
        let name = names::numbered(&self.people.mail_name(person), *namesakes);
        *namesakes += 1;
        (name, holder)
    }

    /// One who has a mailbox, often one of a few who have many.
    fn earlier_holder(&mut self) -> Option<HeldBy> {
        let among = if self.one_of(100) { self.next_holder.min(100) } else { self.next_holder };
        let place = self.random.random_range(0..among.max(1));
        self.holders.get(place).map(|(_, held_by)| *held_by)
    }

    fn creator(&mut self) -> Actor {
        let place = match self.random.random_range(0..2000) {
            0 => 2,
            1..300 => 1,
            300..800 => 0,
            _ => return self.by.clone(),
        };
        let (kind, id) = (ActorKind::Assistant, Some(Uuid::from_u128(place as u128 + 1)));
        Actor { kind, id, name: ASSISTANTS[place].to_owned() }
    }

    /// The end of a month two years after the creation, or after a renewal.
    fn end_of_service(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let months = |number| at.with_day(1)?.checked_add_months(Months::new(number));
        let ends = [25, 49].into_iter().filter_map(months);
        ends.map(|end| end - TimeDelta::seconds(1)).find(|end| *end > self.now)
    }

    /// Adds the changes after a mailbox's creation.
    fn live(&mut self, life: &mut Life, domain: &MailDomain, at: DateTime<Utc>) {
        let later = |minutes| at + TimeDelta::minutes(minutes);
        if domain.onboarding == Onboarding::Contract {
            if self.one_of(150) {
                return;
            }
            life.change(later(1), Action::Updated, |mailbox| {
                mailbox.state = MailboxState::Active;
                mailbox.activated_at = Some(later(1));
            });
        }
        if !self.one_of(80) {
            // Set lately, so that nothing falls due during the measurement.
            let set_at = self.now - TimeDelta::hours(1);
            life.change(later(2), Action::PasswordSet, |mailbox| {
                mailbox.password = Term::starting(set_at, 90);
            });
            if self.one_of(100) {
                life.change(later(3), Action::PasswordExpired, |mailbox| {
                    mailbox.password.state = PasswordState::Expired;
                    mailbox.password.expires_at = Some(set_at);
                    mailbox.password.next_step_at = None;
                });
            }
        }
        self.use_space(&mut life.mailbox);
        match self.random.random_range(0..1000) {
            0..50 => life.change(later(4), Action::Disabled, |mailbox| {
                mailbox.state = MailboxState::Disabled;
            }),
            50..70 => life.change(later(4), Action::Updated, |mailbox| {
                mailbox.state = MailboxState::Suppressed;
                let age = (self.now - at).num_minutes();
                mailbox.expires_at = Some(at + TimeDelta::minutes(age / 2));
            }),
            70..120 => life.change(later(4), Action::Cancelled, |mailbox| {
                *mailbox = mailbox.cancelled(later(4)).expect("it was not cancelled before");
            }),
            _ => {}
        }
    }

    fn use_space(&mut self, mailbox: &mut Mailbox) {
        if self.one_of(50) {
            return;
        }
        let full = if self.one_of(30) { 80..101 } else { 0..80 };
        let percent = self.random.random_range(full);
        mailbox.used_bytes = Some(mailbox.quota_mb * BYTES_PER_MB / 100 * percent);
        mailbox.judge_soft_limit();
    }
}

impl Iterator for MailboxFixtures {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        if self.made == self.size {
            return None;
        }
        let member = self.member();
        self.made += 1;
        Some(member)
    }
}

/// A mailbox and its records as they grow.
struct Life {
    mailbox: Mailbox,
    by: Actor,
    records: Vec<(Record, String)>,
    key: Arc<HistoryKey>,
}

impl Life {
    fn new(mailbox: Mailbox, by: Actor, storage_key: &StorageKey, key: Arc<HistoryKey>) -> Self {
        let at = mailbox.created_at;
        let mut changes = mailbox.recorded_changes(None, &key);
        let digest = mailbox.storage_key_digest(storage_key, &key);
        changes.extend(FieldChange::between(None, vec![digest]));
        let mut life = Self { mailbox, by, records: vec![], key };
        life.record(at, Action::Created, &changes);
        life
    }

    fn change(&mut self, at: DateTime<Utc>, action: Action, make: impl FnOnce(&mut Mailbox)) {
        let before = self.mailbox.clone();
        make(&mut self.mailbox);
        self.mailbox.version += 1;
        let mut changes = self.mailbox.recorded_changes(Some(&before), &self.key);
        if action == Action::PasswordSet {
            let digest = self.key.digest(self.mailbox.subject(), "password", &json!(HASH));
            changes.push(FieldChange::new("password_digest", Value::Null, json!(digest)));
        }
        if self.mailbox.password.state == PasswordState::ToSet && before.password.set_at.is_some() {
            changes.push(FieldChange::new("password_digest", Value::Null, Value::Null));
        }
        self.record(at, action, &changes);
    }

    fn record(&mut self, at: DateTime<Utc>, action: Action, changes: &[FieldChange]) {
        let Mailbox { id, ref address, .. } = self.mailbox;
        let actor = match action {
            Action::PasswordSet => {
                Actor { kind: ActorKind::MailboxUser, id: Some(id.uuid()), name: address.clone() }
            }
            Action::PasswordExpired => {
                Actor { kind: ActorKind::System, id: None, name: "worker".into() }
            }
            _ => self.by.clone(),
        };
        let record = Record {
            subject: id.subject(),
            seq: i64::try_from(self.records.len()).unwrap_or(i64::MAX) + 1,
            at,
            actor,
            action,
            // Texts, numbers and booleans always serialise.
            changes: serde_json::to_string(changes).unwrap_or_default(),
        };
        let previous = self.records.last().map_or("", |(_, seal)| seal.as_str());
        let seal = record.seal(previous, &self.key);
        self.records.push((record, seal));
    }
}
