//! Invented offices and people.

const OFFICES: [&str; 30] = [
    "affari.generali",
    "agricoltura",
    "ambiente",
    "anagrafe",
    "appalti",
    "archivio",
    "attivita.produttive",
    "avvocatura",
    "bilancio",
    "commercio",
    "contratti",
    "cultura",
    "demanio",
    "edilizia",
    "formazione",
    "gare",
    "lavori.pubblici",
    "mobilita",
    "personale",
    "polizia.locale",
    "protezione.civile",
    "protocollo",
    "ragioneria",
    "sanita",
    "segreteria",
    "sistemi.informativi",
    "sport",
    "tributi",
    "turismo",
    "urbanistica",
];

const FIRST_NAMES: [&str; 16] = [
    "alba", "bruno", "carla", "dario", "elisa", "fabio", "gaia", "ivo", "livia", "marco", "nora",
    "paolo", "rita", "silvio", "tea", "ugo",
];

const LAST_NAMES: [&str; 11] = [
    "bassi", "colle", "dorini", "ferri", "gallo", "lanzi", "marini", "olivieri", "pini", "sala",
    "zorzi",
];

/// Unique names of mailboxes: offices first, then people.
pub fn mailboxes() -> impl Iterator<Item = String> {
    let offices = OFFICES.iter().map(|office| (*office).to_owned());
    let people = LAST_NAMES
        .iter()
        .flat_map(|last| FIRST_NAMES.iter().map(move |first| format!("{first}.{last}")));
    offices.chain(people)
}

/// A person who holds a mailbox, and its name.
pub struct Person {
    pub given: String,
    pub family: String,
    pub mailbox: String,
}

/// People with different names.
pub fn people() -> impl Iterator<Item = Person> {
    let pairs =
        LAST_NAMES.iter().flat_map(|last| FIRST_NAMES.iter().map(move |first| (*first, *last)));
    pairs.map(|(first, last)| Person {
        given: capital(first),
        family: capital(last),
        mailbox: format!("{first}.{last}"),
    })
}

fn capital(name: &str) -> String {
    let (initial, rest) = name.split_at(1);
    format!("{}{rest}", initial.to_uppercase())
}

/// The communication e-mail of a mailbox.
pub fn communication_email(mailbox: &str) -> String {
    format!("{mailbox}@example.org")
}
