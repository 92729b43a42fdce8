//! Suggests what the columns of a file of holders hold.

use super::field::Field;
use super::headings::{Meaning, meaning};
use super::suggest::{Doubt, Draft, Suggestion};

/// What each column of a file of holders seems to hold: by its heading where that is known, else by the
/// values below it. `sample` is the first few hundred rows at most.
pub fn suggest_holders(headings: Option<&[&str]>, sample: &[Vec<&str>]) -> Suggestion {
    let mut draft = Draft::new(headings, sample, None);
    if let Some(headings) = headings {
        draft.by_headings_of_holders(headings);
    }
    draft.find_tax_codes();
    draft.set_secrets_aside();
    if headings.is_none() {
        draft.guess_emails();
    }
    // Every row is a holder, also while a person has still to say which column has the tax codes.
    draft.incomplete = draft.leave_out_parts_of_holders(true);
    draft.suggestion()
}

impl Draft<'_> {
    fn by_headings_of_holders(&mut self, headings: &[&str]) {
        let meanings: Vec<Option<Meaning>> = headings.iter().map(|text| meaning(text)).collect();
        // A column that has another name and does not look like e-mails is something else.
        let doubtful = &PASSES[..2];
        for (doubt, passes) in [(None, &PASSES[..]), (Some(Doubt::Implausible), doubtful)] {
            for field_of in passes {
                for (position, meaning) in meanings.iter().enumerate() {
                    let field = meaning.and_then(|meaning| field_of(self, position, meaning));
                    let Some(field) = field else { continue };
                    if doubt.is_some() || self.is_plausible(position, field) {
                        self.give(position, field, None, doubt);
                    }
                }
            }
        }
    }

    /// Assigns the first free column of e-mails, which a person has to confirm.
    fn guess_emails(&mut self) {
        let is_free = |position: &usize| self.columns[*position].is_none();
        let mut free = (0..self.columns.len()).filter(is_free);
        if let Some(position) = free.find(|position| self.values(*position).are_addresses()) {
            self.give(position, Field::HolderEmail, None, Some(Doubt::Guessed));
        }
    }
}

/// The field of a column by the meaning of its heading.
type FieldOf = fn(&Draft<'_>, usize, Meaning) -> Option<Field>;

/// How headings are read, the surest first.
const PASSES: [FieldOf; 3] = [sure, shared, for_mailboxes];

/// Headings that mean the same in every file.
fn sure(_: &Draft<'_>, _: usize, meaning: Meaning) -> Option<Field> {
    let field = meaning.sure()?;
    (field.is_of_holder() || !field.is_imported()).then_some(field)
}

/// Headings that mean something of the mailbox where there is one.
fn shared(draft: &Draft<'_>, position: usize, meaning: Meaning) -> Option<Field> {
    match meaning {
        Meaning::Name => Some(Field::GivenName),
        Meaning::HolderMail | Meaning::Mail => Some(Field::HolderEmail),
        // "Address" is also what an English list of mailboxes calls them.
        Meaning::Place | Meaning::Sure(Field::Address) => {
            let values = draft.values(position);
            // Beside a town a street may be a single word.
            let are_streets =
                values.are_streets() || (draft.has(Field::Locality) && !values.have_addresses());
            are_streets.then_some(Field::Street)
        }
        Meaning::HouseNumber => draft.has(Field::Street).then_some(Field::Number),
        _ => None,
    }
}

/// The e-mail at which a person is reached, in a file that calls it so and has no other.
fn for_mailboxes(_: &Draft<'_>, _: usize, meaning: Meaning) -> Option<Field> {
    let field = meaning.sure().or_else(|| meaning.likely())?;
    (field == Field::CommunicationEmail).then_some(Field::HolderEmail)
}

#[cfg(test)]
mod tests {
    use super::super::kind::ImportKind;
    use super::*;
    use crate::holder::Sex;
    use crate::tax_code::TaxCode;

    fn tax_code() -> String {
        let day = "2004-02-29".parse().unwrap();
        TaxCode::of("Zoè", "Tàlamo", day, Sex::Female, "G942").unwrap().to_string()
    }

    fn suggest(headings: Option<&[&str]>, row: &[&str]) -> (Vec<Option<Field>>, Suggestion) {
        let suggestion = suggest_holders(headings, &[row.to_vec()]);
        let columns = suggestion.mapping.columns.iter();
        (columns.map(|column| column.map(|column| column.field)).collect(), suggestion)
    }

    #[test]
    fn our_own_export_is_known_in_both_languages() {
        let code = tax_code();
        let row = [
            "0193",
            "Tàlamo",
            "Zoè",
            &code,
            "Via Prova 1",
            "Potenza",
            "PZ",
            "85100",
            "0971 000001",
            "zoe@example.org",
            "Prova S.r.l.",
            "12345678903",
        ];
        let expected = [
            None,
            Some(Field::FamilyName),
            Some(Field::GivenName),
            Some(Field::TaxCode),
            Some(Field::Street),
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
                "Id",
                "Cognome",
                "Nome",
                "Codice fiscale",
                "Indirizzo",
                "Località",
                "Provincia",
                "CAP",
                "Telefono",
                "E-mail",
                "Ragione sociale",
                "Partita IVA",
            ],
            [
                "Id",
                "Family name",
                "Given name",
                "Codice fiscale",
                "Address",
                "Locality",
                "Province",
                "Postal code",
                "Telephone",
                "E-mail",
                "Legal name",
                "VAT number",
            ],
        ] {
            let (fields, suggestion) = suggest(Some(&headings), &row);
            assert_eq!(fields, expected);
            assert!(suggestion.is_certain(ImportKind::Holders), "{suggestion:?}");
        }
    }

    #[test]
    fn an_address_in_the_words_of_a_spreadsheet_is_known() {
        let code = tax_code();
        let headings = [
            "Cognome",
            "Nome",
            "Codice Fiscale",
            "Indirizzo",
            "Civico",
            "Comune",
            "Prov.",
            "CAP",
            "Tel.",
        ];
        let expected = [
            Field::FamilyName,
            Field::GivenName,
            Field::TaxCode,
            Field::Street,
            Field::Number,
            Field::Locality,
            Field::Province,
            Field::PostalCode,
            Field::Phone,
        ];
        for street in ["Via Prova", "Lungolago"] {
            let row =
                ["Tàlamo", "Zoè", &code, street, "1", "Potenza", "PZ", "85100", "0971 000001"];
            let (fields, suggestion) = suggest(Some(&headings), &row);
            assert_eq!(fields, expected.map(Some), "{street}");
            assert!(suggestion.is_certain(ImportKind::Holders), "{suggestion:?}");
        }
    }

    #[test]
    fn the_columns_of_mailboxes_are_left_out() {
        let code = tax_code();
        let headings = ["Casella", "E-mail", "Quota", "Piano", "Nome", "Cognome", "Codice fiscale"];
        let row = ["zoe@pec.example.it", "zoe@example.org", "2 GB", "S", "Zoè", "Tàlamo", &code];
        let (fields, suggestion) = suggest(Some(&headings), &row);
        let [given, family, code] = [Field::GivenName, Field::FamilyName, Field::TaxCode].map(Some);
        assert_eq!(fields, [None, None, None, None, given, family, code]);
        // Without an address there is no place for an e-mail, which a person has to know.
        assert_eq!(suggestion.doubts[1], Some(Doubt::Incomplete));
        assert_eq!(suggestion.doubts.iter().flatten().count(), 1);
    }

    #[test]
    fn part_of_an_address_or_of_a_company_is_not_left_out_unseen() {
        let code = tax_code();
        let headings = ["Cognome", "Nome", "CF", "Indirizzo", "Comune", "CAP", "Codice SDI"];
        let row = ["Tàlamo", "Zoè", &code, "Via Prova 1", "Potenza", "85100", "ABCDEF1"];
        let (fields, suggestion) = suggest(Some(&headings), &row);
        assert_eq!(fields[3..], [None; 4]);
        assert_eq!(suggestion.doubts[3..], [Some(Doubt::Incomplete); 4]);
        assert!(!suggestion.is_certain(ImportKind::Holders));
    }

    #[test]
    fn a_person_says_what_is_missing_or_in_doubt() {
        let code = tax_code();
        let is_certain = |headings: Option<&[&str]>, row: &[&str]| {
            suggest(headings, row).1.is_certain(ImportKind::Holders)
        };
        assert!(!is_certain(Some(&["Nome", "Cognome"]), &["Zoè", "Tàlamo"]));
        assert!(!is_certain(Some(&["Codice fiscale"]), &[&code]));
        assert!(!is_certain(None, &["Zoè", "Tàlamo", &code]));
        assert!(is_certain(Some(&["Nome", "Cognome", "CF"]), &["Zoè", "Tàlamo", &code]));
        // Without a heading the code itself is known.
        let (fields, _) = suggest(Some(&["Nome", "Cognome", "Altro"]), &["Zoè", "Tàlamo", &code]);
        assert_eq!(fields[2], Some(Field::TaxCode));
        // The other columns keep what they are while the tax code is missing.
        let (fields, _) = suggest(Some(&["Nome", "Cognome", "Altro"]), &["Zoè", "Tàlamo", "x"]);
        assert_eq!(fields, [Some(Field::GivenName), Some(Field::FamilyName), None]);
        let doubtful = ["Nome", "Cognome", "CF"];
        assert!(!is_certain(Some(&doubtful), &["Zoè", "zoe@example.org", &code]));
    }

    #[test]
    fn passwords_are_set_aside() {
        let code = tax_code();
        let headings = ["Nome", "Cognome", "Codice fiscale", "Parola d'ordine", "x"];
        let row = ["Zoè", "Tàlamo", &code, "quattro", "Abcdef12"];
        let (fields, _) = suggest(Some(&headings), &row);
        assert_eq!(fields[3..], [Some(Field::Password), Some(Field::Password)]);
    }
}
