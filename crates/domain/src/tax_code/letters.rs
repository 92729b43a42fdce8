//! The letters of a code that stand for a person's names.

use crate::search_text::fold;

/// How the letters with two dots of other languages are written in Latin ones.
#[derive(Clone, Copy)]
enum Dots {
    /// `ü` is `u`, as with every other accent.
    Dropped,
    /// `ü` is `ue`, as the passports of some countries write it.
    Spelt,
}

/// The three letters of a family name: its consonants, then its vowels, then `X`.
pub(super) fn of_family(name: &str) -> String {
    family(&latin(name, Dots::Dropped))
}

/// The three letters of a given name, which are the first, third and fourth consonant of those that
/// have as many.
pub(super) fn of_given(name: &str) -> String {
    given(&latin(name, Dots::Dropped))
}

/// The letters of a family name in each way of writing it in Latin ones.
pub(super) fn of_family_as_spelt(name: &str) -> [String; 2] {
    [Dots::Dropped, Dots::Spelt].map(|dots| family(&latin(name, dots)))
}

/// The letters of a given name in each way of writing it in Latin ones.
pub(super) fn of_given_as_spelt(name: &str) -> [String; 2] {
    [Dots::Dropped, Dots::Spelt].map(|dots| given(&latin(name, dots)))
}

fn family(name: &str) -> String {
    let (consonants, vowels) = split(name);
    consonants.into_iter().chain(vowels).chain("XXX".chars()).take(3).collect()
}

fn given(name: &str) -> String {
    match split(name).0[..] {
        [first, _, third, fourth, ..] => [first, third, fourth].iter().collect(),
        _ => family(name),
    }
}

/// The consonants and the vowels, each in their order.
fn split(name: &str) -> (Vec<char>, Vec<char>) {
    name.chars().partition(|letter| !matches!(letter, 'A' | 'E' | 'I' | 'O' | 'U'))
}

/// The capital letters of a name that may have several parts, apostrophes and accents: a particle
/// counts as every other part does.
fn latin(name: &str, dots: Dots) -> String {
    let mut spelt = String::new();
    for letter in crate::name::composed(name).chars().flat_map(char::to_lowercase) {
        match (letter, dots) {
            ('ä', Dots::Spelt) => spelt.push_str("ae"),
            ('ö', Dots::Spelt) => spelt.push_str("oe"),
            ('ü', Dots::Spelt) => spelt.push_str("ue"),
            (letter, _) => spelt.push(letter),
        }
    }
    let folded = fold(&spelt);
    folded.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).collect()
}
