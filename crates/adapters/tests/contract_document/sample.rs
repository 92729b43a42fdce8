//! The contract that the tests and the example draw: the template that is shipped, with its samples.

use sigillo_app::{ContractDocument, Evidence, EvidenceLine};
use sigillo_domain::contract_template::{EXAMPLE, Values, parse};
use sigillo_domain::contract_text::{ContractText, TextFact};
use sigillo_domain::message::Language;

pub fn contract() -> ContractDocument {
    ContractDocument {
        text: ContractText {
            parties: entries(&[
                ("Fornitore", "Ente di esempio"),
                ("Titolare", "Ada Esempi"),
                ("Codice fiscale", "SMPDAA80A41H501X"),
                ("Indirizzo", "Via delle Prove 1, 85100 Potenza (PZ)"),
                ("E-mail", "ada.esempi@example.com"),
                (
                    "Per conto di",
                    "Esempi S.r.l., partita IVA 00000000000, come legale rappresentante",
                ),
            ]),
            mailbox: entries(&[
                ("Casella", "ada.esempi@pec.example.it"),
                ("Piano", "Standard (S-2GIN_2GARCH)"),
                ("Spazio", "2 GB"),
                ("Durata", "24 mesi"),
            ]),
            ..text(EXAMPLE)
        },
        language: Language::It,
        organization: "Ente di esempio".to_owned(),
        reference: "0198-7C3A".to_owned(),
        made_on: "2 gennaio 2026".to_owned(),
        is_example: false,
    }
}

/// The text of a template filled with the samples.
pub fn text(template: &str) -> ContractText {
    ContractText::fill(&parse(template).expect("the template is valid"), &Values::samples())
}

pub fn entries(entries: &[(&str, &str)]) -> Vec<TextFact> {
    let fact = |(label, value): &(&str, &str)| TextFact {
        label: (*label).to_owned(),
        value: (*value).to_owned(),
    };
    entries.iter().map(fact).collect()
}

pub fn evidence() -> Evidence {
    let line = |at: &str, event: &str, details: &[(&str, &str)]| EvidenceLine {
        at: at.parse().expect("a time"),
        event: event.to_owned(),
        details: details.iter().map(|(label, value)| ((*label).into(), (*value).into())).collect(),
    };
    let browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    Evidence {
        language: Language::It,
        reference: "0198-7C3A".to_owned(),
        original_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        lines: vec![
            line("2026-01-02T09:00:00.123456Z", "Contratto inviato", &[("Destinatario", "ada.esempi@example.com")]),
            line("2026-01-02T22:58:03Z", "Documento aperto", &[("Indirizzo IP", "192.0.2.17"), ("Browser", browser)]),
            line("2026-07-02T10:12:40Z", "Codice inviato", &[("Canale", "SMS"), ("Numero", "+39 320 ••• ••00")]),
            line("2026-07-02T10:13:02Z", "Contratto firmato", &[("Indirizzo IP", "2001:db8::17"), ("Browser", browser)]),
        ],
        consents: text(EXAMPLE).consents().into_iter().map(|one| (one.heading, one.sha256)).collect(),
        signature: "Firmato elettronicamente da Ada Esempi il 2 luglio 2026 alle 12:13 con un codice temporaneo inviato al suo cellulare.".to_owned(),
        signed_copy: None,
    }
}
