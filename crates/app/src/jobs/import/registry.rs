//! The holders and companies that the rows of one step name: those that the organisation has, and those that
//! enter with the rows.

use std::collections::HashMap;

use sigillo_domain::company::{Company, CompanyTie};
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::holder::{Holder, HolderAddress, HolderWarning};
use sigillo_domain::holder_address::AddressFields;
use sigillo_domain::id::{AddressId, CompanyId, CompanyTieId, HolderId, OrganizationId};
use sigillo_domain::import::{CompanyRow, HolderPart, HolderRow, KnownCodes, NamedCodes};
use sigillo_domain::mailbox::HeldBy;
use sigillo_domain::search_text::fold_unspaced;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::vat_number::VatNumber;
use sigillo_domain::{Fault, FaultCode};
use sigillo_storage::{StorageError, Tx, companies, holder_addresses, holder_companies, holders};

use crate::caller::Identity;
use crate::companies::{ChosenCompany, settle};
use crate::error::AppError;
use crate::holders::audit;
use crate::{App, Caller};

pub(super) struct Registry {
    organization_id: OrganizationId,
    /// By their tax codes.
    people: HashMap<String, Person>,
    /// The tax codes that are variants of those in the rows (omocodia), by what they have in common, and the
    /// holders that are registered with them.
    variants: HashMap<String, Vec<(String, Option<HolderId>)>>,
    companies: Parts<Company>,
}

struct Person {
    holder: Holder,
    is_new: bool,
    addresses: Parts<HolderAddress>,
    ties: Parts<CompanyTie>,
}

/// What is stored already, followed by what is not.
struct Parts<T> {
    all: Vec<T>,
    stored: usize,
}

impl<T> Parts<T> {
    fn of(stored: Vec<T>) -> Self {
        Self { stored: stored.len(), all: stored }
    }

    fn added(&self) -> &[T] {
        &self.all[self.stored..]
    }
}

impl KnownCodes for Registry {
    fn has_holder(&self, tax_code: &TaxCode) -> bool {
        self.people.contains_key(tax_code.as_str())
    }

    fn has_company(&self, vat_number: &VatNumber) -> bool {
        self.with_vat_number(vat_number.as_str()).is_some()
    }
}

impl Registry {
    /// Reads what the organisation knows of what rows name. The holders are locked, so that nothing of them
    /// goes while mailboxes take it.
    pub async fn load(
        tx: &mut Tx,
        organization_id: OrganizationId,
        named: Vec<NamedCodes>,
    ) -> Result<Self, StorageError> {
        let (mut tax_codes, mut vat_numbers, mut names) = (vec![], vec![], vec![]);
        let mut bases = vec![];
        for codes in named {
            bases.extend(codes.tax_code.as_ref().and_then(TaxCode::base));
            tax_codes.extend(codes.tax_code.map(|code| code.to_string()));
            vat_numbers.extend(codes.vat_number.map(|number| number.to_string()));
            names.extend(codes.legal_name);
        }
        let mut registry = Self {
            organization_id,
            people: HashMap::new(),
            variants: HashMap::new(),
            companies: Parts::of(vec![]),
        };
        if !tax_codes.is_empty() {
            registry.load_people(tx, distinct(tax_codes)).await?;
        }
        let bases = distinct(bases);
        holders::lock_variants(tx, organization_id, &bases).await?;
        for holder in holders::with_bases(tx, organization_id, &bases).await? {
            registry.add_variant(&holder, Some(holder.id));
        }
        let mut found = vec![];
        if !vat_numbers.is_empty() {
            let numbers = distinct(vat_numbers);
            found.extend(companies::with_vat_numbers(tx, organization_id, numbers).await?);
        }
        if !names.is_empty() {
            found.extend(companies::known_by_name(tx, organization_id, distinct(names)).await?);
        }
        registry.add_stored(found);
        Ok(registry)
    }

    async fn load_people(
        &mut self,
        tx: &mut Tx,
        tax_codes: Vec<String>,
    ) -> Result<(), StorageError> {
        let found = holders::with_tax_codes_to_change(tx, self.organization_id, tax_codes).await?;
        if found.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = found.iter().map(|holder| holder.id).collect();
        let mut addresses: HashMap<_, Vec<_>> = HashMap::new();
        for address in holder_addresses::all_of_many(tx, ids.iter().copied()).await? {
            addresses.entry(address.holder_id).or_default().push(address);
        }
        let mut ties: HashMap<_, Vec<_>> = HashMap::new();
        let mut tied = vec![];
        for found in holder_companies::all_of_many(tx, ids).await? {
            ties.entry(found.tie.holder_id).or_default().push(found.tie);
            tied.push(found.company);
        }
        self.add_stored(tied);
        for holder in found {
            let addresses = Parts::of(addresses.remove(&holder.id).unwrap_or_default());
            let ties = Parts::of(ties.remove(&holder.id).unwrap_or_default());
            let tax_code = holder.tax_code.clone();
            self.people.insert(tax_code, Person { holder, is_new: false, addresses, ties });
        }
        Ok(())
    }

    fn add_stored(&mut self, found: Vec<Company>) {
        for company in found {
            if self.companies.all.iter().all(|known| known.id != company.id) {
                self.companies.all.push(company);
            }
        }
        self.companies.stored = self.companies.all.len();
    }

    fn add_variant(&mut self, holder: &Holder, registered: Option<HolderId>) {
        if let Some(base) = TaxCode::parse(&holder.tax_code).ok().and_then(|code| code.base()) {
            self.variants.entry(base).or_default().push((holder.tax_code.clone(), registered));
        }
    }

    fn with_vat_number(&self, vat_number: &str) -> Option<&Company> {
        self.companies.all.iter().find(|company| company.vat_number == vat_number)
    }

    /// The company that a row means: the one of its VAT number, or else one of its name that agrees with
    /// the rest of the row, a company of the person's own before the others.
    fn company(&self, row: &CompanyRow, person: Option<&Person>) -> Option<&Company> {
        if !row.fields.vat_number.is_empty() {
            return self.with_vat_number(&row.fields.vat_number);
        }
        let name = fold_unspaced(&row.fields.legal_name);
        let suits = |company: &&Company| {
            fold_unspaced(&company.legal_name) == name && row.differences(company).is_empty()
        };
        let is_own = |company: &&Company| {
            person.is_some_and(|person| {
                person.ties.all.iter().any(|tie| tie.company_id == company.id)
            })
        };
        let mut own = self.companies.all.iter().filter(is_own);
        let mut unnumbered = self.companies.all.iter().filter(|it| it.vat_number.is_empty());
        own.find(suits).or_else(|| unnumbered.find(suits))
    }

    /// What a row says otherwise than what is known: nothing is overwritten.
    pub fn differences(&self, row: &HolderRow) -> Vec<Fault> {
        let person = self.people.get(row.tax_code.as_str());
        let mut faults = person.map_or_else(Vec::new, |person| row.differences(&person.holder));
        if let Some(asked) = &row.company
            && let Some(known) = self.company(asked, person)
        {
            faults.extend(asked.differences(known));
        }
        faults
    }

    /// What an existing mailbox has otherwise than the row says.
    pub fn differences_of(&self, held: Option<HeldBy>, row: &HolderRow) -> Vec<Fault> {
        let differs = |pointer| vec![Fault::new(pointer, FaultCode::Differs)];
        let person = self.people.get(row.tax_code.as_str());
        let (Some(held), Some(person)) = (held, person) else {
            return differs("/holder/tax_code");
        };
        if person.holder.id != held.holder_id {
            return differs("/holder/tax_code");
        }
        let address = person.addresses.all.iter().find(|it| Some(it.id) == held.address_id);
        let tie = person.ties.all.iter().find(|it| Some(it.id) == held.tie_id);
        let mut faults = vec![];
        if row.address.as_ref().is_some_and(|asked| !address.is_some_and(|it| asked.is_at(it))) {
            faults.extend(differs("/address/street"));
        }
        if let Some(asked) = &row.company {
            let company = self.company(asked, Some(person)).map(|company| company.id);
            let is_same =
                |tie: &CompanyTie| Some(tie.company_id) == company && asked.is_tied_by(tie);
            if !tie.is_some_and(is_same) {
                faults.extend(differs("/company/legal_name"));
            }
        }
        faults
    }

    /// Whether the holder is not known from before this row.
    pub fn is_new(&self, row: &HolderRow) -> bool {
        !self.has_holder(&row.tax_code)
    }

    /// What is worth a second look in the new holder of a row, and the registered holder whose tax code is a
    /// variant of that of the row.
    pub fn warnings(&self, row: &HolderRow) -> (Vec<HolderWarning>, Option<HolderId>) {
        let mut warnings = self.holder(row).map(Holder::warnings).unwrap_or_default();
        let codes = row.tax_code.base().and_then(|base| self.variants.get(&base));
        let other = codes
            .and_then(|codes| codes.iter().find(|(tax_code, _)| tax_code != row.tax_code.as_str()));
        warnings.extend(other.map(|_| HolderWarning::TaxCodeVariant));
        (warnings, other.and_then(|(_, registered)| *registered))
    }

    /// The holder of a row's tax code, if it is known or planned.
    pub fn holder(&self, row: &HolderRow) -> Option<&Holder> {
        self.people.get(row.tax_code.as_str()).map(|person| &person.holder)
    }

    /// What a row has that the register does not.
    pub fn additions(&self, row: &HolderRow) -> Vec<HolderPart> {
        let person = self.people.get(row.tax_code.as_str());
        let has_address = |asked: &AddressFields| {
            person.is_some_and(|it| it.addresses.all.iter().any(|known| asked.is_at(known)))
        };
        let has_tie = |asked: &CompanyRow| {
            let company = self.company(asked, person).map(|company| company.id);
            let is_same =
                |tie: &CompanyTie| Some(tie.company_id) == company && asked.is_tied_by(tie);
            person.is_some_and(|it| it.ties.all.iter().any(is_same))
        };
        let parts = [
            (HolderPart::Holder, person.is_none()),
            (HolderPart::Address, row.address.as_ref().is_some_and(|it| !has_address(it))),
            (HolderPart::Company, row.company.as_ref().is_some_and(|it| !has_tie(it))),
        ];
        parts.into_iter().filter(|(_, is_added)| *is_added).map(|(part, _)| part).collect()
    }

    /// Takes the holder, the address and the company that a row names, or plans new ones. The row agrees
    /// with what is known. None only where a row does not say enough to make a holder.
    pub fn take(&mut self, app: &App, actor: &Actor, row: &HolderRow) -> Option<HeldBy> {
        let tax_code = row.tax_code.as_str();
        let company = row.company.as_ref().map(|asked| {
            let known = self.company(asked, self.people.get(tax_code)).map(|company| company.id);
            (known.unwrap_or_else(|| self.plan_company(app, asked)), asked)
        });
        if !self.people.contains_key(tax_code) {
            let fields = row.fields()?;
            let (id, organization_id) = (app.new_id(), self.organization_id);
            let holder = fields.build(id, organization_id, &actor.name, app.now());
            self.add_variant(&holder, None);
            let person = Person {
                holder,
                is_new: true,
                addresses: Parts::of(vec![]),
                ties: Parts::of(vec![]),
            };
            self.people.insert(tax_code.to_owned(), person);
        }
        let person = self.people.get_mut(tax_code)?;
        Some(HeldBy {
            holder_id: person.holder.id,
            address_id: row.address.as_ref().map(|asked| person.address(app, asked)),
            tie_id: company.map(|(id, asked)| person.tie(app, id, asked)),
        })
    }

    fn plan_company(&mut self, app: &App, asked: &CompanyRow) -> CompanyId {
        let company = asked.fields.clone().build(app.new_id(), self.organization_id, app.now());
        let id = company.id;
        self.companies.all.push(company);
        id
    }

    /// Inserts what is new, and records it. In an order of their own, so that two imports that enter the
    /// same people do not deadlock.
    pub async fn save(self, app: &App, tx: &mut Tx, caller: &Caller) -> Result<(), AppError> {
        let mut companies = self.companies.added().to_vec();
        companies.sort_by(|one, other| one.vat_number.cmp(&other.vat_number));
        for company in companies {
            settle(app, tx, caller, ChosenCompany::New(company), "/company").await?;
        }
        let mut people: Vec<_> = self.people.into_values().collect();
        people.sort_by(|one, other| one.holder.tax_code.cmp(&other.holder.tax_code));
        for person in people {
            person.save(app, tx, caller).await?;
        }
        Ok(())
    }
}

impl Person {
    fn address(&mut self, app: &App, asked: &AddressFields) -> AddressId {
        if let Some(known) = self.addresses.all.iter().find(|known| asked.is_at(known)) {
            return known.id;
        }
        let address = asked.clone().build(app.new_id(), self.holder.id, app.now());
        let id = address.id;
        self.addresses.all.push(address);
        id
    }

    fn tie(&mut self, app: &App, company_id: CompanyId, asked: &CompanyRow) -> CompanyTieId {
        let is_same = |tie: &&CompanyTie| tie.company_id == company_id && asked.is_tied_by(tie);
        if let Some(known) = self.ties.all.iter().find(is_same) {
            return known.id;
        }
        let tie = asked.tie.clone().build(app.new_id(), self.holder.id, company_id, app.now());
        let id = tie.id;
        self.ties.all.push(tie);
        id
    }

    async fn save(&self, app: &App, tx: &mut Tx, caller: &Caller) -> Result<(), AppError> {
        let has_parts = !self.addresses.added().is_empty() || !self.ties.added().is_empty();
        if !self.is_new && !has_parts {
            return Ok(());
        }
        let holder = &self.holder;
        let (key, mut changes, action) = if self.is_new {
            let key = crate::holders::insert(app, tx, holder, "/holder/tax_code").await?;
            let changes = audit::creation(holder, &key)?;
            (key, changes, Action::Created)
        } else {
            (audit::key_of(tx, holder.id).await?, vec![], Action::Updated)
        };
        for address in self.addresses.added() {
            holder_addresses::insert(tx, address).await?;
            changes.extend(audit::address_change(None, Some(address), Some(&key))?);
        }
        for tie in self.ties.added() {
            holder_companies::insert(tx, tie).await?;
            changes.extend(audit::tie_change(None, Some(tie), Some(&key))?);
        }
        audit::record(app, tx, caller.actor(), holder.id, action, changes).await
    }
}

fn distinct(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_unstable();
    texts.dedup();
    texts
}
