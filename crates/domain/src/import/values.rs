//! What the values of a column look like as a whole.

use std::collections::{HashMap, HashSet};

use super::field::Field;
use super::quantity::{Unit, parse_quota, parse_yes_or_no};
use super::row::is_truth_value;
use crate::account::parse_display_name;
use crate::fault::FaultCode;
use crate::name::{DomainName, Email, LocalPart};
use crate::plan::parse_plan_code;
use crate::tax_code::TaxCode;

/// The share of non-empty cells, in percent, that must match for a column to qualify: a list kept
/// by hand always has a few that do not.
const NEARLY_ALL: usize = 80;

/// The non-empty cells of a column in the sample.
pub(super) struct Values<'v> {
    cells: Vec<&'v str>,
}

impl<'v> Values<'v> {
    pub fn of(position: usize, sample: &[Vec<&'v str>]) -> Self {
        let cell = |row: &Vec<&'v str>| row.get(position).map(|cell| cell.trim());
        Self { cells: sample.iter().filter_map(cell).filter(|cell| !cell.is_empty()).collect() }
    }

    pub(super) fn nearly_all(&self, is: impl Fn(&str) -> bool) -> bool {
        let matching = self.cells.iter().filter(|cell| is(cell)).count();
        !self.cells.is_empty() && matching * 100 >= self.cells.len() * NEARLY_ALL
    }

    pub fn are_addresses(&self) -> bool {
        self.nearly_all(|cell| Email::parse(cell).is_ok())
    }

    /// Whether they are people's tax codes, whose last character checks the others.
    pub fn are_tax_codes(&self) -> bool {
        self.nearly_all(|cell| TaxCode::parse(cell).is_ok_and(|code| !code.is_provisional()))
    }

    /// Whether they are streets rather than addresses of mailboxes.
    pub fn are_streets(&self) -> bool {
        self.nearly_all(|cell| cell.contains(char::is_whitespace) && !cell.contains('@'))
    }

    /// Whether any of them looks like an address of a mailbox.
    pub fn have_addresses(&self) -> bool {
        self.cells.iter().any(|cell| cell.contains('@'))
    }

    pub fn are_domains(&self) -> bool {
        self.nearly_all(|cell| DomainName::parse(cell).is_ok())
    }

    /// Names of mailboxes: all different, and not numbers, since most lists have a column of
    /// numbers.
    pub fn are_names(&self) -> bool {
        self.nearly_all(|cell| {
            LocalPart::parse(cell).is_ok()
                && !cell.bytes().all(|b| b.is_ascii_digit())
                && !is_truth_value(cell)
        }) && self.are_distinct()
    }

    pub fn are_numbers(&self) -> bool {
        self.nearly_all(|cell| cell.bytes().all(|b| b.is_ascii_digit()))
    }

    pub fn are_distinct(&self) -> bool {
        let different: HashSet<String> =
            self.cells.iter().map(|cell| cell.to_lowercase()).collect();
        different.len() * 100 >= self.cells.len() * NEARLY_ALL
    }

    /// The share of addresses, in percent, in the most frequent domain.
    pub fn share_of_one_domain(&self) -> usize {
        let mut count: HashMap<String, usize> = HashMap::new();
        for (_, domain) in self.cells.iter().filter_map(|cell| cell.rsplit_once('@')) {
            *count.entry(domain.to_lowercase()).or_default() += 1;
        }
        let most = count.values().max().copied().unwrap_or(0);
        most * 100 / self.cells.len().max(1)
    }

    /// Sizes: each is a valid quota, and either has a unit or repeats few values.
    pub fn are_sizes(&self) -> bool {
        let (unit, is_certain) = self.unit();
        let is_size = |cell: &str| is_zero(cell) || parse_quota(cell, unit).is_ok();
        let has_unit = |cell: &str| cell.ends_with(|c: char| c.is_ascii_alphabetic());
        let plain_ones = self.cells.iter().all(|cell| matches!(*cell, "0" | "1"));
        let repeats = self.cells.len() > 1 && !self.are_distinct();
        // Ordinal numbers would be round in GB.
        let round = is_certain
            && self.nearly_all(|cell| {
                is_zero(cell)
                    || parse_quota(cell, unit).is_ok_and(|mb| mb % 100 == 0 || mb % 128 == 0)
            });
        self.nearly_all(is_size) && !plain_ones && (self.nearly_all(has_unit) || repeats || round)
    }

    /// The unit of the sizes, and whether it is certain. It is when every number makes a usual quota
    /// in that unit alone, in MB or in bytes, which all panels that we know write; otherwise a person
    /// has to say. Cells that have a unit of their own do not count, nor does 0, which other panels
    /// write for "no limit".
    pub fn unit(&self) -> (Unit, bool) {
        let numbers: Vec<&str> =
            self.cells.iter().copied().filter(|cell| is_number(cell)).collect();
        let fits = |unit: &Unit| {
            let is_usual =
                |cell: &&str| parse_quota(cell, *unit).is_ok_and(|mb| USUAL_MB.contains(&mb));
            numbers.iter().all(is_usual)
        };
        let units = [Unit::Megabytes, Unit::Bytes, Unit::Kilobytes, Unit::Gigabytes];
        let fitting: Vec<Unit> = units.into_iter().filter(fits).collect();
        match fitting[..] {
            _ if numbers.is_empty() => (Unit::Megabytes, true),
            [unit @ (Unit::Megabytes | Unit::Bytes)] => (unit, true),
            [unit, ..] => (unit, false),
            [] => (Unit::Megabytes, false),
        }
    }

    /// Whether at least half of the cells are attempts at the field, however faulty: a heading that
    /// says so can be trusted then, and the bad cells are faults of their rows. An empty column is
    /// plausible only where the field may be left out.
    pub fn are_plausible(&self, field: Field, domain: Option<&str>) -> bool {
        if self.cells.is_empty() {
            let is_required =
                matches!(field, Field::Address | Field::LocalPart | Field::CommunicationEmail);
            return !is_required;
        }
        let attempts = self.cells.iter().filter(|cell| is_attempt(cell, field, domain)).count();
        attempts * 2 >= self.cells.len()
    }

    /// The share of cells, in percent, that are addresses of a domain.
    pub fn share_of(&self, domain: &str) -> usize {
        let of_it = self.cells.iter().filter(|cell| is_of_domain(cell, domain)).count();
        of_it * 100 / self.cells.len().max(1)
    }

    pub fn are_one_of(&self, words: &[&str]) -> bool {
        !self.cells.is_empty()
            && self.cells.iter().all(|cell| words.contains(&cell.to_lowercase().as_str()))
    }
}

/// Quotas that mailboxes usually have, in MB.
const USUAL_MB: std::ops::RangeInclusive<i64> = 100..=102_400;

/// A number above 0 without a unit.
fn is_number(cell: &str) -> bool {
    let has_digits = cell.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    has_digits
        && !cell.starts_with('-')
        && !cell.contains(char::is_alphabetic)
        && parse_quota(cell, Unit::Bytes) != Err(FaultCode::InvalidType)
}

/// "No limit" in other panels.
fn is_zero(cell: &str) -> bool {
    matches!(cell, "0" | "-1")
}

fn is_of_domain(cell: &str, domain: &str) -> bool {
    cell.rsplit_once('@').is_some_and(|(_, of)| of.trim().eq_ignore_ascii_case(domain))
}

fn is_attempt(cell: &str, field: Field, domain: Option<&str>) -> bool {
    // A formula without a value could have become anything.
    if cell.starts_with('=') {
        return true;
    }
    match field {
        Field::Address | Field::LocalPart if cell.contains('@') => {
            domain.is_none_or(|domain| is_of_domain(cell, domain))
        }
        Field::Address | Field::LocalPart => !cell.contains(char::is_whitespace),
        Field::Domain => match domain {
            Some(domain) => cell.eq_ignore_ascii_case(domain),
            None => DomainName::parse(cell).is_ok(),
        },
        Field::CommunicationEmail | Field::HolderEmail | Field::RecipientPec => cell.contains('@'),
        Field::QuotaMb | Field::SoftLimitMb => {
            cell.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit())
        }
        Field::Preservation => parse_yes_or_no(cell).is_ok(),
        Field::Plan => parse_plan_code(cell).is_ok(),
        Field::Reseller => parse_display_name(cell).is_ok(),
        Field::TaxCode => cell.chars().filter(|c| !c.is_whitespace()).all(char::is_alphanumeric),
        Field::GivenName | Field::FamilyName | Field::Locality | Field::LegalName => {
            cell.contains(char::is_alphabetic) && !cell.contains('@')
        }
        Field::Phone | Field::Fax | Field::Mobile | Field::VatNumber => {
            cell.contains(|c: char| c.is_ascii_digit())
        }
        _ => true,
    }
}
