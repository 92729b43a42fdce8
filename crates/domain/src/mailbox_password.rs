//! The rules for a mailbox's password, which only its user may know (A16).

use crate::fault::FaultCode;

/// Minimum length, in characters.
pub const MIN: usize = 12;
/// Maximum length, in characters: more would only slow the hash down.
pub const MAX: usize = 256;
/// How many recent passwords, including the present one, may not be chosen again.
pub const REMEMBERED: i64 = 5;
/// Those of the 10,000 most used passwords that are long enough to be allowed at all, sorted. A
/// test derives them from the whole list in the same folder. The list is Royce Williams's, by
/// number of accounts that used each, as shipped with Django.
const MOST_USED: &str = include_str!("../data/most-used-passwords-of-12.txt");

/// Validates a new password. `local_part` is the mailbox's name where it is known: the page behind
/// a link does not know it, and the server checks that part alone. Only the server can check that
/// the password is none of the last [`REMEMBERED`].
pub fn check(password: &str, local_part: Option<&str>) -> Result<(), FaultCode> {
    let lowered = password.to_lowercase();
    match password.chars().count() {
        0 => Err(FaultCode::Required),
        n if n < MIN => Err(FaultCode::TooShort),
        n if n > MAX => Err(FaultCode::TooLong),
        _ if local_part.is_some_and(|name| gives_away(&lowered, name)) => {
            Err(FaultCode::ContainsMailboxName)
        }
        _ if is_most_used(&lowered) => Err(FaultCode::TooCommon),
        _ => Ok(()),
    }
}

/// One or two letters occur in most sentences, so they give nothing away.
fn gives_away(lowered: &str, name: &str) -> bool {
    name.len() > 2 && lowered.contains(name)
}

fn is_most_used(lowered: &str) -> bool {
    MOST_USED.lines().any(|used| used == lowered)
}

/// How hard a password is to guess, as feedback while typing; [`check`] decides what is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// [`check`] would refuse it.
    Refused,
    Weak,
    Good,
    Strong,
}

/// An estimate from length and variety. A dictionary would do better, but zxcvbn's (0.8 MB) weighs
/// more than all the pages together.
pub fn strength(password: &str, local_part: Option<&str>) -> Strength {
    if check(password, local_part).is_err() {
        return Strength::Refused;
    }
    match bits(password) {
        ..60 => Strength::Weak,
        60..85 => Strength::Good,
        _ => Strength::Strong,
    }
}

/// The approximate cost of guessing, in bits: each character that neither repeats nor follows its
/// neighbour counts for the size of the alphabets in use.
fn bits(password: &str) -> u32 {
    let has = |test: fn(char) -> bool| password.chars().any(test);
    let alphabet = [
        (has(char::is_lowercase), 26),
        (has(char::is_uppercase), 26),
        (has(|c| c.is_ascii_digit()), 10),
        (has(|c| !c.is_alphanumeric()), 20),
    ];
    let size: u32 = alphabet.into_iter().filter(|(there, _)| *there).map(|(_, size)| size).sum();
    let characters: Vec<u32> = password.chars().map(u32::from).collect();
    let predictable = characters.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 1).count();
    let is_new = |at: &usize| !characters[..*at].contains(&characters[*at]);
    let distinct = (0..characters.len()).filter(is_new).count();
    // Twelve letters made of only three different ones are no better than six.
    let counted = (characters.len() - predictable).min(distinct * 2);
    u32::try_from(counted).unwrap_or(u32::MAX).saturating_mul(size.max(2).ilog2())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_of_a_password_has_its_own_fault() {
        let check = |password: &str| check(password, Some("ufficio.tributi"));
        assert_eq!(check(""), Err(FaultCode::Required));
        assert_eq!(check("undici.lett"), Err(FaultCode::TooShort));
        assert_eq!(check(&"x1".repeat(129)), Err(FaultCode::TooLong));
        assert_eq!(check("Ufficio.Tributi-2026"), Err(FaultCode::ContainsMailboxName));
        assert_eq!(check("Q1W2E3R4T5Y6"), Err(FaultCode::TooCommon));
        assert_eq!(check("quattro parole a caso"), Ok(()));
    }

    #[test]
    fn a_name_of_two_letters_may_stand_in_a_sentence() {
        assert_eq!(check("quattro parole a caso", Some("pa")), Ok(()));
        assert_eq!(check("per urp e altri", Some("urp")), Err(FaultCode::ContainsMailboxName));
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(check("èèèèèèèèèèè", None), Err(FaultCode::TooShort));
        assert_eq!(check("perché così è", None), Ok(()));
    }

    #[test]
    fn the_short_list_is_the_long_one_without_what_is_too_short() {
        let all = include_str!("../data/most-used-passwords.txt");
        assert_eq!(all.lines().count(), 10_000);
        let mut long: Vec<_> = all.lines().filter(|line| line.chars().count() >= MIN).collect();
        long.sort_unstable();
        assert_eq!(MOST_USED.lines().collect::<Vec<_>>(), long);
    }

    #[test]
    fn strength_grows_with_length_and_variety() {
        let strength = |password| strength(password, None);
        assert_eq!(strength("corta"), Strength::Refused);
        assert_eq!(strength("aaaaaaaaaaaaaaaa"), Strength::Weak);
        assert_eq!(strength("abcdefghijklmnop"), Strength::Weak);
        assert_eq!(strength("tavolo verde x"), Strength::Good);
        assert_eq!(strength("tavolo Verde e 3 sedie"), Strength::Strong);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_judges_panic(text in "\\PC*") {
            let _ = (check(&text, Some("anna")), strength(&text, None));
        }
    }
}
