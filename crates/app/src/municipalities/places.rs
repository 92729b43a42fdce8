//! The list of places: what each column holds, and where it comes from, is in the README beside it.

use std::sync::LazyLock;

use chrono::NaiveDate;
use sigillo_domain::search_text::fold;

/// A place in a period in which it had one name and one province.
#[derive(Debug)]
pub(super) struct Place {
    pub code: &'static str,
    pub name: &'static str,
    begun: Option<NaiveDate>,
    /// The last day of the period.
    pub ended: Option<NaiveDate>,
    /// The letters of the province, or those of a country abroad.
    within: &'static str,
    second_name: &'static str,
}

/// All of them, in the order of their codes and periods. They are read once, when first asked for.
static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let places = include_str!("places.tsv").lines().map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (code, begun, ended) = (cell(), cell(), cell());
        let (within, name, second_name) = (cell(), cell(), cell());
        let (begun, ended) = (begun.parse().ok(), ended.parse().ok());
        Place { code, name, begun, ended, within, second_name }
    });
    places.collect()
});

/// The present municipalities by each of their names, folded, in the order of the alphabet.
static PRESENT: LazyLock<Vec<(String, &Place)>> = LazyLock::new(|| {
    let present = PLACES.iter().filter(|place| place.ended.is_none() && !place.is_country());
    let names = present.flat_map(|place| {
        let names = [place.name, place.second_name].into_iter().filter(|name| !name.is_empty());
        names.map(move |name| (fold(name), place))
    });
    let mut names: Vec<_> = names.collect();
    names.sort_by(|(name, place), (other, another)| (name, place.code).cmp(&(other, another.code)));
    names
});

impl Place {
    fn is_country(&self) -> bool {
        self.code.starts_with('Z')
    }

    pub(super) fn province(&self) -> Option<&'static str> {
        Some(self.within).filter(|_| !self.is_country())
    }

    pub(super) fn country(&self) -> Option<&'static str> {
        let country = if self.is_country() { self.within } else { "IT" };
        Some(country).filter(|country| !country.is_empty())
    }

    fn is_on(&self, date: NaiveDate) -> bool {
        self.begun.is_none_or(|begun| begun <= date) && self.ended.is_none_or(|ended| date <= ended)
    }
}

/// The periods of a code, the first one first.
fn periods(code: &str) -> &'static [Place] {
    let code = code.to_ascii_uppercase();
    let start = PLACES.partition_point(|place| *place.code < *code);
    let end = PLACES.partition_point(|place| *place.code <= *code);
    &PLACES[start..end]
}

/// What a code stood for on a day. Where no period holds the day, since the list has gaps and some
/// codes were given before their place was a municipality, it is the period before it, or else the
/// first.
pub(super) fn at(code: &str, date: NaiveDate) -> Option<&'static Place> {
    let periods = periods(code);
    let on_the_day = periods.iter().rev().find(|place| place.is_on(date));
    let before =
        || periods.iter().rev().find(|place| place.begun.is_none_or(|begun| begun <= date));
    on_the_day.or_else(before).or(periods.first())
}

/// What a code stands for, or stood for last.
pub(super) fn last(code: &str) -> Option<&'static Place> {
    periods(code).last()
}

/// The present municipalities whose names begin with a folded text.
pub(super) fn beginning_with(folded: &str, limit: usize) -> Vec<&'static Place> {
    let start = PRESENT.partition_point(|(name, _)| name.as_str() < folded);
    let found = PRESENT[start..].iter().take_while(|(name, _)| name.starts_with(folded));
    let mut places: Vec<&Place> = vec![];
    for (_, place) in found {
        // Both names of a place may begin with the text.
        if !places.iter().any(|known| known.code == place.code) {
            places.push(place);
        }
        if places.len() == limit {
            break;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use sigillo_domain::country::Country;
    use sigillo_domain::province::Province;

    use super::*;
    use crate::municipalities::{BirthPlace, birth_place};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn names(folded: &str, limit: usize) -> Vec<String> {
        let found = beginning_with(folded, limit);
        found.into_iter().map(|place| format!("{} {}", place.name, place.within)).collect()
    }

    #[test]
    fn every_row_is_whole_and_in_its_order() {
        assert!(PLACES.len() > 14_000);
        assert!(PLACES.is_sorted_by_key(|place| (place.code, place.begun)));
        for (place, line) in PLACES.iter().zip(include_str!("places.tsv").lines()) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 6, "{line}");
            let code = place.code.as_bytes();
            assert!(code.len() == 4 && code[0].is_ascii_uppercase(), "{line}");
            assert!(code[1..].iter().all(u8::is_ascii_digit), "{line}");
            assert!(!place.name.is_empty(), "{line}");
            let date =
                |date: Option<NaiveDate>| date.map_or(String::new(), |date| date.to_string());
            assert_eq!((&*date(place.begun), &*date(place.ended)), (cells[1], cells[2]), "{line}");
            assert!(
                place.begun.zip(place.ended).is_none_or(|(begun, ended)| begun <= ended),
                "{line}"
            );
            let known = match place.country() {
                Some("IT") if place.ended.is_some() => place.within.len() == 2,
                Some("IT") => Province::parse(place.within).is_ok(),
                Some(country) => Country::parse(country).is_ok(),
                None => place.is_country(),
            };
            assert!(known, "{line}");
        }
    }

    #[test]
    fn every_province_has_municipalities() {
        for province in Province::ALL {
            assert!(PRESENT.iter().any(|(_, place)| place.within == province.code()), "{province}");
        }
    }

    #[test]
    fn a_code_is_the_place_that_it_was_on_the_day() {
        let place =
            |code, date| birth_place(code, day(date)).map(|place| (place.name, place.province));
        assert_eq!(place("A662", "1931-05-16"), Some(("Bari delle Puglie", Some("BA"))));
        assert_eq!(place("A662", "1931-05-17"), Some(("Bari", Some("BA"))));
        assert_eq!(place("g942", "1980-01-01"), Some(("Potenza", Some("PZ"))));
        // A municipality that no longer exists, of a province that no longer exists.
        assert_eq!(place("D620", "1930-01-01"), Some(("Fiume", Some("FU"))));
        // Before and after its last period.
        assert_eq!(place("D620", "1900-01-01"), Some(("Fiume", Some("FU"))));
        assert_eq!(place("D620", "2000-01-01"), Some(("Fiume", Some("FU"))));
        assert_eq!(place("X999", "2000-01-01"), None);
        assert_eq!(place("", "2000-01-01"), None);
    }

    #[test]
    fn who_was_born_abroad_has_a_country() {
        let born = |code| birth_place(code, day("1980-01-01")).unwrap();
        let france = BirthPlace { name: "Francia", province: None, country: Some("FR") };
        assert_eq!(born("Z110"), france);
        let former = BirthPlace { name: "Jugoslavia", province: None, country: None };
        assert_eq!(born("Z118"), former);
        assert_eq!(born("F205").country, Some("IT"));
    }

    #[test]
    fn a_beginning_finds_the_present_names_and_those_of_other_languages() {
        assert_eq!(names("potenza", 9), ["Potenza PZ", "Potenza Picena MC"]);
        assert_eq!(names("forli", 2), ["Forlì FC", "Forlì del Sannio IS"]);
        assert_eq!(names("bozen", 9), ["Bolzano BZ"]);
        assert_eq!(
            names("fiume", 9),
            [
                "Fiume Veneto PN",
                "Fiumedinisi ME",
                "Fiumefreddo Bruzio CS",
                "Fiumefreddo di Sicilia CT"
            ]
        );
        assert_eq!(names("francia", 9), Vec::<String>::new());
        assert_eq!(names("san", 50).len(), 50);
        assert_eq!(names("zzz", 50).len(), 0);
    }

    #[test]
    fn every_beginning_finds_what_begins_so() {
        for (name, place) in PRESENT.iter().step_by(17) {
            for letters in [3, 9] {
                let beginning: String = name.chars().take(letters).collect();
                let found = beginning_with(&beginning, usize::MAX);
                assert!(found.iter().any(|found| found.code == place.code), "{name}");
                assert!(found.iter().all(|place| {
                    [place.name, place.second_name]
                        .iter()
                        .any(|name| fold(name).starts_with(&beginning))
                }));
            }
        }
    }
}
