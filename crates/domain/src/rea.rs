//! Numbers of the economic and administrative register of a chamber of commerce.

use crate::fault::FaultCode;
use crate::province::Province;

checked_text! {
    /// A REA number, as `PZ-123456`: the province whose chamber of commerce gave it, and a number of
    /// at most seven digits without zeros before it.
    pub struct Rea
}

/// Two provinces whose chamber of commerce goes on with the letters that they had before.
const FORMER: [&str; 2] = ["FO", "PS"];

impl Rea {
    /// Parses what a person typed: `REA PZ 123456`, `pz/0123456` and `PZ123456` are `PZ-123456`.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim().to_ascii_uppercase();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        let is_separator = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ':');
        let text = text.strip_prefix("REA").map_or(text.as_str(), |rest| {
            // `RE` and `A…` would be no number of Reggio Emilia anyway.
            rest.trim_start_matches(is_separator)
        });
        let (letters, number) = text.split_at_checked(2).ok_or(FaultCode::InvalidRea)?;
        let number = number.trim_start_matches(is_separator).trim_start_matches('0');
        let well_formed = (1..=7).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && letters.bytes().all(|b| b.is_ascii_uppercase());
        if !well_formed {
            return Err(FaultCode::InvalidRea);
        }
        if !FORMER.contains(&letters) {
            Province::parse(letters)?;
        }
        Ok(Self(format!("{letters}-{number}")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_has_one_form() {
        for text in [
            "PZ-123456",
            " pz 123456",
            "PZ/0123456",
            "REA PZ 123456",
            "rea: PZ - 123456",
            "PZ123456",
        ] {
            assert_eq!(Rea::parse(text).unwrap().as_str(), "PZ-123456", "{text:?}");
        }
        assert_eq!(Rea::parse("FO 1234").unwrap().as_str(), "FO-1234");
        assert_eq!(Rea::parse("RE-1").unwrap().as_str(), "RE-1");
    }

    #[test]
    fn what_is_no_number_says_why() {
        assert_eq!(Rea::parse(" "), Err(FaultCode::Required));
        assert_eq!(Rea::parse("XX-123456"), Err(FaultCode::UnknownProvince));
        for text in
            ["PZ", "P-123456", "123456", "PZ-0", "PZ-12345678", "PZ-12 34", "àà-1", "REA", "è"]
        {
            assert_eq!(Rea::parse(text), Err(FaultCode::InvalidRea), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_province_gives_numbers(place in 0..Province::ALL.len(), number in 1..10_000_000_u32) {
            let letters = Province::ALL[place].code();
            let rea = Rea::parse(&format!("{} {number:08}", letters.to_lowercase())).unwrap();
            prop_assert_eq!(rea.as_str(), format!("{letters}-{number}"));
            prop_assert_eq!(Rea::parse(rea.as_str()), Ok(rea));
        }

        #[test]
        fn any_text_is_judged(text in "\\PC{0,14}") {
            if let Ok(rea) = Rea::parse(&text) {
                prop_assert_eq!(Rea::parse(rea.as_str()), Ok(rea));
            }
        }
    }
}
