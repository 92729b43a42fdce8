//! Invented people, whose names are distributed like names: a few are frequent and most are rare.

use rand::RngExt;
use rand::rngs::StdRng;
use sigillo_domain::holder::Sex;

use crate::names::{FIRST, LAST, RARE};

/// What family names are derived from others with.
const ENDINGS: [&str; 3] = ["elli", "ini", "oni"];
/// First names of compound ones.
const BEFORE: [&str; 2] = ["Maria", "Anna"];
/// Which name is the most frequent; of the family names so that about one of a hundred has
/// [`FREQUENT`](crate::names::FREQUENT) in it.
const FIRST_OF_ALL: (usize, usize) = (40, 67);
/// Coprime to the lengths of the lists: ranks of frequency are not in the order of the alphabet.
const STEP: usize = 37;

/// A person by the ranks of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Person {
    given: u16,
    family: u16,
}

pub struct People {
    given: RankedNames,
    family: RankedNames,
}

/// Names in the order of their frequency.
struct RankedNames {
    names: Vec<String>,
    /// The sums of the weights up to each name.
    sums: Vec<u32>,
}

impl RankedNames {
    /// The name of rank `r` comes in proportion to `1 / (r + 10)`.
    fn new(names: Vec<String>) -> Self {
        let weights = (10..).zip(&names).map(|(place, _)| 1_000_000 / place);
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        let sums = sums.collect();
        Self { names, sums }
    }

    fn draw(&self, random: &mut StdRng) -> u16 {
        let all = self.sums.last().copied().unwrap_or_default();
        let drawn = random.random_range(0..all);
        u16::try_from(self.sums.partition_point(|sum| *sum <= drawn)).unwrap_or_default()
    }
}

impl People {
    pub fn new() -> Self {
        let mut given = mixed(&FIRST, FIRST_OF_ALL.0);
        let compound = |before: &str| given.iter().map(|name| format!("{before} {name}")).collect();
        let compounds: Vec<Vec<_>> = BEFORE.iter().map(|before| compound(before)).collect();
        given.extend(compounds.into_iter().flatten());
        let mut family = mixed(&LAST, FIRST_OF_ALL.1);
        let derived = |ending: &str| {
            family.iter().map(|name| format!("{}{ending}", &name[..name.len() - 1])).collect()
        };
        let derived: Vec<Vec<_>> = ENDINGS.iter().map(|ending| derived(ending)).collect();
        family.extend(derived.into_iter().flatten());
        let mut family = RankedNames::new(family);
        // Drawn never, since the sums end before it.
        family.names.push(capitalized(RARE));
        Self { given: RankedNames::new(given), family }
    }

    pub fn draw(&self, random: &mut StdRng) -> Person {
        Person { given: self.given.draw(random), family: self.family.draw(random) }
    }

    /// One of the few people with a rare name.
    pub fn draw_rare(&self, random: &mut StdRng) -> Person {
        let last = self.family.names.len() - 1;
        Person { family: u16::try_from(last).unwrap_or_default(), ..self.draw(random) }
    }

    /// The person with the most frequent names.
    pub const fn most_frequent() -> Person {
        Person { given: 0, family: 0 }
    }

    /// One with the least frequent of the names that are drawn.
    pub fn least_frequent(&self) -> Person {
        let last = |names: &RankedNames| u16::try_from(names.sums.len() - 1).unwrap_or_default();
        Person { given: last(&self.given), family: last(&self.family) }
    }

    pub fn given(&self, person: Person) -> &str {
        &self.given.names[usize::from(person.given)]
    }

    pub fn family(&self, person: Person) -> &str {
        &self.family.names[usize::from(person.family)]
    }

    pub fn sex(&self, person: Person) -> Sex {
        if self.given(person).ends_with('a') { Sex::Female } else { Sex::Male }
    }

    /// As mailboxes and e-mails are named, before anything that tells namesakes apart.
    pub fn mail_name(&self, person: Person) -> String {
        let given = self.given(person).replace(' ', "");
        format!("{given}.{}", self.family(person)).to_ascii_lowercase()
    }
}

fn mixed(names: &[&str], first: usize) -> Vec<String> {
    (0..names.len()).map(|rank| capitalized(names[(rank * STEP + first) % names.len()])).collect()
}

pub fn capitalized(name: &str) -> String {
    let (initial, rest) = name.split_at(1);
    initial.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use rand::SeedableRng;

    use super::*;
    use crate::names::FREQUENT;

    #[test]
    fn names_are_unique_and_a_few_are_frequent() {
        let people = People::new();
        for ranked in [&people.given, &people.family] {
            assert_eq!(ranked.names.iter().collect::<HashSet<_>>().len(), ranked.names.len());
        }
        let mut random = StdRng::seed_from_u64(1);
        let mut drawn = HashMap::new();
        let mut frequent = 0;
        for _ in 0..20_000 {
            let person = people.draw(&mut random);
            *drawn.entry(people.family(person).to_owned()).or_insert(0) += 1;
            frequent += i32::from(people.mail_name(person).contains(FREQUENT));
        }
        let first = drawn[people.family(People::most_frequent())];
        assert_eq!(drawn.values().max(), Some(&first));
        assert!((400..700).contains(&first), "{first}");
        assert!((150..400).contains(&frequent), "{frequent}");
        assert!(!drawn.contains_key("Quarantotto"));
        assert_eq!(people.family(people.draw_rare(&mut random)), "Quarantotto");
    }
}
