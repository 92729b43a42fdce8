//! Telephone numbers.

use crate::fault::FaultCode;

checked_text! {
    /// A telephone number as a person spells it: how it is written is left to them, and searches
    /// compare its digits.
    pub struct Phone
}

impl Phone {
    /// Longest number, in characters.
    pub const MAX: usize = 30;
    /// Fewest digits that are somebody's number; most is what the network carries (ITU-T E.164), with
    /// the zeros that stand for the `+`.
    const DIGITS: std::ops::RangeInclusive<usize> = 5..=17;

    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        if text.chars().count() > Self::MAX {
            return Err(FaultCode::TooLong);
        }
        let allowed =
            |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '/' | '(' | ')');
        let international = text.strip_prefix('+');
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let well_formed =
            international.unwrap_or(text).chars().all(allowed) && Self::DIGITS.contains(&digits);
        if well_formed { Ok(Self(text.to_owned())) } else { Err(FaultCode::InvalidPhone) }
    }

    /// The digits by which the number is found.
    pub fn digits(&self) -> String {
        searched_digits(&self.0)
    }
}

/// The number as a gateway of text messages takes it: a `+`, the prefix of the country, and digits. None for a
/// number without a prefix abroad, which could be anybody's, and for one of a line in Italy, where the numbers of
/// mobiles begin with 3.
pub fn number_for_texts(spelt: &str, is_in_italy: bool) -> Option<String> {
    let digits: String = spelt.chars().filter(char::is_ascii_digit).collect();
    let international = if spelt.trim().starts_with('+') {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00")
    };
    let number = match international {
        Some(number) => number.to_owned(),
        None if is_in_italy => format!("39{digits}"),
        None => return None,
    };
    let is_line = number.strip_prefix("39").is_some_and(|national| !national.starts_with('3'));
    (!number.is_empty() && !is_line).then(|| format!("+{number}"))
}

/// The digits of a number, or of a part of one that is searched for, without Italy's prefix and
/// without the zeros of another country's, so that every spelling of a number has the same ones.
pub fn searched_digits(text: &str) -> String {
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international =
        if text.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    let digits = match international {
        Some(number) => number.strip_prefix("39").unwrap_or(number),
        None => &digits,
    };
    digits.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_kept_as_it_is_spelt_and_found_by_its_digits() {
        for (text, digits) in [
            ("0971 123456", "0971123456"),
            ("+39 0971 12.34.56", "0971123456"),
            ("0039 (0971) 123456", "0971123456"),
            ("0971/123456", "0971123456"),
            ("+39 347 1234567", "3471234567"),
            ("347-1234567", "3471234567"),
            ("+33 1 23456789", "33123456789"),
            ("0033 1 23456789", "33123456789"),
            // Begins with 39, but is a number without a prefix.
            ("392 1234567", "3921234567"),
        ] {
            let phone = Phone::parse(&format!(" {text} ")).unwrap();
            assert_eq!((phone.as_str(), phone.digits().as_str()), (text, digits));
        }
    }

    #[test]
    fn text_messages_go_to_mobiles_with_the_prefix_of_their_country() {
        for (spelt, number) in [
            ("347 1234567", Some("+393471234567")),
            ("+39 347-123.45.67", Some("+393471234567")),
            ("0039 (347) 1234567", Some("+393471234567")),
            ("392 1234567", Some("+393921234567")),
            ("+33 6 12345678", Some("+33612345678")),
            ("0971 123456", None),
            ("+39 0971 123456", None),
            ("", None),
        ] {
            assert_eq!(number_for_texts(spelt, true).as_deref(), number, "{spelt}");
        }
        assert_eq!(number_for_texts("06 12345678", false), None);
        assert_eq!(number_for_texts("+33 6 12345678", false).as_deref(), Some("+33612345678"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(Phone::parse(""), Err(FaultCode::Required));
        assert_eq!(Phone::parse(&"1 ".repeat(16)), Err(FaultCode::TooLong));
        for text in [
            "1234",
            "nessuno",
            "0971 12a456",
            "0971+123456",
            "++390971123456",
            "(-) / .",
            "0971\u{a0}123456",
        ] {
            assert_eq!(Phone::parse(text), Err(FaultCode::InvalidPhone), "{text:?}");
        }
        assert_eq!(Phone::parse("123456789012345678"), Err(FaultCode::InvalidPhone));
    }

    proptest! {
        #[test]
        fn italy_s_prefix_makes_no_difference(number in "[03][0-9]{4,10}") {
            prop_assume!(!number.starts_with("00"));
            let spelt = [number.clone(), format!("+39{number}"), format!("0039 {number}")];
            for text in spelt {
                prop_assert_eq!(Phone::parse(&text).unwrap().digits(), &*number);
            }
        }

        #[test]
        fn any_text_is_judged(text in "\\PC{0,32}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
        }
    }
}
