//! Postal codes of Italian addresses.

use crate::fault::FaultCode;

checked_text! {
    /// A CAP: five digits.
    pub struct PostalCode
}

impl PostalCode {
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        let well_formed = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
        if well_formed { Ok(Self(text.to_owned())) } else { Err(FaultCode::InvalidPostalCode) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_of_another_length_or_with_letters_is_refused() {
        assert_eq!(PostalCode::parse(" 85100 ").unwrap().as_str(), "85100");
        assert_eq!(PostalCode::parse(""), Err(FaultCode::Required));
        for text in ["8510", "851000", "8510A", "85 100", "I-85100", "٨٥١٠٠"] {
            assert_eq!(PostalCode::parse(text), Err(FaultCode::InvalidPostalCode), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn five_digits_are_a_code_and_nothing_else_is(text in "[0-9]{4,6}|\\PC{0,6}") {
            let five = text.trim().len() == 5 && text.trim().parse::<u32>().is_ok();
            let signed = text.trim().starts_with('+');
            prop_assert_eq!(PostalCode::parse(&text).is_ok(), five && !signed);
        }
    }
}
