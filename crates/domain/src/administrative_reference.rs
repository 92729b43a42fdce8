//! The reference that an invoice carries for the administration of whoever receives it.

use crate::fault::FaultCode;
use crate::invisible::is_invisible;
use crate::name::composed;

checked_text! {
    /// A riferimento amministrativo: at most twenty characters, of any kind that is seen.
    pub struct AdministrativeReference
}

impl AdministrativeReference {
    /// Longest reference, in characters (`RiferimentoAmministrazione` of an electronic invoice).
    pub const MAX: usize = 20;

    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = composed(text.trim());
        match text.chars().count() {
            0 => Err(FaultCode::Required),
            count if count > Self::MAX => Err(FaultCode::TooLong),
            _ if text.chars().any(is_invisible) => Err(FaultCode::InvalidCharacters),
            _ => Ok(Self(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_at_most_twenty_characters() {
        let parse = AdministrativeReference::parse;
        assert_eq!(parse(" Cap. 12/è ").unwrap().as_str(), "Cap. 12/è");
        assert!(parse(&"è".repeat(20)).is_ok());
        assert_eq!(parse(&"è".repeat(21)), Err(FaultCode::TooLong));
        assert_eq!(parse("12\u{200b}34"), Err(FaultCode::InvalidCharacters));
        assert_eq!(parse(" "), Err(FaultCode::Required));
    }
}
