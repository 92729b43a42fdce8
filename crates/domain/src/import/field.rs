//! What a column can hold, and the headings by which it is known.

use super::quantity::Unit;

text_enum! {
    /// What the cells of a column are.
    #[derive(PartialOrd, Ord)]
    pub enum Field as ImportField {
        /// The whole address of the mailbox, or its name alone where the domain is told otherwise.
        Address = "address",
        LocalPart = "local_part",
        Domain = "domain",
        CommunicationEmail = "communication_email",
        QuotaMb = "quota_mb",
        SoftLimitMb = "soft_limit_mb",
        Preservation = "preservation",
        /// Known, and left alone: a mailbox that is new begins its own life.
        State = "state",
        /// Known so that its cells are never kept: nobody but the user sets a password.
        Password = "password",
        /// The first column of a file of refused rows.
        RowNumber = "row_number",
        /// The last column of a file of refused rows.
        Reason = "reason",
    }
}

impl Field {
    /// Whether the cells go into the mailbox; the others are recognised and left alone.
    pub const fn is_imported(self) -> bool {
        !matches!(self, Field::State | Field::Password | Field::RowNumber | Field::Reason)
    }

    pub const fn is_size(self) -> bool {
        matches!(self, Field::QuotaMb | Field::SoftLimitMb)
    }
}

/// The field that a heading names, whatever its case, accents, spaces and signs: in Italian, in
/// English, as our own exports write it and as other panels do. None: the heading says nothing.
pub fn recognise(heading: &str) -> Option<Field> {
    match meaning(heading)? {
        Meaning::Sure(field) => Some(field),
        Meaning::Name => Some(Field::LocalPart),
        Meaning::Account => Some(Field::Address),
        Meaning::Mail => Some(Field::CommunicationEmail),
    }
}

/// What a heading says. Some words mean one thing in one panel and another in the next: there the
/// values decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Sure(Field),
    /// The mailbox's name in our exports, a person's in `PostfixAdmin`'s.
    Name,
    /// Who signs in: the whole address (`PostfixAdmin`), or its name.
    Account,
    /// The mailbox's address where there is no other, else where to write to its user.
    Mail,
}

const HEADINGS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Sure(Field::Address),
        &[
            "casella",
            "casellapec",
            "caselle",
            "caselladiposta",
            "casellapostale",
            "casellaemail",
            "casellaemailpec",
            "mailbox",
            "mailboxaddress",
            "address",
            "indirizzo",
            "indirizzopec",
            "indirizzocasella",
            "indirizzocasellapec",
            "indirizzodellacasella",
            "indirizzoemailpec",
            "emailpec",
            "pec",
            "mailpec",
            "pecaddress",
            "pecemail",
            "certifiedmailbox",
            "certifiedemail",
            "indirizzodipostacertificata",
            "postaelettronicacertificata",
            "domiciliodigitale",
            "denominazionecasella",
        ],
    ),
    (
        Meaning::Sure(Field::LocalPart),
        &[
            "localpart",
            "nomecasella",
            "nomedellacasella",
            "mailboxname",
            "partelocale",
            "nomecasellapec",
            "nomeutentecasella",
        ],
    ),
    (
        Meaning::Sure(Field::Domain),
        &["domain", "dominio", "domainname", "nomedominio", "nomedeldominio", "dominiopec"],
    ),
    (
        Meaning::Sure(Field::CommunicationEmail),
        &[
            "communicationemail",
            "emaildicomunicazione",
            "emailcomunicazione",
            "emailcomunicazioni",
            "emailpercomunicazioni",
            "indirizzodicomunicazione",
            "emaildicontatto",
            "emailcontatto",
            "contatto",
            "contactemail",
            "contact",
            "emailother",
            "otheremail",
            "emailsecondaria",
            "secondaryemail",
            "emailalternativa",
            "alternativeemail",
            "alternateemail",
            "backupemail",
            "recoveryemail",
            "emaildirecupero",
            "emailrecupero",
            "emaildiriferimento",
            "emailriferimento",
            "emaildiservizio",
            "emaildinotifica",
            "emailnotifica",
            "emailnotifiche",
            "notificationemail",
            "emailordinaria",
            "emailstandard",
            "casellaemailstandard",
            "casellastandard",
            "emailtitolare",
            "emaildeltitolare",
            "emailnoncertificata",
            "emailpersonale",
            "postaordinaria",
            "emailesterna",
            "externalemail",
        ],
    ),
    (
        Meaning::Sure(Field::QuotaMb),
        &[
            "quota",
            "spazio",
            "spaziocasella",
            "spaziodisco",
            "spazioassegnato",
            "spazioacquistato",
            "spaziototale",
            "spaziodisponibilecasella",
            "dimensione",
            "dimensionecasella",
            "diskquota",
            "mailboxquota",
            "quotadisco",
            "quotacasella",
            "quotabytes",
            "maxquota",
            "quotalimit",
            "size",
            "mailboxsize",
            "storage",
            "capienza",
            "capacita",
        ],
    ),
    (
        Meaning::Sure(Field::SoftLimitMb),
        &[
            "softlimit",
            "softquota",
            "softlimitquota",
            "sogliadiavviso",
            "sogliaavviso",
            "soglia",
            "warningquota",
            "quotawarning",
            "limitediavviso",
        ],
    ),
    (
        Meaning::Sure(Field::Preservation),
        &[
            "preservation",
            "conservazione",
            "conservazioneanorma",
            "conservazionesostitutiva",
            "conservazionedigitale",
            "legalpreservation",
            "archiviazioneanorma",
            "conservazioneattiva",
        ],
    ),
    (
        Meaning::Sure(Field::State),
        &[
            "state",
            "status",
            "stato",
            "statocasella",
            "active",
            "attiva",
            "attivo",
            "enabled",
            "abilitata",
            "abilitato",
            "isactive",
            "disabled",
            "disabilitata",
            "mailboxstate",
        ],
    ),
    (
        Meaning::Sure(Field::Password),
        &[
            "password",
            "passwd",
            "pwd",
            "pass",
            "password2",
            "passwordhash",
            "hashpassword",
            "hashedpassword",
            "userpassword",
            "passwordiniziale",
            "passwordprovvisoria",
            "passworddiaccesso",
            "passwordcasella",
            "initialpassword",
            "crypt",
            "token",
            "parolachiave",
        ],
    ),
    (Meaning::Sure(Field::RowNumber), &["riga", "row", "rigadelfile", "rowofthefile"]),
    (Meaning::Sure(Field::Reason), &["motivo", "reason"]),
    (Meaning::Name, &["name", "nome"]),
    (
        Meaning::Account,
        &[
            "username",
            "user",
            "userid",
            "utente",
            "nomeutente",
            "account",
            "login",
            "loginname",
            "accountname",
            "userprincipalname",
        ],
    ),
    (
        Meaning::Mail,
        &["email", "mail", "emailaddress", "indirizzoemail", "indirizzomail", "postaelettronica"],
    ),
];

pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    let (words, _) = split_unit(heading);
    let words = plain(words);
    HEADINGS.iter().find(|(_, names)| names.contains(&words.as_str())).map(|(meaning, _)| *meaning)
}

/// The unit that a heading states for its sizes: `Quota (GB)`, `Spazio in MB`, `quota_bytes`.
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

/// The letters and digits of a heading, lowered and without accents.
fn plain(heading: &str) -> String {
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
            ("Stato", Field::State),
            ("PASSWORD", Field::Password),
            ("Riga", Field::RowNumber),
            ("Motivo", Field::Reason),
        ] {
            assert_eq!(recognise(heading), Some(field), "{heading}");
        }
        for heading in ["", "Spazio usato (byte)", "Creata il", "Scadenza", "Denominazione", "note"]
        {
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
        let mut names: Vec<&str> = HEADINGS.iter().flat_map(|(_, names)| *names).copied().collect();
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
