//! Codes by which electronic invoices find who receives them.

use crate::fault::FaultCode;

checked_text! {
    /// A codice destinatario: six characters for an office of the public administration, seven for
    /// everybody else.
    pub struct RecipientCode
}

impl RecipientCode {
    /// The code of whoever has none: the invoice goes to a certified address, or waits at the tax
    /// agency.
    pub const NONE: &'static str = "0000000";

    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim().to_ascii_uppercase();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        let well_formed = matches!(text.len(), 6 | 7)
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if well_formed { Ok(Self(text)) } else { Err(FaultCode::InvalidRecipientCode) }
    }

    /// Whether it is the code of an office of the public administration.
    pub fn is_public(&self) -> bool {
        self.0.len() == 6
    }
}

impl Default for RecipientCode {
    fn default() -> Self {
        Self(Self::NONE.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_has_six_or_seven_characters() {
        assert!(RecipientCode::parse(" ufab12 ").unwrap().is_public());
        assert!(!RecipientCode::parse("ABC1234").unwrap().is_public());
        assert_eq!(RecipientCode::parse(RecipientCode::NONE), Ok(RecipientCode::default()));
        assert_eq!(RecipientCode::parse("  "), Err(FaultCode::Required));
        for text in ["ABC12", "ABC12345", "ABC 123", "ABC-123", "ÀBC123"] {
            assert_eq!(
                RecipientCode::parse(text),
                Err(FaultCode::InvalidRecipientCode),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn letters_and_digits_are_a_code(text in "[A-Za-z0-9]{6,7}") {
            let code = RecipientCode::parse(&text).unwrap();
            prop_assert_eq!(code.as_str(), text.to_ascii_uppercase());
            prop_assert_eq!(RecipientCode::parse(code.as_str()), Ok(code));
        }

        #[test]
        fn nothing_else_is(text in "[A-Z0-9]{0,6}[^A-Za-z0-9][A-Z0-9]{0,6}") {
            let trimmed = text.trim();
            prop_assume!(trimmed.chars().any(|c| !c.is_ascii_alphanumeric()));
            prop_assert!(RecipientCode::parse(&text).is_err());
        }
    }
}
