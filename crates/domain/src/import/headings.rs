//! The headings that name a field, as our own exports and other panels write them.

use super::field::Field;
use super::heading_words::{OTHER_SUBJECTS, WORDS, headings};
use super::quantity::Unit;
use super::secret::names_a_secret;

/// The field that a heading names, ignoring case, accents, spaces and punctuation: in Italian or
/// English, as our own exports or other panels write it. None when the heading is unknown.
pub fn recognise(heading: &str) -> Option<Field> {
    match meaning(heading)? {
        Meaning::Sure(field) | Meaning::Likely(field) => Some(field),
        Meaning::Name => Some(Field::LocalPart),
        Meaning::Account | Meaning::Place => Some(Field::Address),
        Meaning::Mail | Meaning::HolderMail => Some(Field::CommunicationEmail),
        Meaning::HouseNumber => None,
    }
}

/// The meaning of a heading. Some words mean different things in different panels; there the values
/// decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Sure(Field),
    /// The heading has words of this field among others; the values decide.
    Likely(Field),
    /// The mailbox's name in our exports, a person's name in those of `PostfixAdmin`.
    Name,
    /// The sign-in name: the whole address (`PostfixAdmin`) or the local part.
    Account,
    /// The mailbox's address where no other column has it, else the communication e-mail.
    Mail,
    /// The communication e-mail where no other column has it, else the e-mail of the holder.
    HolderMail,
    /// The mailbox's address, or the street of its holder.
    Place,
    /// The number in the street, beside a column of streets.
    HouseNumber,
}

impl Meaning {
    pub fn sure(self) -> Option<Field> {
        if let Meaning::Sure(field) = self { Some(field) } else { None }
    }

    pub fn likely(self) -> Option<Field> {
        if let Meaning::Likely(field) = self { Some(field) } else { None }
    }
}

pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    if names_a_secret(heading) {
        return Some(Meaning::Sure(Field::Password));
    }
    let (words, _) = split_unit(heading);
    let compact = plain(words);
    let known = headings().find(|(_, names)| names.contains(&compact.as_str()));
    known.map(|(meaning, _)| *meaning).or_else(|| meaning_of_words(&words_of(words)))
}

fn meaning_of_words(words: &[String]) -> Option<Meaning> {
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    if has(&OTHER_SUBJECTS) {
        return None;
    }
    WORDS.iter().find(|(_, any)| has(any)).map(|(meaning, _)| *meaning)
}

/// The words of a heading, lowercase and without accents.
pub(super) fn words_of(heading: &str) -> Vec<String> {
    heading
        .split(|c: char| !c.is_alphanumeric())
        .map(plain)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The unit that a heading gives for its sizes: `Quota (GB)`, `Spazio in MB`, `quota_bytes`.
pub fn unit_in_heading(heading: &str) -> Option<Unit> {
    split_unit(heading).1.or_else(|| plain(heading).ends_with("bytes").then_some(Unit::Bytes))
}

fn split_unit(heading: &str) -> (&str, Option<Unit>) {
    let trimmed = heading.trim().trim_end_matches([')', ']', '.']);
    let Some(start) = trimmed.rfind([' ', '(', '[', '_']) else { return (heading, None) };
    let (words, unit) = (&trimmed[..start], &trimmed[start + 1..]);
    match Unit::parse(unit) {
        Some(unit) => {
            let words = words.trim_end_matches([' ', '(', '[', '_']);
            (words.strip_suffix(" in").unwrap_or(words), Some(unit))
        }
        None => (heading, None),
    }
}

/// The letters and digits of a heading, lowercase and without accents.
pub(super) fn plain(heading: &str) -> String {
    heading.chars().flat_map(char::to_lowercase).filter_map(without_accent).collect()
}

fn without_accent(c: char) -> Option<char> {
    Some(match c {
        'à' | 'á' => 'a',
        'è' | 'é' => 'e',
        'ì' | 'í' => 'i',
        'ò' | 'ó' => 'o',
        'ù' | 'ú' => 'u',
        c if c.is_alphanumeric() => c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_whatever_their_case_accents_and_signs() {
        for (heading, field) in [
            ("Casella", Field::Address),
            ("CASELLA PEC", Field::Address),
            ("Indirizzo_PEC:", Field::Address),
            ("local_part", Field::LocalPart),
            ("Dominio", Field::Domain),
            ("E-mail di comunicazione", Field::CommunicationEmail),
            ("email_other", Field::CommunicationEmail),
            ("E-Mail Secondaria", Field::CommunicationEmail),
            ("Quota (MB)", Field::QuotaMb),
            ("Spazio in GB", Field::QuotaMb),
            ("quota_bytes", Field::QuotaMb),
            ("Capacità [GB]", Field::QuotaMb),
            ("Soft limit (MB)", Field::SoftLimitMb),
            ("Conservazione a norma", Field::Preservation),
            ("Piano", Field::Plan),
            ("Codice piano", Field::Plan),
            ("Rivenditore", Field::Reseller),
            ("Stato", Field::State),
            ("PASSWORD", Field::Password),
            ("Riga", Field::RowNumber),
            ("Motivo", Field::Reason),
            ("Utente PEC", Field::Address),
            ("Recapito", Field::CommunicationEmail),
            ("Mail del referente", Field::CommunicationEmail),
            ("Nuova quota (GB)", Field::QuotaMb),
            ("Dominio richiesto", Field::Domain),
        ] {
            assert_eq!(recognise(heading), Some(field), "{heading}");
        }
        for heading in [
            "",
            "Spazio usato (byte)",
            "Creata il",
            "Scadenza",
            "Denominazione",
            "note",
            "Recapiti telefonici e fax",
            "Data attivazione PEC",
        ] {
            assert_eq!(recognise(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_unit_is_read_from_its_heading() {
        for (heading, unit) in [
            ("Quota (MB)", Some(Unit::Megabytes)),
            ("Spazio in GB", Some(Unit::Gigabytes)),
            ("quota_bytes", Some(Unit::Bytes)),
            ("quotabytes", Some(Unit::Bytes)),
            ("Dimensione [KB]", Some(Unit::Kilobytes)),
            ("Quota", None),
        ] {
            assert_eq!(unit_in_heading(heading), unit, "{heading}");
        }
    }

    #[test]
    fn no_two_meanings_share_a_heading() {
        let mut names: Vec<&str> = headings().flat_map(|(_, names)| *names).copied().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| plain(name) == *name));
    }

    #[test]
    fn a_field_reads_back_as_it_is_written() {
        for field in Field::ALL {
            assert_eq!(Field::parse(field.as_str()), Some(field));
        }
    }
}
