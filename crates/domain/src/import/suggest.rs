//! Suggests what the columns of a file hold, and where a person has to confirm it.

use super::field::Field;
use super::headings::{Meaning, meaning, unit_in_heading};
use super::holder_row::{ADDRESS, COMPANY};
use super::kind::ImportKind;
use super::mapping::{Column, Mapping};
use super::quantity::Unit;
use super::start::{MODOBOA_KINDS, MODOBOA_WIDTH};
use super::values::Values;

/// The meanings that the values and the other columns decide, in the order in which they are resolved.
const DOUBTFUL: [Meaning; 6] = [
    Meaning::Place,
    Meaning::Account,
    Meaning::Mail,
    Meaning::HolderMail,
    Meaning::HouseNumber,
    Meaning::Name,
];

text_enum! {
    /// Why a person has to confirm what a column holds.
    pub enum Doubt as ImportDoubt {
        /// The heading is unknown or missing: the meaning is a guess from the cells.
        Guessed = "guessed",
        /// The cells do not look like what the heading says.
        Implausible = "implausible",
        /// The sizes could be in several units.
        Unit = "unit",
        /// It is part of an address or of a company of which the file has too little: it is left out.
        Incomplete = "incomplete",
    }
}

/// What the columns of a file seem to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestion {
    pub mapping: Mapping,
    /// One for each column; None where there is no doubt.
    pub doubts: Vec<Option<Doubt>>,
}

impl Suggestion {
    /// The same without the columns that such a file does not have.
    fn of(mut self, kind: ImportKind) -> Self {
        let columns = self.mapping.columns.iter_mut().zip(&mut self.doubts);
        for (column, doubt) in columns {
            if column.is_some_and(|column| !kind.has(column.field)) {
                (*column, *doubt) = (None, None);
            }
        }
        self
    }

    /// Whether rows may be read by the mapping without a person having seen it: the columns that
    /// every mailbox, or every new holder, needs are there, and there is no doubt about any.
    pub fn is_certain(&self, kind: ImportKind) -> bool {
        let needed: &[Field] = match kind {
            ImportKind::Mailboxes => &[Field::CommunicationEmail],
            ImportKind::Holders => &[Field::GivenName, Field::FamilyName],
            ImportKind::Identifications => &[],
        };
        self.mapping.check(kind, self.mapping.columns.len()).is_empty()
            && needed.iter().all(|field| self.mapping.position(*field).is_some())
            && self.doubts.iter().all(Option::is_none)
    }
}

/// What each column seems to hold: by its heading where that is known, else by the values below it.
/// `sample` is the first few hundred rows at most; the mailboxes are of this domain, if it is known.
pub fn suggest(
    headings: Option<&[&str]>,
    sample: &[Vec<&str>],
    domain: Option<&str>,
) -> Suggestion {
    let mut draft = Draft::of_mailboxes(headings, sample, domain);
    draft.leave_out_parts_of_holders(draft.has(Field::TaxCode));
    draft.suggestion().of(ImportKind::Mailboxes)
}

/// The same for a file of identifications: the other columns of a list of mailboxes are left out.
pub fn suggest_identifications(
    headings: Option<&[&str]>,
    sample: &[Vec<&str>],
    domain: Option<&str>,
) -> Suggestion {
    Draft::of_mailboxes(headings, sample, domain).suggestion().of(ImportKind::Identifications)
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    column: Column,
    doubt: Option<Doubt>,
}

/// What is known so far of the columns of a file.
pub(super) struct Draft<'d> {
    sample: &'d [Vec<&'d str>],
    domain: Option<&'d str>,
    pub(super) columns: Vec<Option<Guess>>,
    /// The positions of the columns that were left out, of which a person has to know.
    pub(super) incomplete: Vec<usize>,
}

impl<'d> Draft<'d> {
    pub(super) fn new(
        headings: Option<&[&str]>,
        sample: &'d [Vec<&'d str>],
        domain: Option<&'d str>,
    ) -> Self {
        let widest = || sample.iter().map(Vec::len).max().unwrap_or(0);
        let width = headings.map_or_else(widest, <[&str]>::len);
        Self { sample, domain, columns: vec![None; width], incomplete: vec![] }
    }

    /// A file of which every row names a mailbox.
    fn of_mailboxes(
        headings: Option<&[&str]>,
        sample: &'d [Vec<&'d str>],
        domain: Option<&'d str>,
    ) -> Self {
        let mut draft = Self::new(headings, sample, domain);
        match headings {
            Some(headings) => draft.by_headings(headings),
            None if draft.is_modoboa() => draft.as_modoboa(),
            None => draft.by_values(true),
        }
        if !draft.names_a_mailbox() {
            draft.by_values(false);
        }
        draft
    }

    pub(super) fn suggestion(self) -> Suggestion {
        let columns = self.columns.iter().map(|guess| guess.map(|guess| guess.column)).collect();
        let mut doubts: Vec<_> =
            self.columns.iter().map(|guess| guess.and_then(|guess| guess.doubt)).collect();
        for position in self.incomplete {
            doubts[position] = Some(Doubt::Incomplete);
        }
        Suggestion { mapping: Mapping { columns }, doubts }
    }

    pub(super) fn values(&self, position: usize) -> Values<'d> {
        Values::of(position, self.sample)
    }

    fn position(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|guess| guess.is_some_and(|guess| guess.column.field == field))
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.position(field).is_some()
    }

    fn names_a_mailbox(&self) -> bool {
        self.has(Field::Address) || self.has(Field::LocalPart)
    }

    pub(super) fn is_plausible(&self, position: usize, field: Field) -> bool {
        self.values(position).are_plausible(field, self.domain)
    }

    /// Whether the addresses of a column are mostly of the mailboxes' domain; None if the domain is
    /// not known.
    fn is_of_domain(&self, position: usize) -> Option<bool> {
        self.domain.map(|domain| self.values(position).share_of(domain) >= 50)
    }

    /// Assigns a field to a free column, unless the field is imported only once and another column
    /// has it.
    pub(super) fn give(
        &mut self,
        position: usize,
        field: Field,
        unit: Option<Unit>,
        doubt: Option<Doubt>,
    ) {
        if field.is_imported() && self.has(field) {
            return;
        }
        let (unit, is_certain) = match unit {
            Some(unit) => (unit, true),
            None if field.is_size() => self.values(position).unit(),
            None => (Unit::default(), true),
        };
        let unit = if field.is_size() { unit } else { Unit::default() };
        let doubt = doubt.or((!is_certain).then_some(Doubt::Unit));
        if let Some(guess @ None) = self.columns.get_mut(position) {
            *guess = Some(Guess { column: Column { field, unit }, doubt });
        }
    }

    fn by_headings(&mut self, headings: &[&str]) {
        let meanings: Vec<Option<Meaning>> = headings.iter().map(|text| meaning(text)).collect();
        let unit = |position: usize| unit_in_heading(headings[position]);
        let having = |wanted: fn(Meaning) -> Option<Field>| -> Vec<(usize, Field)> {
            let fields = meanings.iter().map(|meaning| meaning.and_then(wanted));
            fields.enumerate().filter_map(|(at, field)| Some((at, field?))).collect()
        };
        let sure = having(Meaning::sure);
        // Headings that fit their cells come first, so that another column may take the place of one
        // that does not.
        for (position, field) in sure.iter().copied().chain(having(Meaning::likely)) {
            if self.is_plausible(position, field) {
                self.give(position, field, unit(position), None);
            }
        }
        self.find_tax_codes();
        for wanted in DOUBTFUL {
            for (position, _) in meanings.iter().enumerate().filter(|(_, m)| **m == Some(wanted)) {
                self.by_doubtful_heading(position, wanted);
            }
        }
        self.set_secrets_aside();
        let of = |wanted: Meaning, field| {
            let having = meanings.iter().enumerate().filter(move |(_, m)| **m == Some(wanted));
            having.map(move |(position, _)| (position, field))
        };
        let mail = of(Meaning::Mail, Field::CommunicationEmail);
        let place = of(Meaning::Place, Field::Address);
        for (position, field) in sure.into_iter().chain(mail).chain(place) {
            self.give(position, field, unit(position), Some(Doubt::Implausible));
        }
    }

    /// Resolves ambiguous headings by the values and by what the other columns already are.
    fn by_doubtful_heading(&mut self, position: usize, meaning: Meaning) {
        let values = self.values(position);
        let is_address = |draft: &Self| draft.is_plausible(position, Field::Address);
        match meaning {
            Meaning::Account if values.are_addresses() && is_address(self) => {
                self.give(position, Field::Address, None, None);
            }
            Meaning::Mail if self.is_plausible(position, Field::CommunicationEmail) => {
                let is_mailbox = self.is_of_domain(position).unwrap_or(values.are_addresses());
                let is_mailbox = is_mailbox && !self.names_a_mailbox();
                let field = if is_mailbox { Field::Address } else { Field::CommunicationEmail };
                self.give(position, field, None, None);
            }
            Meaning::Place if is_address(self) => self.give(position, Field::Address, None, None),
            Meaning::Place if values.are_streets() && self.names_a_person() => {
                self.give(position, Field::Street, None, None);
            }
            Meaning::HouseNumber if self.has(Field::Street) => {
                self.give(position, Field::Number, None, None);
            }
            Meaning::HolderMail if self.is_plausible(position, Field::CommunicationEmail) => {
                let is_known = self.has(Field::CommunicationEmail);
                let field = if is_known { Field::HolderEmail } else { Field::CommunicationEmail };
                self.give(position, field, None, None);
            }
            // Beside a column of family names, it is the person's, unless the addresses begin with it.
            Meaning::Name
                if self.has(Field::FamilyName)
                    && !(self.has(Field::Address) && self.begins_addresses(position)) =>
            {
                self.give(position, Field::GivenName, None, None);
            }
            // Beside a column of addresses, first names look like mailbox names: those that do not
            // match the addresses belong to a person.
            Meaning::Account | Meaning::Name
                if values.are_names()
                    && (!self.has(Field::Address) || self.begins_addresses(position)) =>
            {
                self.give(position, Field::LocalPart, None, None);
            }
            Meaning::Name
                if values.are_addresses() && !self.names_a_mailbox() && is_address(self) =>
            {
                self.give(position, Field::Address, None, None);
            }
            Meaning::Account
                if !self.names_a_mailbox() && !values.are_numbers() && is_address(self) =>
            {
                self.give(position, Field::Address, None, Some(Doubt::Guessed));
            }
            _ => {}
        }
    }

    /// Whether the cells of a column are the local parts of the addresses beside them.
    fn begins_addresses(&self, position: usize) -> bool {
        let Some(addresses) = self.position(Field::Address) else { return false };
        self.sample.iter().all(|row| {
            let name = row.get(position).map_or("", |cell| cell.trim());
            let address = row.get(addresses).map_or("", |cell| cell.trim());
            let begin = address.split_once('@').map_or(address, |(begin, _)| begin);
            begin.is_empty() || begin.eq_ignore_ascii_case(name)
        })
    }

    /// Whether a column holds something of a person.
    fn names_a_person(&self) -> bool {
        self.has(Field::TaxCode) || self.has(Field::FamilyName)
    }

    /// Recognises the tax codes of people in the columns that nothing else is known about. What they are is
    /// certain; whether the file is about holders is a guess where it names nobody.
    pub(super) fn find_tax_codes(&mut self) {
        let doubt = (!self.has(Field::FamilyName)).then_some(Doubt::Guessed);
        for position in 0..self.columns.len() {
            if self.columns[position].is_none() && self.values(position).are_tax_codes() {
                self.give(position, Field::TaxCode, None, doubt);
            }
        }
    }

    /// Leaves out what cannot make a holder, an address or a company, and returns the positions: lists of
    /// mailboxes often have a name or a telephone number beside them, and every row would be at fault.
    pub(super) fn leave_out_parts_of_holders(&mut self, has_holder: bool) -> Vec<usize> {
        let has = |fields: &[Field]| fields.iter().all(|field| self.has(*field));
        let has_place = has(&[Field::Street, Field::Locality]);
        let has_address = has_place && has(&[Field::Province, Field::PostalCode]);
        let has_address = has_address || (has_place && self.has(Field::Country));
        let has_company = self.has(Field::LegalName) || self.has(Field::VatNumber);
        let mut left_out = vec![];
        for (position, guess) in self.columns.iter_mut().enumerate() {
            let is_kept = match guess.map(|guess| guess.column.field) {
                Some(field) if !field.is_of_holder() => true,
                Some(field) if ADDRESS.contains(&field) => has_holder && has_address,
                Some(field) if COMPANY.contains(&field) => has_holder && has_company,
                _ => has_holder,
            };
            if !is_kept && guess.take().is_some() {
                left_out.push(position);
            }
        }
        left_out
    }

    /// Recognises passwords by their values, in the columns that nothing else is known about.
    pub(super) fn set_secrets_aside(&mut self) {
        for position in 0..self.columns.len() {
            if self.columns[position].is_none() && self.values(position).are_secrets() {
                self.give(position, Field::Password, None, None);
            }
        }
    }

    /// Assigns the free columns by their values. Without headings, addresses in the mailboxes' domain
    /// and others beside them leave no doubt.
    fn by_values(&mut self, without_headings: bool) {
        self.find_tax_codes();
        self.set_secrets_aside();
        let free: Vec<usize> =
            (0..self.columns.len()).filter(|position| self.columns[*position].is_none()).collect();
        let values: Vec<(usize, Values<'d>)> =
            free.into_iter().map(|position| (position, self.values(position))).collect();
        let of = |is: fn(&Values<'d>) -> bool| -> Vec<usize> {
            values.iter().filter(|(_, values)| is(values)).map(|(position, _)| *position).collect()
        };
        let guessed = Some(Doubt::Guessed);
        let certain_if = |certain: bool| (!certain || !without_headings).then_some(Doubt::Guessed);
        let addresses = of(Values::are_addresses);
        let mailbox = self.column_of_mailboxes(&addresses);
        if let Some(mailbox) = mailbox {
            let certain = self.is_of_domain(mailbox) == Some(true);
            self.give(mailbox, Field::Address, None, certain_if(certain));
        }
        let mut others = addresses.iter().copied().filter(|position| Some(*position) != mailbox);
        if let Some(other) = others.next() {
            let certain = self.is_of_domain(other) == Some(false) && others.next().is_none();
            self.give(other, Field::CommunicationEmail, None, certain_if(certain));
        }
        let domains = of(Values::are_domains);
        if let Some(at) = domains.into_iter().find(|at| self.is_plausible(*at, Field::Domain)) {
            self.give(at, Field::Domain, None, guessed);
        }
        if let Some(position) = of(Values::are_sizes).first() {
            self.give(*position, Field::QuotaMb, None, guessed);
        }
        if mailbox.is_none()
            && let Some(position) =
                of(Values::are_names).into_iter().find(|at| self.columns[*at].is_none())
        {
            self.give(position, Field::LocalPart, None, guessed);
        }
    }

    /// Which of these columns of addresses are the mailboxes: the addresses of their domain. If it is
    /// not known, they share one, whereas communication e-mails may be anywhere; among equals the
    /// first column wins.
    fn column_of_mailboxes(&self, addresses: &[usize]) -> Option<usize> {
        let share = |position: &&usize| {
            let values = self.values(**position);
            match self.domain {
                Some(domain) => Some(values.share_of(domain)),
                None => values.are_distinct().then(|| values.share_of_one_domain()),
            }
        };
        let best = addresses.iter().rev().max_by_key(share).copied()?;
        (self.is_of_domain(best) != Some(false)).then_some(best)
    }

    fn is_modoboa(&self) -> bool {
        self.values(0).are_one_of(&MODOBOA_KINDS) && self.columns.len() >= MODOBOA_WIDTH
    }

    /// `account; loginname; password; first name; last name; enabled; role; address; quota; …`
    /// (Modoboa's manual, "Moving to Modoboa"), the quota in MB.
    fn as_modoboa(&mut self) {
        for (position, field) in
            [(2, Field::Password), (5, Field::State), (7, Field::Address), (8, Field::QuotaMb)]
        {
            self.give(position, field, Some(Unit::Megabytes), None);
        }
    }
}

#[cfg(test)]
#[path = "suggest_tests.rs"]
mod tests;
