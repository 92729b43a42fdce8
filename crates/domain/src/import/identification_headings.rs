//! The headings of the identity register.

use super::field::Field;
use super::headings::Meaning;

/// Headings without spaces, accents and punctuation, by their meaning.
pub(super) const IDENTIFICATION_HEADINGS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Sure(Field::Method),
        &[
            "metodo",
            "metododiidentificazione",
            "modalitadiidentificazione",
            "identificazione",
            "identificatocon",
            "identificatotramite",
            "method",
            "identificationmethod",
        ],
    ),
    (
        Meaning::Sure(Field::Level),
        &[
            "livello",
            "livellodigaranzia",
            "livellodisicurezza",
            "livellodiidentificazione",
            "level",
            "assurancelevel",
            "loa",
        ],
    ),
    (
        Meaning::Sure(Field::IdentifiedOn),
        &[
            "identificatoil",
            "dataidentificazione",
            "datadiidentificazione",
            "datadellidentificazione",
            "identifiedon",
            "identificationdate",
        ],
    ),
    (
        Meaning::Sure(Field::IdentifiedBy),
        &["identificatoda", "chihaidentificato", "incaricato", "identifiedby"],
    ),
    (
        Meaning::Sure(Field::DocumentKind),
        &["documento", "tipodocumento", "tipodidocumento", "documentkind", "documenttype"],
    ),
    (
        Meaning::Sure(Field::DocumentNumber),
        &[
            "numerodocumento",
            "numerodeldocumento",
            "ndocumento",
            "estremidocumento",
            "documentnumber",
        ],
    ),
    (
        Meaning::Sure(Field::DocumentExpiresOn),
        &[
            "scadenzadocumento",
            "scadenzadeldocumento",
            "documentoscadeil",
            "documentexpireson",
            "documentexpiry",
        ],
    ),
    (Meaning::Sure(Field::Capacity), &["atitolodi", "inqualitadi", "qualita", "veste", "capacity"]),
    (
        Meaning::Sure(Field::SecondFactorSince),
        &[
            "secondofattore",
            "secondofattoredal",
            "secondofattoreattivodal",
            "duefattoridal",
            "2fa",
            "2fadal",
            "secondfactor",
            "secondfactorsince",
        ],
    ),
];
