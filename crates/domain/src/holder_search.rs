//! The searches for holders (B5): what is asked, as it is compared with what is stored.

use crate::fault::FaultCode;
use crate::list::parse_search;
use crate::phone::searched_digits;
use crate::search_text::fold_unspaced;

text_enum! {
    /// A text that holders are searched by, by its name in a query.
    pub enum HolderSearchField {
        GivenName = "given_name",
        FamilyName = "family_name",
        TaxCode = "tax_code",
        Email = "email",
        Phone = "phone",
        Fax = "fax",
        CompanyName = "company_name",
        VatNumber = "vat_number",
        Mailbox = "mailbox",
    }
}

/// Fewest characters that are found anywhere in a text; fewer are found at its beginning alone, because the
/// index of the parts of texts knows none so short.
pub const PART_MIN: usize = 3;

impl HolderSearchField {
    /// The text to compare with the stored ones; None when there is nothing to search for.
    pub fn parse_text(self, text: &str) -> Result<Option<String>, FaultCode> {
        let Some(folded) = parse_search(text)? else { return Ok(None) };
        let searched = match self {
            Self::GivenName | Self::FamilyName | Self::CompanyName => fold_unspaced(&folded),
            Self::TaxCode | Self::VatNumber => fold_unspaced(&folded).to_ascii_uppercase(),
            Self::Email | Self::Mailbox => {
                text.split_whitespace().collect::<String>().to_lowercase()
            }
            Self::Phone | Self::Fax => {
                let digits = searched_digits(text);
                if digits.is_empty() {
                    return Err(FaultCode::InvalidPhone);
                }
                digits
            }
        };
        Ok(Some(searched).filter(|searched| !searched.is_empty()))
    }

    /// Whether a text is found at the beginning alone. Of an address of a mailbox, what is before the `@`
    /// decides.
    pub fn finds_beginnings_only(self, searched: &str) -> bool {
        let indexed = match self {
            Self::Mailbox => searched.split('@').next().unwrap_or_default(),
            _ => searched,
        };
        indexed.chars().count() < PART_MIN
    }
}

/// What a text of several words may mean as the names of a person: a family name and a given name, in either
/// order. "Mario De Luca" has four readings.
pub fn names_in_either_order(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let splits = (1..words.len()).map(|place| (words[..place].join(" "), words[place..].join(" ")));
    splits.flat_map(|(first, second)| [(first.clone(), second.clone()), (second, first)]).collect()
}

#[cfg(test)]
mod tests {
    use super::HolderSearchField::*;
    use super::*;

    #[test]
    fn texts_are_compared_without_what_makes_no_difference() {
        for (field, text, searched) in [
            (FamilyName, "  De  Lucà ", "deluca"),
            (GivenName, "MARIO", "mario"),
            (CompanyName, "Acque del Sele S.p.A.", "acquedelseles.p.a."),
            (TaxCode, "rss mra", "RSSMRA"),
            (VatNumber, "0123 456", "0123456"),
            (Phone, "+39 0971-12.34", "09711234"),
            (Fax, "(0971) 12", "097112"),
            (Email, " Mario.Rossi@Example.IT", "mario.rossi@example.it"),
            (Mailbox, "Mario @pec", "mario@pec"),
        ] {
            assert_eq!(field.parse_text(text), Ok(Some(searched.to_owned())), "{text}");
        }
        for field in HolderSearchField::ALL {
            assert_eq!(field.parse_text("  "), Ok(None));
            assert_eq!(field.parse_text(&"1".repeat(255)), Err(FaultCode::TooLong));
            assert_eq!(field.parse_text("1\0"), Err(FaultCode::InvalidCharacters));
        }
        assert_eq!(Phone.parse_text("abc"), Err(FaultCode::InvalidPhone));
    }

    #[test]
    fn short_texts_are_found_at_the_beginning() {
        assert!(GivenName.finds_beginnings_only("lì"));
        assert!(!GivenName.finds_beginnings_only("ada"));
        assert!(Mailbox.finds_beginnings_only("ad@pec.example.it"));
        assert!(!Mailbox.finds_beginnings_only("ada@"));
        assert!(!Email.finds_beginnings_only("@ex"));
    }

    #[test]
    fn names_are_read_in_either_order() {
        assert_eq!(names_in_either_order("Rossi"), []);
        let readings = names_in_either_order(" mario  de luca");
        let readings: Vec<_> = readings.iter().map(|(f, g)| (f.as_str(), g.as_str())).collect();
        let expected = [
            ("mario", "de luca"),
            ("de luca", "mario"),
            ("mario de", "luca"),
            ("luca", "mario de"),
        ];
        assert_eq!(readings, expected);
    }
}
