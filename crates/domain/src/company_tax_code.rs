//! The codes by which the tax agency knows companies and bodies.

use crate::fault::FaultCode;
use crate::tax_code::TaxCode;

checked_text! {
    /// The codice fiscale of a company or a body: eleven digits, or, of a sole trader, the sixteen
    /// characters of the person.
    pub struct CompanyTaxCode
}

impl CompanyTaxCode {
    /// Parses what a person typed: spaces are dropped and letters raised.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        // A person's code for a time has the form and the check of a body's.
        TaxCode::parse(text).map(|code| Self(code.as_str().to_owned()))
    }

    /// The person that a sole trader is.
    pub fn of_person(&self) -> Option<TaxCode> {
        TaxCode::parse(&self.0).ok().filter(|code| !code.is_provisional())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holder::Sex;

    #[test]
    fn a_company_has_eleven_digits_or_its_owner_s_sixteen_characters() {
        let date = "2004-06-01".parse().unwrap();
        let owner = TaxCode::of("Zoè", "Tàlamo", date, Sex::Female, "G942").unwrap();
        let sole_trader = CompanyTaxCode::parse(&owner.as_str().to_lowercase()).unwrap();
        assert_eq!(sole_trader.of_person(), Some(owner));
        let body = CompanyTaxCode::parse("123 4567 8903").unwrap();
        assert_eq!((body.as_str(), body.of_person()), ("12345678903", None));
        assert_eq!(CompanyTaxCode::parse("IT12345678903"), Err(FaultCode::InvalidTaxCode));
        assert_eq!(CompanyTaxCode::parse("12345678904"), Err(FaultCode::InvalidCheckCharacter));
    }
}
