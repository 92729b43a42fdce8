//! The check digit of the eleven digits of a body or a company (DM 23/12/1976, art. 10).

use crate::fault::FaultCode;

/// The eleven digits of a code, or why they are none; `malformed` is the fault of what does not have
/// its form.
pub(crate) fn eleven_digits(text: &str, malformed: FaultCode) -> Result<(), FaultCode> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    // Nobody has the code of zeros alone, which the check digit would let pass.
    if !digits || text.len() != 11 || text.bytes().all(|b| b == b'0') {
        return Err(malformed);
    }
    if checks(text) { Ok(()) } else { Err(FaultCode::InvalidCheckCharacter) }
}

/// Luhn's rule: every second digit from the right is doubled, and the digits of all add up to tens.
fn checks(digits: &str) -> bool {
    let value = |(place, digit): (usize, u8)| {
        let digit = u32::from(digit - b'0');
        if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
    };
    digits.bytes().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

/// Completes ten digits by their check digit.
#[cfg(test)]
pub(crate) fn completed(ten: &str) -> String {
    let all = (0..10).map(|check| format!("{ten}{check}"));
    all.into_iter().find(|code| checks(code)).unwrap()
}
