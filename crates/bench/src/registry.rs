//! The people who hold the mailboxes, their addresses and their companies, each with its history.

use std::sync::Arc;

use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_app::{companies, holders};
use sigillo_domain::company::{Company, CompanyTie};
use sigillo_domain::history::{Action, Actor, FieldChange, Record};
use sigillo_domain::holder::{Holder, HolderAddress, HolderState};
use sigillo_domain::id::{CompanyId, HolderId, OrganizationId};
use sigillo_domain::mailbox::HeldBy;
use sigillo_domain::subject::SubjectRef;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::vat_number::VatNumber;
use sigillo_storage::Db;
use sigillo_storage::holder_keys::StoredKey;
use uuid::Uuid;

use crate::fixtures::{YEARS, id_of};
use crate::names::{RARE, is_rare, scattered};
use crate::people::{People, Person, capitalized};

/// One of this many holders is tied to a company.
const TIED_EVERY: u64 = 3;
/// Companies with many people, and their share of the ties in a hundred.
const LARGE: (usize, u32) = (20, 10);
/// Days on which holders may have been born.
const BIRTHDAYS: u64 = 23_700;
const ACTIVITIES: [&str; 16] = [
    "Officine",
    "Cantine",
    "Edilizia",
    "Trasporti",
    "Molini",
    "Vivai",
    "Ceramiche",
    "Falegnameria",
    "Frantoio",
    "Stamperia",
    "Tessitura",
    "Autolinee",
    "Fornaci",
    "Caseificio",
    "Impianti",
    "Segheria",
];
const FORMS: [&str; 3] = ["S.r.l.", "S.p.A.", "S.n.c."];
const PROVIDERS: [&str; 3] = ["example.org", "example.net", "posta.example.com"];

/// A company with its sealed history.
pub struct CompanyMember {
    pub company: Company,
    pub record: (Record, String),
}

/// A holder with what belongs to it, and its sealed history.
pub struct HolderMember {
    pub person: Person,
    pub holder: Holder,
    pub key: StoredKey,
    pub addresses: Vec<HolderAddress>,
    pub tie: Option<CompanyTie>,
    pub record: (Record, String),
}

impl HolderMember {
    /// As mailboxes refer to it.
    pub fn held_by(&self) -> HeldBy {
        HeldBy {
            holder_id: self.holder.id,
            address_id: self.addresses.first().map(|address| address.id),
            tie_id: self.tie.as_ref().map(|tie| tie.id),
        }
    }
}

/// Generates companies and then holders, each in the order of their creation.
pub struct Registry {
    pub people: Arc<People>,
    db: Db,
    organization_id: OrganizationId,
    by: Actor,
    now: DateTime<Utc>,
    size: u64,
    companies: Vec<CompanyId>,
    made: u64,
    random: StdRng,
}

impl Registry {
    /// `size` holders and a third as many companies. Deterministic for its arguments, but for the keys of
    /// the holders.
    pub fn new(
        db: Db,
        organization_id: OrganizationId,
        by: Actor,
        now: DateTime<Utc>,
        size: u64,
    ) -> Self {
        let (people, random) = (Arc::new(People::new()), StdRng::seed_from_u64(7));
        Self { people, db, organization_id, by, now, size, companies: vec![], made: 0, random }
    }

    /// Up to `most` of the companies that were not made yet.
    pub fn next_companies(&mut self, most: usize) -> Result<Vec<CompanyMember>> {
        let all = usize::try_from(self.size / TIED_EVERY)?;
        (self.companies.len()..all).take(most).map(|_| self.company()).collect()
    }

    /// Up to `most` of the holders that were not made yet, after the companies.
    pub fn next_holders(&mut self, most: usize) -> Result<Vec<HolderMember>> {
        (self.made..self.size).take(most).map(|index| self.holder(index)).collect()
    }

    fn one_in_a_hundred(&mut self, chances: u32) -> bool {
        self.random.random_range(0..100) < chances
    }

    fn one_among(&mut self, texts: &[&str]) -> String {
        texts[self.random.random_range(0..texts.len())].to_owned()
    }

    /// When the one at `index` of `of` was created: always before the mailboxes that it holds.
    fn moment(&self, index: u64, of: u64) -> DateTime<Utc> {
        let all = TimeDelta::days(365 * YEARS).num_milliseconds();
        let per = all / i64::try_from(of).unwrap_or(i64::MAX);
        let ago = all - per * i64::try_from(index).unwrap_or_default();
        self.now - TimeDelta::days(30) - TimeDelta::milliseconds(ago)
    }

    fn first_record(
        &self,
        subject: SubjectRef,
        at: DateTime<Utc>,
        changes: &[FieldChange],
    ) -> Result<(Record, String)> {
        let actor = self.by.clone();
        let changes = serde_json::to_string(changes)?;
        let record = Record { subject, seq: 1, at, actor, action: Action::Created, changes };
        let seal = record.seal("", &*self.db.history_key()?);
        Ok((record, seal))
    }

    fn company(&mut self) -> Result<CompanyMember> {
        let (index, of) = (self.companies.len() as u64, self.size / TIED_EVERY);
        let at = self.moment(index, of);
        let person = self.people.draw(&mut self.random);
        let name = if is_rare(index, of) {
            capitalized(RARE)
        } else {
            self.people.family(person).to_owned()
        };
        let legal_form = self.one_among(&FORMS);
        let number = scattered(index, of);
        let company = Company {
            id: id_of(&mut self.random, at),
            organization_id: self.organization_id,
            legal_name: format!("{} {name} {legal_form}", self.one_among(&ACTIVITIES)),
            legal_form,
            vat_number: vat_number(number, 777),
            tax_code: String::new(),
            rea: format!("PZ-{}", 100_000 + number),
            recipient_code: "0000000".into(),
            recipient_pec: String::new(),
            administrative_reference: String::new(),
            created_at: at,
            version: 1,
        };
        self.companies.push(company.id);
        let changes = FieldChange::between(None, companies::audited_fields(&company));
        let record = self.first_record(company.subject(), at, &changes)?;
        Ok(CompanyMember { company, record })
    }

    fn holder(&mut self, index: u64) -> Result<HolderMember> {
        self.made = index + 1;
        let at = self.moment(index, self.size);
        let rare = is_rare(index, self.size);
        let draw = if rare { People::draw_rare } else { People::draw };
        let person = draw(&self.people, &mut self.random);
        let id: HolderId = id_of(&mut self.random, at);
        let holder = Holder {
            id,
            organization_id: self.organization_id,
            given_name: self.people.given(person).to_owned(),
            family_name: self.people.family(person).to_owned(),
            tax_code: tax_code(&self.people, person, scattered(index, self.size), 'X'),
            state: HolderState::Registered,
            merged_into: None,
            erased_at: None,
            created_at: at,
            created_by: self.by.name.clone(),
            version: 1,
        };
        let count = if self.one_in_a_hundred(10) { 2 } else { 1 };
        let addresses: Vec<_> = (0..count).map(|_| self.address(id, person, index, at)).collect();
        let tie =
            if rare || index.is_multiple_of(TIED_EVERY) { self.tie(id, index, at) } else { None };
        let entropy = &SystemEntropy;
        let ties = tie.as_slice();
        let holders::Creation { key, changes } =
            holders::creation(&self.db, entropy, &holder, &addresses, ties)?;
        let record = self.first_record(holder.subject(), at, &changes)?;
        Ok(HolderMember { person, holder, key, addresses, tie, record })
    }

    fn address(
        &mut self,
        holder_id: HolderId,
        person: Person,
        index: u64,
        at: DateTime<Utc>,
    ) -> HolderAddress {
        let mut digits = || self.random.random_range(100_000..1_000_000);
        let (phone, fax, mobile) = (digits(), digits(), digits());
        let provider = self.one_among(&PROVIDERS);
        // The rare ones have a fax, so that it can be searched for.
        let has_fax = is_rare(index, self.size) || self.one_in_a_hundred(20);
        HolderAddress {
            id: id_of(&mut self.random, at),
            holder_id,
            street: format!("Via {}", self.people.family(person)),
            number: (index % 90 + 1).to_string(),
            locality: "Borgo di Prova".into(),
            province: "PZ".into(),
            postal_code: "85100".into(),
            country: "IT".into(),
            phone: format!("0999 {phone}"),
            fax: if has_fax { format!("0998 {fax}") } else { String::new() },
            email: format!("{}{index}@{provider}", self.people.mail_name(person)),
            mobile: format!("+39 3{}0 1{mobile}", index % 10),
            created_at: at,
            version: 1,
        }
    }

    /// None where there are too few companies.
    fn tie(&mut self, holder_id: HolderId, index: u64, at: DateTime<Utc>) -> Option<CompanyTie> {
        let own = usize::try_from(index / TIED_EVERY).ok()?;
        let place =
            if self.one_in_a_hundred(LARGE.1) { self.random.random_range(0..LARGE.0) } else { own };
        let company_id = *self.companies.get(place)?;
        Some(CompanyTie {
            id: id_of::<Uuid>(&mut self.random, at).into(),
            holder_id,
            company_id,
            role: "legale rappresentante".into(),
            from: Some(at.date_naive()),
            to: None,
            created_at: at,
            version: 1,
        })
    }
}

/// The codice fiscale of a person who was born on day `number` in a place that does not exist: none has a
/// code that begins with this letter. No two numbers and letters give the same code.
pub fn tax_code(people: &People, person: Person, number: u64, place: char) -> String {
    let first = NaiveDate::from_ymd_opt(1940, 1, 1).unwrap_or_default();
    let date = first + Days::new(number % BIRTHDAYS);
    let place = format!("{place}{:03}", number / BIRTHDAYS + 1);
    let (given, family) = (people.given(person), people.family(person));
    let code = TaxCode::of(given, family, date, people.sex(person), &place);
    code.expect("the code of a person").to_string()
}

/// A VAT number of an office of the revenue that does not exist.
pub fn vat_number(number: u64, office: u64) -> String {
    let first = format!("{number:07}{office}");
    let checked = (0..10).map(|check| format!("{first}{check}"));
    checked.into_iter().find(|number| VatNumber::parse(number).is_ok()).expect("one of ten digits")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_and_numbers_are_unique() {
        let people = People::new();
        let person = People::most_frequent();
        let codes: HashSet<_> =
            (0..100_000).map(|number| tax_code(&people, person, number, 'X')).collect();
        assert_eq!(codes.len(), 100_000);
        let numbers: HashSet<_> = (0..1000).map(|number| vat_number(number, 777)).collect();
        assert_eq!(numbers.len(), 1000);
    }
}
