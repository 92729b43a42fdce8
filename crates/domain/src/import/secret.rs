//! Passwords in the files that people upload. Only users set passwords: the cells of such a column
//! are never stored, whatever its heading and whoever recognises it.

use super::headings::{plain, words_of};
use super::values::Values;
use crate::name::Email;

/// A heading that contains one of these, without spaces and punctuation, is of passwords.
const PARTS: [&str; 22] = [
    "password",
    "passwort",
    "passwd",
    "passwrd",
    "pasword",
    "passord",
    "passphrase",
    "passcode",
    "pwd",
    "psw",
    "parolachiave",
    "parolaordine",
    "paroladordine",
    "paroladiordine",
    "parolasegreta",
    "parolaaccesso",
    "paroladaccesso",
    "paroladiaccesso",
    "chiaveaccesso",
    "chiavedaccesso",
    "chiavediaccesso",
    "credenzial",
];

/// So is a heading that has one of these words.
const WORDS: [&str; 16] = [
    "pass",
    "pw",
    "pass1",
    "pass2",
    "pin",
    "puk",
    "otp",
    "secret",
    "secrets",
    "segreto",
    "segreta",
    "hash",
    "crypt",
    "token",
    "credential",
    "credentials",
];

/// Whether a heading names a column of passwords. It errs on the side of caution: a date of expiry
/// that is taken for a password is lost to nobody, the opposite is.
pub(super) fn names_a_secret(heading: &str) -> bool {
    let compact = plain(heading);
    PARTS.iter().any(|part| compact.contains(part))
        || compact.ends_with("pass")
        || words_of(heading).iter().any(|word| WORDS.contains(&word.as_str()))
}

impl Values<'_> {
    /// Whether the values are password hashes, or passwords as generators make them.
    pub(super) fn are_secrets(&self) -> bool {
        self.nearly_all(is_hash) || self.nearly_all(is_generated_password)
    }
}

/// A hash in the formats of `crypt(3)` and Dovecot.
fn is_hash(cell: &str) -> bool {
    let in_scheme = cell.starts_with('{') && cell.find('}').is_some_and(|end| end > 2);
    let crypted = cell.starts_with('$') && cell.matches('$').count() >= 3;
    in_scheme || crypted
}

/// At least eight characters without spaces, among them capitals, small letters and digits.
fn is_generated_password(cell: &str) -> bool {
    let has = |is: fn(&u8) -> bool| cell.as_bytes().iter().any(is);
    (8..=64).contains(&cell.len())
        && cell.bytes().all(|b| b.is_ascii_graphic())
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && Email::parse(cell).is_err()
        && !cell.contains("://")
}

/// Stands for a cell that is not stored.
const HIDDEN: &str = "•";

/// Empties the cells of the columns of passwords in a row of a file with this many columns.
///
/// In a row with further cells something holds a separator of its own and has shifted the cells
/// after it: any cell from the first such column on may be the password. Those past the last column
/// are replaced rather than emptied, so that the row is still seen to have too many.
pub fn hide_secrets(cells: &mut [String], columns: usize, secret: &[usize]) {
    let Some(first) = secret.iter().min() else { return };
    let is_filled = |cell: &String| !cell.trim().is_empty();
    let is_shifted = cells.iter().skip(columns).any(is_filled);
    for (at, cell) in cells.iter_mut().enumerate() {
        if at < columns && (secret.contains(&at) || (is_shifted && at >= *first)) {
            cell.clear();
        } else if at >= columns && is_filled(cell) {
            HIDDEN.clone_into(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_passwords_are_known_in_any_spelling() {
        for heading in [
            "Password",
            "PASSWORD PEC",
            "Nuova password",
            "password_attuale",
            "Scadenza della password",
            "userPassword",
            "Pwd",
            "PSW iniziale",
            "Parola d'ordine",
            "parola chiave",
            "Chiave di accesso",
            "user_pass",
            "mailpass",
            "PIN",
            "Hash",
            "Credenziali",
            "Codice segreto",
        ] {
            assert!(names_a_secret(heading), "{heading}");
        }
        for heading in
            ["Casella", "Passo carrabile", "Spinta", "Segretario", "Casella PEC", "Quota"]
        {
            assert!(!names_a_secret(heading), "{heading}");
        }
    }

    #[test]
    fn a_shifted_row_shows_nothing_from_the_password_on() {
        let hidden = |cells: &[&str]| {
            let mut cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
            hide_secrets(&mut cells, 4, &[2]);
            cells
        };
        assert_eq!(hidden(&["a", "b", "secret", "d"]), ["a", "b", "", "d"]);
        assert_eq!(hidden(&["a", "b", "secret"]), ["a", "b", ""]);
        assert_eq!(hidden(&["a", "b", "secret", "d", "", " "]), ["a", "b", "", "d", "", " "]);
        assert_eq!(hidden(&["a", "b", "sec", "ret", "d"]), ["a", "b", "", "", "•"]);
        assert_eq!(hidden(&["a"]), ["a"]);
    }
}
