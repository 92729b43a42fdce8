//! What the values of a column look like as a whole.

use std::collections::{HashMap, HashSet};

use super::quantity::{Unit, parse_quota};
use crate::name::{DomainName, Email, LocalPart};

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

    fn nearly_all(&self, is: impl Fn(&str) -> bool) -> bool {
        let matching = self.cells.iter().filter(|cell| is(cell)).count();
        !self.cells.is_empty() && matching * 100 >= self.cells.len() * NEARLY_ALL
    }

    pub fn are_addresses(&self) -> bool {
        self.nearly_all(|cell| Email::parse(cell).is_ok())
    }

    pub fn are_domains(&self) -> bool {
        self.nearly_all(|cell| DomainName::parse(cell).is_ok())
    }

    /// Names of mailboxes: all different, and not numbers, since most lists have a column of
    /// numbers.
    pub fn are_names(&self) -> bool {
        self.nearly_all(|cell| {
            LocalPart::parse(cell).is_ok() && !cell.bytes().all(|b| b.is_ascii_digit())
        }) && self.are_distinct()
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
        let is_size = |cell: &str| parse_quota(cell, self.unit()).is_ok();
        let has_unit = |cell: &str| cell.ends_with(|c: char| c.is_ascii_alphabetic());
        let plain_ones = self.cells.iter().all(|cell| matches!(*cell, "0" | "1"));
        let repeats = self.cells.len() > 1 && !self.are_distinct();
        let round = self.nearly_all(|cell| {
            parse_quota(cell, self.unit()).is_ok_and(|mb| mb % 100 == 0 || mb % 128 == 0)
        });
        self.nearly_all(is_size) && !plain_ones && (self.nearly_all(has_unit) || repeats || round)
    }

    /// Bytes, where the number would be too large in MB: the largest quota is 1,048,576 MB, and
    /// that many bytes are one MB.
    pub fn unit(&self) -> Unit {
        let are_many =
            self.nearly_all(|cell| cell.parse::<i64>().is_ok_and(|number| number >= 1_048_576));
        if are_many { Unit::Bytes } else { Unit::Megabytes }
    }

    /// Password hashes in the formats of `crypt(3)` and Dovecot.
    pub fn are_password_hashes(&self) -> bool {
        self.nearly_all(|cell| {
            let in_scheme = cell.starts_with('{') && cell.find('}').is_some_and(|end| end > 2);
            let crypted = cell.starts_with('$') && cell.matches('$').count() >= 3;
            in_scheme || crypted
        })
    }

    pub fn are_one_of(&self, words: &[&str]) -> bool {
        !self.cells.is_empty()
            && self.cells.iter().all(|cell| words.contains(&cell.to_lowercase().as_str()))
    }
}
