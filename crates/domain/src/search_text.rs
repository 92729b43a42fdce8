//! The form in which texts are searched.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text as searches compare it: lower case, accents folded, so that `forli` finds `Forlì`, and other letters
/// as a keyboard without them writes them, so that `lodz` finds `Łódź`.
///
/// Neither engine can do this in SQL: the `lower()` of `SQLite` knows ASCII alone, and what
/// PostgreSQL's does depends on the database's locale. So the folded text is stored beside the one
/// that is shown. Where this changes, the stored texts have to follow (`storage/src/folded_texts.rs`).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in without_accents(text).chars() {
        match spelling(letter) {
            Some(spelling) => folded.push_str(spelling),
            None => folded.push(letter),
        }
    }
    folded
}

/// A folded text without its spaces, so that `deluca` finds `De Luca`.
pub fn fold_unspaced(text: &str) -> String {
    fold(text).split_whitespace().collect()
}

/// A name as it must be unique: lower case, accents folded. Letters that have no decomposition (`ø`, `ł`)
/// stay what they are, since two names that differ in them may be there already.
pub fn name_key(name: &str) -> String {
    without_accents(name)
}

fn without_accents(text: &str) -> String {
    // Upper and lower case are told apart by the character alone, not by the end of a word (`Σ`): a
    // part of a folded text must be the folded part.
    let lower = text.nfkd().flat_map(char::to_lowercase);
    lower.nfkd().filter(|char| !is_combining_mark(*char)).collect()
}

/// The Latin letters that have no decomposition, and how names with them are written in plain ones.
pub const LETTERS: [(char, &str); 14] = [
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ł', "l"),
    ('ß', "ss"),
    ('þ', "th"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ŋ', "n"),
    ('ŧ', "t"),
    ('ĸ', "k"),
    ('ə', "e"),
];

fn spelling(letter: char) -> Option<&'static str> {
    // Most letters are plain.
    if letter.is_ascii() {
        return None;
    }
    LETTERS.iter().find(|(special, _)| *special == letter).map(|(_, spelling)| *spelling)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_accents_make_no_difference() {
        for (text, folded) in [
            ("Forlì-Cesena", "forli-cesena"),
            ("FORLÌ", "forli"),
            // The accent as a character of its own.
            ("Forli\u{300}", "forli"),
            ("Bürgermeister Žižek", "burgermeister zizek"),
            ("ΟΔΟΣ", "οδοσ"),
            ("İzmir", "izmir"),
            ("ﬁliale", "filiale"),
            ("100 %_\\", "100 %_\\"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn letters_without_a_decomposition_are_spelt_in_plain_ones() {
        for (text, folded) in [
            ("Đặng", "dang"),
            ("Łódź", "lodz"),
            ("Søren ÅRSØ", "soren arso"),
            ("Ǿ Ǽ", "o ae"),
            ("Æbeltoft Œuvre", "aebeltoft oeuvre"),
            ("Weiß WEIẞ", "weiss weiss"),
            ("Þórður Guðmundsson", "thordur gudmundsson"),
            ("Işık IŞIK", "isik isik"),
            ("Ħal Ŋ Ŧ Əliyev", "hal n t eliyev"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        for (letter, spelling) in LETTERS {
            assert_eq!(fold(&letter.to_string()), spelling);
        }
    }

    #[test]
    fn a_key_of_a_name_keeps_the_letters() {
        assert_eq!(name_key("ŁÓDŹ Forlì"), "łodz forli");
        assert_eq!(name_key("Weiß"), "weiß");
    }

    #[test]
    fn spaces_make_no_difference() {
        for text in ["De  Lucà", " deluca", "DE\u{a0}LUCA"] {
            assert_eq!(fold_unspaced(text), "deluca");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn a_part_of_a_folded_text_is_the_folded_part(one in "\\PC*", other in "[a-zđłøß]*") {
            let both = fold(&format!("{one} {other}"));
            prop_assert!(both.ends_with(&fold(&other)));
        }
    }
}
