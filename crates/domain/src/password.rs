//! The rule for passwords, the same for accounts of the panel and for mailboxes, and for the API,
//! the pages and the command line.
//!
//! It asks for length rather than for kinds of characters (NIST SP 800-63B), and refuses what is
//! guessed first: what everybody uses, what repeats, and what is known about the owner.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use crate::fault::FaultCode;
use crate::invisible::is_invisible;

/// Minimum length, in visible characters.
pub const MIN: usize = 12;
/// Maximum length, in characters: more would only slow the hash down.
pub const MAX: usize = 256;
/// How many recent passwords of a mailbox, including the present one, may not be chosen again.
pub const REMEMBERED: i64 = 5;
/// The fewest different characters.
const MIN_DIFFERENT: usize = 5;
/// The fewest characters that neither repeat nor follow the one before.
const MIN_UNPREDICTABLE: usize = 5;
/// The fewest letters and digits besides the words of the context.
const MIN_BESIDES_CONTEXT: usize = 6;
/// The shortest words of a context that count. Shorter ones occur in most sentences.
const MIN_WORD: usize = 3;
/// The shortest common password that is looked for within another.
const MIN_COMMON: usize = 4;

/// The 10,000 most used passwords, reduced to what can occur in a password that is long enough:
/// those of at least [`MIN`] characters, and the words that the others consist of without the digits
/// around them. A test derives them from the whole list in the same folder. The list is Royce
/// Williams's, by number of accounts that used each, as shipped with Django.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/common-passwords.txt").lines().collect());

/// Words that Italian passwords commonly consist of, which the list above has few of.
const COMMON_IN_ITALIAN: [&str; 60] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
    "primavera",
    "estate",
    "autunno",
    "inverno",
    "lunedi",
    "martedi",
    "mercoledi",
    "giovedi",
    "venerdi",
    "sabato",
    "domenica",
    "natale",
    "pasqua",
    "ferragosto",
    "amministratore",
    "amministrazione",
    "amministrativo",
    "segreteria",
    "protocollo",
    "direzione",
    "ufficio",
    "comune",
    "regione",
    "provincia",
    "italia",
    "italiano",
    "roma",
    "milano",
    "napoli",
    "torino",
    "firenze",
    "juventus",
    "inter",
    "lazio",
    "forza",
    "buongiorno",
    "benvenuto",
    "benvenuta",
    "ciao",
    "amore",
    "amoremio",
    "tesoro",
    "stella",
    "angelo",
    "famiglia",
    "cambiami",
    "segreta",
    "segreto",
];

/// The columns of a keyboard, from the top row down.
const KEYBOARD: [&str; 10] =
    ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p"];

/// Words that everybody who sees the sign-in page can think of.
const WORDS_OF_SERVICE: [&str; 8] =
    ["sigillo", "pec", "posta", "certificata", "casella", "mailbox", "accesso", "login"];

/// What is known about the owner of a password, which guesses begin with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The user name or the mailbox's name, which the password may not contain, and the fault of one
    /// that does.
    name: Option<(String, FaultCode)>,
    /// The words of other names, which the password may not consist of.
    words: Vec<String>,
}

impl Context {
    /// Of an account of the panel.
    pub fn of_account(username: &str, display_name: &str, organization: Option<&str>) -> Self {
        let texts = [username, display_name, organization.unwrap_or_default()];
        Self {
            name: named(username, 0, FaultCode::ContainsUsername),
            words: texts.into_iter().flat_map(words).collect(),
        }
    }

    /// Of a mailbox. The page behind a link knows only a part of the address; the server checks the
    /// rest.
    pub fn of_mailbox(local_part: Option<&str>, domain: &str) -> Self {
        let local_part = local_part.unwrap_or_default();
        Self {
            // One or two letters occur in most sentences, so they give nothing away.
            name: named(local_part, MIN_WORD, FaultCode::ContainsMailboxName),
            words: [local_part, domain].into_iter().flat_map(words).collect(),
        }
    }
}

fn named(name: &str, min: usize, fault: FaultCode) -> Option<(String, FaultCode)> {
    let name = name.trim().to_lowercase();
    (!name.is_empty() && name.chars().count() >= min).then_some((name, fault))
}

fn words(text: &str) -> Vec<String> {
    let lowered = text.to_lowercase();
    let words = lowered.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= MIN_WORD).map(str::to_owned).collect()
}

/// Validates a new password. Only the server can check that it is not the present one, or one of
/// the last.
pub fn check(password: &str, context: &Context) -> Result<(), FaultCode> {
    let refused = |c: char| is_invisible(c) || (c.is_whitespace() && c != ' ');
    let lowered = password.to_lowercase();
    match visible_length(password) {
        _ if password.chars().any(refused) => Err(FaultCode::InvalidCharacters),
        0 => Err(FaultCode::Required),
        n if n < MIN => Err(FaultCode::TooShort),
        _ if password.chars().count() > MAX => Err(FaultCode::TooLong),
        _ => match &context.name {
            Some((name, fault)) if lowered.contains(name) => Err(*fault),
            _ if is_simple(&lowered) => Err(FaultCode::TooSimple),
            _ if is_common(&lowered) => Err(FaultCode::TooCommon),
            _ if is_guessable(&lowered, &context.words) => Err(FaultCode::Guessable),
            _ => Ok(()),
        },
    }
}

/// The length that a person sees: a row of spaces counts as one, those at the ends do not count, and
/// an accent belongs to its letter.
fn visible_length(password: &str) -> usize {
    let mut length = 0;
    let mut after_space = true;
    for c in password.trim().chars().filter(|c| !is_combining_mark(*c)) {
        let space = c == ' ';
        length += usize::from(!(space && after_space));
        after_space = space;
    }
    length
}

/// Whether the password consists of few characters, of a short piece that repeats, or of rows such
/// as `abcd` and `1234`.
fn is_simple(lowered: &str) -> bool {
    let characters: Vec<char> = lowered.chars().collect();
    let different: HashSet<char> = characters.iter().copied().collect();
    let repeats = |piece: usize| characters.iter().zip(&characters[piece..]).all(|(a, b)| a == b);
    let away = |pair: &&[char]| !are_neighbours(pair[0], pair[1]);
    different.len() < MIN_DIFFERENT
        || unpredictable(&characters) < MIN_UNPREDICTABLE
        || characters.windows(2).filter(away).count() < MIN_UNPREDICTABLE - 1
        || (1..MIN.min(characters.len())).any(repeats)
}

/// Whether two characters are beside or above each other on a keyboard, or the same.
fn are_neighbours(one: char, other: char) -> bool {
    let place = |c: char| {
        let mut columns = KEYBOARD.iter().zip(0i32..);
        columns.find_map(|(keys, column)| {
            keys.chars().zip(0i32..).find(|(key, _)| *key == c).map(|(_, row)| (column, row))
        })
    };
    let (Some(one), Some(other)) = (place(one), place(other)) else { return one == other };
    (one.0 - other.0).abs() + (one.1 - other.1).abs() <= 1
}

/// The number of characters that neither repeat nor follow the one before.
fn unpredictable(characters: &[char]) -> usize {
    let pairs = characters.windows(2);
    let step = |pair: &&[char]| u32::from(pair[0]).abs_diff(u32::from(pair[1])) <= 1;
    characters.len() - pairs.filter(step).count()
}

/// Whether the password is a common one or two of them in a row, with anything but letters around
/// and between them, and with the usual digits in place of letters.
fn is_common(lowered: &str) -> bool {
    let core = without_substitutes(lowered.trim_matches(|c: char| !c.is_alphabetic()));
    let letters: String = core.chars().filter(|c| c.is_alphabetic()).collect();
    let is_word = |text: &str| {
        text.len() >= MIN_COMMON && (COMMON.contains(text) || COMMON_IN_ITALIAN.contains(&text))
    };
    let mut splits = letters.char_indices().map(|(at, _)| letters.split_at(at));
    COMMON.contains(lowered)
        || is_word(&core)
        || is_word(&letters)
        || splits.any(|(one, other)| is_word(one) && is_word(other))
}

/// The letters that digits and signs commonly stand for.
fn without_substitutes(text: &str) -> String {
    let letter = |c| match c {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' => 'l',
        '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// Whether little is left of the password without the words of the context and of the service.
fn is_guessable(lowered: &str, context: &[String]) -> bool {
    let service = WORDS_OF_SERVICE.into_iter();
    let mut words: Vec<&str> = context.iter().map(String::as_str).chain(service).collect();
    // Longer words first, so that a shorter one does not break them.
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let mut rest = lowered.to_owned();
    for word in words {
        rest = rest.replace(word, " ");
    }
    // A year or a number after the words adds next to nothing.
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    rest != lowered && letters + digits.min(2) < MIN_BESIDES_CONTEXT
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
pub fn strength(password: &str, context: &Context) -> Strength {
    if check(password, context).is_err() {
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
    let characters: Vec<char> = password.chars().collect();
    let different = characters.iter().collect::<HashSet<_>>().len();
    // Twelve letters made of only three different ones are no better than six.
    let counted = unpredictable(&characters).min(different * 2);
    u32::try_from(counted).unwrap_or(u32::MAX).saturating_mul(size.max(2).ilog2())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn account() -> Context {
        Context::of_account("anna.verdi", "Anna Verdi", Some("Comune di Vallechiara"))
    }

    fn mailbox() -> Context {
        Context::of_mailbox(Some("ufficio.tributi"), "pec.vallechiara.example.it")
    }

    #[test]
    fn each_part_of_the_rule_has_its_own_fault() {
        for (password, expected) in [
            ("", Err(FaultCode::Required)),
            ("            ", Err(FaultCode::Required)),
            ("undici.lett", Err(FaultCode::TooShort)),
            ("a b          c", Err(FaultCode::TooShort)),
            ("  undici.lett  ", Err(FaultCode::TooShort)),
            (&"frase lunga ".repeat(22), Err(FaultCode::TooLong)),
            ("una\tfrase lunga", Err(FaultCode::InvalidCharacters)),
            ("una\u{a0}frase lunga", Err(FaultCode::InvalidCharacters)),
            ("una\u{200b}frase lunga", Err(FaultCode::InvalidCharacters)),
            ("una\u{202e}frase lunga", Err(FaultCode::InvalidCharacters)),
            ("Ufficio.Tributi-2026", Err(FaultCode::ContainsMailboxName)),
            ("aaaaaaaaaaaa", Err(FaultCode::TooSimple)),
            ("ababababcababa", Err(FaultCode::TooSimple)),
            ("abcdefghijklmnop", Err(FaultCode::TooSimple)),
            ("123456789012", Err(FaultCode::TooSimple)),
            ("cavallocavallo", Err(FaultCode::TooSimple)),
            ("Q1W2E3R4T5Y6", Err(FaultCode::TooCommon)),
            ("password1234", Err(FaultCode::TooCommon)),
            ("P@ssw0rd2026!", Err(FaultCode::TooCommon)),
            ("Dragon-Monkey-7", Err(FaultCode::TooCommon)),
            ("Gennaio2026!!", Err(FaultCode::TooCommon)),
            ("estate--2026", Err(FaultCode::TooCommon)),
            ("Amministrazione1", Err(FaultCode::TooCommon)),
            ("buongiorno2026", Err(FaultCode::TooCommon)),
            ("ForzaJuventus1", Err(FaultCode::TooCommon)),
            ("qwertyuiopas", Err(FaultCode::TooSimple)),
            ("zaq12wsxcde3", Err(FaultCode::TooSimple)),
            ("Vallechiara-2026", Err(FaultCode::Guessable)),
            ("vallechiarapec1", Err(FaultCode::Guessable)),
            ("Posta Certificata 1", Err(FaultCode::Guessable)),
            ("quattro parole a caso", Ok(())),
            ("perché così è", Ok(())),
            ("il sole di Vallechiara sorge", Ok(())),
            ("prova-il-sigillo", Ok(())),
            ("7f3kQz!m29xW", Ok(())),
        ] {
            assert_eq!(check(password, &mailbox()), expected, "{password:?}");
        }
        assert_eq!(check("xxxxAnna.Verdi1234", &account()), Err(FaultCode::ContainsUsername));
        assert_eq!(check("Verdi-Anna-1980!", &account()), Err(FaultCode::Guessable));
        assert_eq!(check("ComuneVallechiara", &account()), Err(FaultCode::Guessable));
    }

    #[test]
    fn a_name_of_two_letters_may_stand_in_a_sentence() {
        let of = |name| Context::of_mailbox(Some(name), "pec.example.it");
        assert_eq!(check("quattro parole a caso", &of("pa")), Ok(()));
        assert_eq!(check("per urp e altri", &of("urp")), Err(FaultCode::ContainsMailboxName));
    }

    #[test]
    fn visible_characters_are_counted() {
        let check = |password: &str| check(password, &Context::default());
        assert_eq!(check("èàùìòéèàùìò"), Err(FaultCode::TooShort));
        // Ten letters, two of them with an accent of its own.
        assert_eq!(check("pe\u{300}rche\u{301} cosi"), Err(FaultCode::TooShort));
    }

    #[test]
    fn the_words_are_those_of_the_whole_list() {
        let all = include_str!("../data/most-used-passwords.txt");
        assert_eq!(all.lines().count(), 10_000);
        let core = |line: &str| {
            let core = without_substitutes(line.trim_matches(|c: char| !c.is_alphabetic()));
            let is_word = core.len() >= MIN_COMMON && core.chars().all(|c| c.is_ascii_alphabetic());
            is_word.then_some(core)
        };
        let long = all.lines().filter(|line| line.chars().count() >= MIN).map(str::to_owned);
        let mut expected: Vec<String> = all.lines().filter_map(core).chain(long).collect();
        expected.sort_unstable();
        expected.dedup();
        let kept: Vec<_> = include_str!("../data/common-passwords.txt").lines().collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn strength_grows_with_length_and_variety() {
        let strength = |password| strength(password, &Context::default());
        assert_eq!(strength("corta"), Strength::Refused);
        assert_eq!(strength("aaaaaaaaaaaaaaaa"), Strength::Refused);
        assert_eq!(strength("abcdefghijklnmpo ciao"), Strength::Weak);
        assert_eq!(strength("tavolo verde x"), Strength::Good);
        assert_eq!(strength("tavolo Verde e 3 sedie"), Strength::Strong);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_rule_panic(text in "\\PC*", name in "\\PC*") {
            let context = Context::of_account(&name, &text, Some(&name));
            let _ = (check(&text, &context), strength(&text, &context));
        }

        #[test]
        fn whatever_is_accepted_is_long_and_visible(text in "[ a-zè\u{301}\u{200b}\t]{0,20}") {
            if check(&text, &Context::default()).is_ok() {
                prop_assert!(visible_length(&text) >= MIN);
                prop_assert!(!text.chars().any(is_invisible));
            }
        }
    }
}
