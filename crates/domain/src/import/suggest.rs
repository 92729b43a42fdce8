//! Suggests what the columns of a file hold, for a person to confirm.

use super::field::{Field, Meaning, meaning, recognise, unit_in_heading};
use super::mapping::{Column, Mapping};
use super::quantity::Unit;
use super::values::Values;
use crate::name::Email;

/// Whether the first row of a file is a row of headings, judging by the rows after it.
///
/// A row that holds an address is a mailbox. Otherwise it holds headings when one of them is known
/// or when an address stands in a row below.
pub fn first_row_is_headings(first: &[&str], next: &[Vec<&str>]) -> bool {
    let has_address = |row: &[&str]| row.iter().any(|cell| Email::parse(cell).is_ok());
    if has_address(first) || first.first().is_some_and(|cell| is_modoboa_kind(cell, first.len())) {
        return false;
    }
    first.iter().any(|cell| recognise(cell).is_some()) || next.iter().any(|row| has_address(row))
}

/// What each column seems to hold: by its heading where that is known, else by the values below it.
/// `sample` is the first few hundred rows at most.
pub fn suggest(headings: Option<&[&str]>, sample: &[Vec<&str>]) -> Mapping {
    let widest = || sample.iter().map(Vec::len).max().unwrap_or(0);
    let width = headings.map_or_else(widest, <[&str]>::len);
    let mut draft = Draft { sample, columns: vec![None; width] };
    match headings {
        Some(headings) => draft.by_headings(headings),
        None if draft.is_modoboa() => draft.as_modoboa(),
        None => draft.by_values(),
    }
    if !draft.names_a_mailbox() {
        draft.by_values();
    }
    Mapping { columns: draft.columns }
}

struct Draft<'d> {
    sample: &'d [Vec<&'d str>],
    columns: Vec<Option<Column>>,
}

impl<'d> Draft<'d> {
    fn values(&self, position: usize) -> Values<'d> {
        Values::of(position, self.sample)
    }

    fn has(&self, field: Field) -> bool {
        self.columns.iter().flatten().any(|column| column.field == field)
    }

    fn names_a_mailbox(&self) -> bool {
        self.has(Field::Address) || self.has(Field::LocalPart)
    }

    /// Assigns a field to a column, unless the field is imported only once and another column has
    /// it.
    fn give(&mut self, position: usize, field: Field, unit: Option<Unit>) {
        if field.is_imported() && self.has(field) {
            return;
        }
        let unit = if field.is_size() {
            unit.unwrap_or_else(|| self.values(position).unit())
        } else {
            Unit::default()
        };
        if let Some(column) = self.columns.get_mut(position) {
            *column = Some(Column { field, unit });
        }
    }

    fn by_headings(&mut self, headings: &[&str]) {
        let meanings: Vec<Option<Meaning>> = headings.iter().map(|text| meaning(text)).collect();
        for (position, known) in meanings.iter().enumerate() {
            if let Some(Meaning::Sure(field)) = known {
                self.give(position, *field, unit_in_heading(headings[position]));
            }
        }
        for wanted in [Meaning::Account, Meaning::Mail, Meaning::Name] {
            for (position, _) in meanings.iter().enumerate().filter(|(_, m)| **m == Some(wanted)) {
                self.by_doubtful_heading(position, wanted);
            }
        }
    }

    /// Resolves ambiguous headings by the values and by what the other columns already are.
    fn by_doubtful_heading(&mut self, position: usize, meaning: Meaning) {
        let values = self.values(position);
        if values.are_addresses() {
            if !self.names_a_mailbox() || meaning == Meaning::Account {
                self.give(position, Field::Address, None);
            } else if meaning == Meaning::Mail {
                self.give(position, Field::CommunicationEmail, None);
            }
        } else if values.are_names() && !self.has(Field::LocalPart) && meaning != Meaning::Mail {
            // Beside a column of addresses, first names look like mailbox names: those that do not
            // match the addresses belong to a person.
            if !self.has(Field::Address) || self.begins_addresses(position) {
                self.give(position, Field::LocalPart, None);
            }
        }
    }

    /// Whether the cells of a column are the local parts of the addresses beside them.
    fn begins_addresses(&self, position: usize) -> bool {
        let is_address =
            |column: &Option<Column>| column.is_some_and(|column| column.field == Field::Address);
        let Some(addresses) = self.columns.iter().position(is_address) else { return false };
        self.sample.iter().all(|row| {
            let name = row.get(position).map_or("", |cell| cell.trim());
            let address = row.get(addresses).map_or("", |cell| cell.trim());
            address.split_once('@').is_none_or(|(begin, _)| begin.eq_ignore_ascii_case(name))
        })
    }

    fn by_values(&mut self) {
        let free: Vec<usize> =
            (0..self.columns.len()).filter(|position| self.columns[*position].is_none()).collect();
        let values: Vec<(usize, Values<'d>)> =
            free.into_iter().map(|position| (position, self.values(position))).collect();
        let of = |is: fn(&Values<'d>) -> bool| -> Vec<usize> {
            values.iter().filter(|(_, values)| is(values)).map(|(position, _)| *position).collect()
        };
        for position in of(Values::are_password_hashes) {
            self.give(position, Field::Password, None);
        }
        let addresses = of(Values::are_addresses);
        let all_of_one_domain = |position: &&usize| {
            let values = self.values(**position);
            values.are_distinct().then(|| values.share_of_one_domain())
        };
        // The mailboxes share a domain; communication e-mails may be anywhere. Among equals the
        // first column wins.
        let mailbox = addresses.iter().rev().max_by_key(all_of_one_domain).copied();
        if let Some(mailbox) = mailbox {
            self.give(mailbox, Field::Address, None);
        }
        if let Some(other) = addresses.iter().find(|position| Some(**position) != mailbox) {
            self.give(*other, Field::CommunicationEmail, None);
        }
        if let Some(position) = of(Values::are_domains).first() {
            self.give(*position, Field::Domain, None);
        }
        if let Some(position) = of(Values::are_sizes).first() {
            self.give(*position, Field::QuotaMb, None);
        }
        if mailbox.is_none()
            && let Some(position) =
                of(Values::are_names).into_iter().find(|at| self.columns[*at].is_none())
        {
            self.give(position, Field::LocalPart, None);
        }
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
            self.give(position, field, Some(Unit::Megabytes));
        }
    }
}

/// Modoboa's files have no headings; the first cell of a row says what the row is.
const MODOBOA_KINDS: [&str; 7] =
    ["account", "alias", "forward", "dlist", "domain", "domainalias", "relaydomain"];
const MODOBOA_WIDTH: usize = 9;

fn is_modoboa_kind(cell: &str, width: usize) -> bool {
    // Rows of aliases and domains are shorter; a heading "Account" or "Domain" does not occur in
    // lowercase among so many cells.
    width >= MODOBOA_WIDTH - 1 && MODOBOA_KINDS.contains(&cell.trim()) && cell.trim() != "domain"
}

#[cfg(test)]
#[path = "suggest_tests.rs"]
mod tests;
