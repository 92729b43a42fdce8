//! Invented names of people and companies, and unique ones of offices in any number.

pub const FIRST: [&str; 60] = [
    "ada", "agnese", "alba", "aldo", "alessio", "amelia", "anita", "anselmo", "aurora", "bianca",
    "bruno", "camilla", "carla", "celeste", "chiara", "cosimo", "dalia", "dario", "delia", "diego",
    "edda", "elisa", "emilio", "enea", "ettore", "fabio", "fausto", "flora", "gaia", "gemma",
    "giada", "guido", "ilaria", "irene", "ivo", "lavinia", "lea", "livia", "loris", "lucio",
    "marco", "marina", "mirta", "nadia", "nora", "olga", "oreste", "paolo", "pietro", "remo",
    "rita", "sandro", "serena", "silvio", "tea", "tullio", "ugo", "vera", "viola", "zeno",
];

pub const LAST: [&str; 96] = [
    "abbati",
    "agosti",
    "albani",
    "alfieri",
    "ansaldi",
    "arrighi",
    "baldini",
    "barbieri",
    "bassi",
    "bellini",
    "benassi",
    "berti",
    "bonetti",
    "borghi",
    "brambati",
    "calvi",
    "canali",
    "carli",
    "casadei",
    "castelli",
    "cattani",
    "ceccarelli",
    "cerri",
    "colle",
    "conti",
    "corradi",
    "cozzi",
    "dallari",
    "damiani",
    "dorini",
    "donati",
    "fabbri",
    "falconi",
    "fanti",
    "farina",
    "ferri",
    "fiori",
    "fontana",
    "forti",
    "franchi",
    "fusari",
    "gabrielli",
    "gallo",
    "garbini",
    "gatti",
    "ghezzi",
    "giorgi",
    "grassi",
    "guerra",
    "guidi",
    "landi",
    "lanzi",
    "lazzari",
    "leoni",
    "lodigiani",
    "lombardi",
    "longhi",
    "lucchi",
    "magni",
    "mancini",
    "manfredi",
    "marini",
    "martini",
    "masi",
    "mattei",
    "melloni",
    "merli",
    "monti",
    "morandi",
    "negri",
    "neri",
    "olivieri",
    "orsi",
    "pagani",
    "palmieri",
    "parisi",
    "pini",
    "poggi",
    "prati",
    "ricci",
    "rinaldi",
    "riva",
    "romagnoli",
    "rossetti",
    "ruggeri",
    "sala",
    "sartori",
    "serra",
    "silvestri",
    "tosi",
    "valenti",
    "vassalli",
    "venturi",
    "villa",
    "zanella",
    "zorzi",
];

const OFFICES: [&str; 12] = [
    "anagrafe",
    "appalti",
    "archivio",
    "bilancio",
    "cultura",
    "demanio",
    "edilizia",
    "gare",
    "personale",
    "protocollo",
    "ragioneria",
    "tributi",
];

/// A text that occurs in the names of five mailboxes, holders and companies, whatever their number.
pub const RARE: &str = "quarantotto";
/// A text that occurs in about one name of a hundred, never at its beginning.
pub const FREQUENT: &str = "ssett";
/// The beginning of a quarter of the names.
pub const OFFICE: &str = "ufficio";

/// One of this many mailboxes belongs to an office.
const OFFICES_EVERY: u64 = 4;

/// The name of the mailbox at `index` of `of`, if that is one of an office.
pub fn of_office(index: u64, of: u64) -> Option<String> {
    if is_rare(index, of) {
        return Some(format!("sportello.{RARE}.{index}"));
    }
    if !index.is_multiple_of(OFFICES_EVERY) {
        return None;
    }
    let (office, number) = pick(index / OFFICES_EVERY, &OFFICES);
    Some(numbered(&format!("{OFFICE}.{office}"), number))
}

/// Whether this is one of the five of `of` that are named with [`RARE`].
pub fn is_rare(index: u64, of: u64) -> bool {
    let every = (of / 5).max(1);
    index % every == every / 2
}

/// A name that `number` earlier ones share.
pub fn numbered(name: &str, number: u64) -> String {
    if number == 0 { name.to_owned() } else { format!("{name}{}", number + 1) }
}

fn pick<'a>(index: u64, of: &[&'a str]) -> (&'a str, u64) {
    let count = of.len() as u64;
    let place = usize::try_from(index % count).unwrap_or_default();
    (of[place], index / count)
}

/// Permutes the numbers below `of`, so that names do not come in the order of creation.
pub fn scattered(index: u64, of: u64) -> u64 {
    // A prime above every supported size, so that it is coprime to it.
    (index * 1_000_003) % of
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_office_comes_twice_and_the_rare_one_five_times() {
        let names: Vec<_> =
            (0..20_000).filter_map(|i| of_office(scattered(i, 20_000), 20_000)).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        assert_eq!(names.iter().filter(|name| name.contains(RARE)).count(), 5);
        assert!((5_000..5_010).contains(&names.len()), "{}", names.len());
        assert!(names.iter().all(|name| sigillo_domain::name::LocalPart::parse(name).is_ok()));
    }
}
