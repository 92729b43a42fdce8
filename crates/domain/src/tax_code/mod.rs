//! The codes by which the tax agency knows people (DM 23/12/1976).

mod letters;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};

use crate::fault::FaultCode;
use crate::holder::Sex;
use crate::luhn::eleven_digits;

checked_text! {
    /// A person's codice fiscale: sixteen characters, or the eleven digits that are given for a time to
    /// whoever has no complete one yet.
    ///
    /// Two people whose codes would be the same get codes in which letters stand for some of the seven
    /// digits (omocodia); such a code is stored as it is, since it is another person's.
    pub struct TaxCode
}

/// What a code says of a person's birth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Birth {
    pub date: NaiveDate,
    pub sex: Sex,
    /// The Belfiore code of the municipality, or of the country of those who were born abroad (`Z…`).
    pub place_code: String,
}

/// Where a code has digits.
const NUMERIC: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];
/// The letters that stand for the digits from 0 to 9.
const OMOCODIA: &[u8; 10] = b"LMNPQRSTUV";
/// The letters of the months.
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
/// What is added to the day of a woman's birth.
const WOMEN: u32 = 40;
/// The values of `A` to `Z` in the first, third, fifth… place; the digits have those of `A` to `J`.
const ODD: [u32; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

impl TaxCode {
    /// Parses what a person typed: spaces are dropped and letters raised.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_uppercase();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            eleven_digits(&text, FaultCode::InvalidTaxCode)?;
            return Ok(Self(text));
        }
        let bytes: &[u8; 16] = text.as_bytes().try_into().map_err(|_| FaultCode::InvalidTaxCode)?;
        let plain = with_digits(bytes).ok_or(FaultCode::InvalidTaxCode)?;
        if !is_of_a_day(&plain) {
            return Err(FaultCode::InvalidTaxCode);
        }
        // The check is over the letters that stand for digits.
        if check_character(&bytes[..15]) != bytes[15] {
            return Err(FaultCode::InvalidCheckCharacter);
        }
        Ok(Self(text))
    }

    /// The code of a person without a namesake, for tests and the demo.
    pub fn of(
        given: &str,
        family: &str,
        date: NaiveDate,
        sex: Sex,
        place_code: &str,
    ) -> Result<Self, FaultCode> {
        let day = date.day() + if sex == Sex::Female { WOMEN } else { 0 };
        let month = char::from(MONTHS[date.month0() as usize]);
        let year = date.year().rem_euclid(100);
        let names = format!("{}{}", letters::of_family(family), letters::of_given(given));
        let mut text = format!("{names}{year:02}{month}{day:02}{place_code}");
        text.push(char::from(check_character(text.as_bytes())));
        Self::parse(&text)
    }

    /// What the code says of the person's birth; None for eleven digits. It has two digits of the year:
    /// the latest one that is not in the future is meant.
    pub fn birth(&self, today: NaiveDate) -> Option<Birth> {
        let plain = with_digits(self.0.as_bytes().try_into().ok()?)?;
        let (year, month, day) = numbers(&plain);
        let (sex, day) = if day > WOMEN { (Sex::Female, day - WOMEN) } else { (Sex::Male, day) };
        let century = today.year().div_euclid(100) * 100;
        let dates = [century, century - 100, century - 200].into_iter();
        let date = dates
            .filter_map(|century| NaiveDate::from_ymd_opt(century + year, month, day))
            .find(|date| *date <= today)?;
        let place_code = plain[11..15].iter().copied().map(char::from).collect();
        Some(Birth { date, sex, place_code })
    }

    /// Whether the code can be that of a person of this name. Eleven digits say nothing of a name, and
    /// fit every one.
    pub fn fits_name(&self, given: &str, family: &str) -> bool {
        let Some(names) = self.0.get(..6).filter(|_| !self.is_provisional()) else { return true };
        letters::of_family_as_spelt(family).contains(&names[..3].to_owned())
            && letters::of_given_as_spelt(given).contains(&names[3..].to_owned())
    }

    /// What all variants of the code have in common (omocodia): the digits in place of the letters that stand
    /// for them, without the check character. None for eleven digits, which have no variants.
    pub fn base(&self) -> Option<String> {
        let plain = with_digits(self.0.as_bytes().try_into().ok()?)?;
        Some(plain[..15].iter().copied().map(char::from).collect())
    }

    /// Whether both are codes of one person: the same, or variants of each other.
    pub fn is_of_the_same_person_as(&self, other: &TaxCode) -> bool {
        let base = self.base();
        self == other || (base.is_some() && base == other.base())
    }

    /// The same of two codes as they are stored; a holder whose data were erased has none.
    pub fn are_of_one_person(one: &str, other: &str) -> bool {
        let codes = Self::parse(one).ok().zip(Self::parse(other).ok());
        one == other || codes.is_some_and(|(one, other)| one.is_of_the_same_person_as(&other))
    }

    /// Whether it is the eleven digits that are given for a time.
    pub fn is_provisional(&self) -> bool {
        self.0.len() == 11
    }
}

/// The code with the digits for which letters may stand; None if the characters are not those of a code.
fn with_digits(code: &[u8; 16]) -> Option<[u8; 16]> {
    let mut plain = *code;
    for (place, character) in plain.iter_mut().enumerate() {
        if NUMERIC.contains(&place) {
            if let Some(digit) = (b'0'..).zip(OMOCODIA).find(|(_, letter)| *letter == character) {
                *character = digit.0;
            }
            if !character.is_ascii_digit() {
                return None;
            }
        } else if !character.is_ascii_uppercase() {
            return None;
        }
    }
    Some(plain)
}

/// The year without its century, the month (0 for a letter of none) and the day as it is written.
fn numbers(plain: &[u8; 16]) -> (i32, u32, u32) {
    let digit = |place: usize| u32::from(plain[place] - b'0');
    let year = i32::from(plain[6] - b'0') * 10 + i32::from(plain[7] - b'0');
    let month = (1..).zip(MONTHS).find(|(_, letter)| **letter == plain[8]);
    (year, month.map_or(0, |(month, _)| month), digit(9) * 10 + digit(10))
}

/// Whether the date exists, in whichever century.
fn is_of_a_day(plain: &[u8; 16]) -> bool {
    let (year, month, day) = numbers(plain);
    let day = if day > WOMEN { day - WOMEN } else { day };
    [1900, 2000].iter().any(|century| NaiveDate::from_ymd_opt(century + year, month, day).is_some())
}

/// The last character, which checks the others.
fn check_character(code: &[u8]) -> u8 {
    let value = |(place, character): (usize, &u8)| {
        let rank = match character {
            b'0'..=b'9' => character - b'0',
            _ => character.wrapping_sub(b'A') % 26,
        };
        if place % 2 == 0 { ODD[usize::from(rank)] } else { u32::from(rank) }
    };
    let sum: u32 = code.iter().enumerate().map(value).sum();
    (b'A'..=b'Z').nth((sum % 26) as usize).unwrap_or(b'A')
}
