use proptest::prelude::*;

use super::Field::{
    Address, CommunicationEmail, Domain, LocalPart, Password, Preservation, QuotaMb, SoftLimitMb,
    State,
};
use super::{suggest as suggest_all, *};
use crate::holder::Sex;
use crate::tax_code::TaxCode;

fn fields(mapping: &Mapping) -> Vec<Option<Field>> {
    mapping.columns.iter().map(|column| column.map(|column| column.field)).collect()
}

fn suggest(headings: Option<&[&str]>, sample: &[Vec<&str>]) -> Mapping {
    suggest_all(headings, sample, None).mapping
}

fn rows<'r>(rows: &[&[&'r str]]) -> Vec<Vec<&'r str>> {
    rows.iter().map(|row| row.to_vec()).collect()
}

#[test]
fn our_own_export_is_known_in_both_languages() {
    let expected = [
        Some(Address),
        Some(LocalPart),
        Some(Domain),
        Some(State),
        Some(Password),
        Some(CommunicationEmail),
        Some(QuotaMb),
        Some(SoftLimitMb),
        None,
        Some(Preservation),
        None,
        None,
    ];
    let sample = rows(&[&[
        "anna@pec.example.it",
        "anna",
        "pec.example.it",
        "Attiva",
        "Valida",
        "a@example.org",
        "1000",
        "800",
        "12345678",
        "Sì",
        "2026-01-01 10:00",
        "rosa",
    ]]);
    for headings in [
        [
            "Casella",
            "Nome",
            "Dominio",
            "Stato",
            "Password",
            "E-mail di comunicazione",
            "Quota (MB)",
            "Soft limit (MB)",
            "Spazio usato (byte)",
            "Conservazione",
            "Creata il",
            "Creata da",
        ],
        [
            "Mailbox",
            "Name",
            "Domain",
            "State",
            "Password",
            "Communication e-mail",
            "Quota (MB)",
            "Soft limit (MB)",
            "Used space (bytes)",
            "Preservation",
            "Created on",
            "Created by",
        ],
    ] {
        assert_eq!(fields(&suggest(Some(&headings), &sample)), expected);
    }
}

#[test]
fn postfixadmins_page_and_table_are_known() {
    // The csv of its own page: quotas are in MB, names are people's.
    let page = suggest(
        Some(&["Username", "Domain", "Name", "Quota (MB)", "Active", "Created"]),
        &rows(&[
            &["anna@pec.example.it", "pec.example.it", "Anna", "1000", "1", "2026-01-01"],
            &["ugo@pec.example.it", "pec.example.it", "Ugo Galli", "500", "1", "2026-01-01"],
        ]),
    );
    assert_eq!(
        fields(&page),
        [Some(Address), Some(Domain), None, Some(QuotaMb), Some(State), None]
    );
    assert_eq!(page.columns[3].unwrap().unit, Unit::Megabytes);

    // A dump of its table: quotas in bytes, and the hashes of passwords.
    let table = suggest(
        Some(&["username", "password", "name", "quota", "local_part", "domain", "email_other"]),
        &rows(&[&[
            "anna@pec.example.it",
            "$6$salt$hash",
            "Anna Verdi",
            "1048576000",
            "anna",
            "pec.example.it",
            "anna@example.org",
        ]]),
    );
    assert_eq!(
        fields(&table),
        [
            Some(Address),
            Some(Password),
            None,
            Some(QuotaMb),
            Some(LocalPart),
            Some(Domain),
            Some(CommunicationEmail)
        ]
    );
    assert_eq!(table.columns[3].unwrap().unit, Unit::Bytes);
    assert_eq!(table.secret().collect::<Vec<_>>(), [1]);
}

#[test]
fn modoboas_rows_are_known_by_their_place() {
    let first = [
        "account",
        "anna@pec.example.it",
        "{SHA512-CRYPT}$6$x$y",
        "Anna",
        "Verdi",
        "True",
        "SimpleUsers",
        "anna@pec.example.it",
        "1000",
    ];
    let mapping = suggest(None, &rows(&[&first]));
    assert_eq!(
        fields(&mapping),
        [None, None, Some(Password), None, None, Some(State), None, Some(Address), Some(QuotaMb)]
    );
    let start = crate::import::find_start(&[first.to_vec()]);
    assert_eq!(start, crate::import::TableStart::default());
}

#[test]
fn panels_of_certified_mail_are_known() {
    let mapping = suggest(
        Some(&[
            "Casella PEC",
            "Denominazione",
            "E-mail di contatto",
            "Spazio (GB)",
            "Conservazione",
        ]),
        &rows(&[&["urp@pec.example.it", "URP", "urp@example.org", "2", "Sì"]]),
    );
    assert_eq!(
        fields(&mapping),
        [Some(Address), None, Some(CommunicationEmail), Some(QuotaMb), Some(Preservation)]
    );
    assert_eq!(mapping.columns[3].unwrap().unit, Unit::Gigabytes);
}

#[test]
fn holders_are_known_by_their_headings() {
    let day = "2004-02-29".parse().unwrap();
    let tax_code = TaxCode::of("Zoè", "Tàlamo", day, Sex::Female, "G942").unwrap();
    let sample = rows(&[&[
        "zoe",
        "zoe@example.org",
        "Zoè",
        "Tàlamo",
        tax_code.as_str(),
        "Via Prova",
        "1",
        "Potenza",
        "PZ",
        "85100",
        "0971 000001",
        "zoe@example.org",
        "Prova S.r.l.",
        "12345678903",
    ]]);
    let expected = [
        Some(Address),
        Some(CommunicationEmail),
        Some(Field::GivenName),
        Some(Field::FamilyName),
        Some(Field::TaxCode),
        Some(Field::Street),
        Some(Field::Number),
        Some(Field::Locality),
        Some(Field::Province),
        Some(Field::PostalCode),
        Some(Field::Phone),
        Some(Field::HolderEmail),
        Some(Field::LegalName),
        Some(Field::VatNumber),
    ];
    for headings in [
        [
            "Casella",
            "E-mail",
            "Nome",
            "Cognome",
            "Codice fiscale",
            "Indirizzo",
            "Numero",
            "Comune",
            "Prov.",
            "CAP",
            "Telefono",
            "E-mail del titolare",
            "Ragione sociale",
            "P. IVA",
        ],
        [
            "Mailbox",
            "E-mail",
            "First name",
            "Last name",
            "Tax code",
            "Street",
            "Number",
            "City",
            "Province",
            "ZIP",
            "Phone",
            "Holder e-mail",
            "Company name",
            "VAT number",
        ],
    ] {
        let suggestion = suggest_all(Some(&headings), &sample, Some("pec.example.it"));
        assert_eq!(fields(&suggestion.mapping), expected);
        assert!(suggestion.is_certain(ImportKind::Mailboxes), "{suggestion:?}");
    }
}

#[test]
fn a_tax_code_is_known_by_its_check_character() {
    let day = "2004-02-29".parse().unwrap();
    let code = TaxCode::of("Zoè", "Tàlamo", day, Sex::Female, "G942").unwrap();
    let sample = rows(&[&["zoe@pec.example.it", "zoe@example.org", code.as_str(), "Tàlamo"]]);
    let expected = [Some(Address), Some(CommunicationEmail), Some(Field::TaxCode)];
    for (headings, is_certain) in [
        (None, false),
        (Some(["PEC", "E-mail", "Identificativo", "Note"]), false),
        (Some(["PEC", "E-mail", "Identificativo", "Cognome"]), true),
    ] {
        let headings = headings.as_ref().map(<[&str; 4]>::as_slice);
        let suggestion = suggest_all(headings, &sample, Some("pec.example.it"));
        assert_eq!(fields(&suggestion.mapping)[..3], expected);
        assert_eq!(suggestion.is_certain(ImportKind::Mailboxes), is_certain, "{suggestion:?}");
    }
}

#[test]
fn parts_that_make_no_holder_are_left_out() {
    let sample =
        rows(&[&["protocollo", "anna@example.org", "Anna", "Verdi", "0971 000001", "Prova"]]);
    let headings = ["Casella", "E-mail", "Nome", "Cognome", "Telefono", "Azienda"];
    let suggestion = suggest_all(Some(&headings), &sample, None);
    let expected = [Some(Address), Some(CommunicationEmail), None, None, None, None];
    assert_eq!(fields(&suggestion.mapping), expected);
    assert!(suggestion.is_certain(ImportKind::Mailboxes));
    let day = "2004-02-29".parse().unwrap();
    let code = TaxCode::of("Anna", "Verdi", day, Sex::Female, "G942").unwrap();
    let sample = rows(&[&["anna", "anna@example.org", code.as_str(), "Via Prova", "Potenza"]]);
    let headings = ["Casella", "E-mail", "Codice fiscale", "Indirizzo", "Comune"];
    let mapping = suggest(Some(&headings), &sample);
    let expected = [Some(Address), Some(CommunicationEmail), Some(Field::TaxCode), None, None];
    assert_eq!(fields(&mapping), expected);
}

#[test]
fn the_holders_email_stands_in_for_a_missing_one() {
    let sample = rows(&[&["anna", "anna@example.org"]]);
    let mapping = suggest(Some(&["Casella", "E-mail titolare"]), &sample);
    assert_eq!(fields(&mapping), [Some(Address), Some(CommunicationEmail)]);
}

#[test]
fn an_email_is_the_mailbox_where_nothing_else_is() {
    let sample = rows(&[&["Anna", "anna@pec.example.it"], &["Ugo", "ugo@pec.example.it"]]);
    let alone = suggest(Some(&["Titolare", "E-mail"]), &sample);
    assert_eq!(fields(&alone), [None, Some(Field::Address)]);
    let sample = rows(&[&["anna@pec.example.it", "anna@example.org"]]);
    let beside = suggest(Some(&["PEC", "E-mail"]), &sample);
    assert_eq!(fields(&beside), [Some(Field::Address), Some(Field::CommunicationEmail)]);
}

#[test]
fn a_file_without_headings_is_known_by_its_values() {
    let sample = rows(&[
        &["1", "anna@example.org", "anna@pec.example.it", "1000"],
        &["2", "ugo@example.net", "ugo@pec.example.it", "1000"],
        &["3", "", "rosa@pec.example.it", "2000"],
    ]);
    let mapping = suggest(None, &sample);
    assert_eq!(fields(&mapping), [None, Some(CommunicationEmail), Some(Address), Some(QuotaMb)]);
    let names = suggest(None, &rows(&[&["anna"], &["ugo"], &["ufficio.tributi"]]));
    assert_eq!(fields(&names), [Some(Field::LocalPart)]);
}

#[test]
fn headings_that_nobody_knows_leave_it_to_the_values() {
    let sample = rows(&[&["anna@pec.example.it", "x"], &["ugo@pec.example.it", "y"]]);
    let mapping = suggest(Some(&["Voce", "Note"]), &sample);
    assert_eq!(fields(&mapping), [Some(Field::Address), None]);
}

#[test]
fn a_doubt_is_raised_where_a_guess_could_be_wrong() {
    let domain = Some("pec.example.it");
    let doubts = |headings: Option<&[&str]>, sample: &[Vec<&str>]| {
        let suggestion = suggest_all(headings, sample, domain);
        (suggestion.is_certain(ImportKind::Mailboxes), suggestion.doubts)
    };
    let good = rows(&[&["anna", "anna@example.org", "1000"]]);
    let headings: &[&str] = &["Casella", "E-mail", "Quota"];
    assert_eq!(doubts(Some(headings), &good), (true, vec![None, None, None]));
    let kilobytes = rows(&[&["anna", "anna@example.org", "1048576"]]);
    assert_eq!(doubts(Some(headings), &kilobytes), (false, vec![None, None, Some(Doubt::Unit)]));
    let streets = rows(&[&["Via Roma 1", "anna@example.org", "1000"]]);
    assert_eq!(
        doubts(Some(headings), &streets),
        (false, vec![Some(Doubt::Implausible), None, None])
    );
    let unknown: &[&str] = &["Sigla", "Scrivere a", "Misura"];
    let guessed = Some(Doubt::Guessed);
    assert_eq!(doubts(Some(unknown), &good), (false, vec![guessed, guessed, guessed]));
    // No column holds the e-mail.
    assert_eq!(doubts(Some(&["Casella"]), &rows(&[&["anna"]])), (false, vec![None]));
    let addresses = rows(&[&["a@example.org", "anna@pec.example.it"]]);
    assert_eq!(doubts(None, &addresses), (true, vec![None, None]));
}

proptest! {
    #[test]
    fn no_table_makes_the_suggestion_panic_or_wrong(
        headings in proptest::option::of(proptest::collection::vec("casella|email|nome|\\PC{0,6}", 0..5)),
        sample in proptest::collection::vec(
            proptest::collection::vec("a@b\\.it|account|[0-9]{0,9}|\\PC{0,8}", 0..11), 0..5),
    ) {
        let headings: Option<Vec<&str>> =
            headings.as_ref().map(|headings| headings.iter().map(String::as_str).collect());
        let sample: Vec<Vec<&str>> =
            sample.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let mapping = suggest(headings.as_deref(), &sample);
        let twice = mapping.check(ImportKind::Mailboxes, mapping.columns.len());
        prop_assert!(twice.iter().all(|fault| fault.code == crate::FaultCode::Required));
        for row in &sample {
            let _ = super::super::read_row(&mapping, row, Some("pec.example.it"));
        }
    }
}
