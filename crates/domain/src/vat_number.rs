//! Numbers by which companies are registered for VAT.

use crate::fault::FaultCode;
use crate::luhn::eleven_digits;

checked_text! {
    /// A partita IVA: eleven digits, the last of which checks the others. A leading `IT`, which the
    /// register of the Union writes before it, is dropped.
    pub struct VatNumber
}

impl VatNumber {
    /// Parses what a person typed; spaces are dropped.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        let prefixed = text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("IT"));
        let digits = if prefixed { &text[2..] } else { &text };
        eleven_digits(digits, FaultCode::InvalidVatNumber)?;
        Ok(Self(digits.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::luhn::completed;

    #[test]
    fn a_number_is_read_with_and_without_its_country() {
        for text in ["12345678903", " IT12345678903 ", "it 123 456 789 03"] {
            assert_eq!(VatNumber::parse(text).unwrap().as_str(), "12345678903", "{text:?}");
        }
        for text in ["IT", "1234567890", "123456789012", "FR12345678903", "1234567890A", "è1"] {
            assert_eq!(VatNumber::parse(text), Err(FaultCode::InvalidVatNumber), "{text:?}");
        }
        assert_eq!(VatNumber::parse("12345678904"), Err(FaultCode::InvalidCheckCharacter));
        assert_eq!(VatNumber::parse("00000000000"), Err(FaultCode::InvalidVatNumber));
        assert_eq!(VatNumber::parse(" "), Err(FaultCode::Required));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_refused(ten in "[0-9]{9}[1-9]", place in 0..11_usize, step in 1..10_u8) {
            let number = completed(&ten);
            prop_assert!(VatNumber::parse(&number).is_ok_and(|read| read.as_str() == number));
            let mut wrong = number.into_bytes();
            wrong[place] = (wrong[place] - b'0' + step) % 10 + b'0';
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(VatNumber::parse(&wrong).is_err(), "{}", wrong);
        }

        #[test]
        fn reading_a_number_twice_changes_nothing(text in "\\PC{0,14}|(IT)? ?[0-9]{11}") {
            if let Ok(number) = VatNumber::parse(&text) {
                prop_assert_eq!(VatNumber::parse(number.as_str()), Ok(number));
            }
        }
    }
}
