//! Passwords in the files that people upload. Only users set passwords: the cells of such a column
//! are never stored, whatever its heading and whoever recognises it.

use super::headings::{plain, words_of};
use super::mapping::Mapping;
use super::row::faulty_columns;
use super::values::Values;
use crate::name::Email;

/// A heading that contains one of these, without spaces and punctuation, is of passwords.
const PARTS: [&str; 31] = [
    "passw",
    "pasword",
    "passord",
    "passphrase",
    "passcode",
    "passkey",
    "passkod",
    "pwd",
    "pwrd",
    "psw",
    "psswrd",
    "kennwort",
    "motdepasse",
    "contrasen",
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
    "codiceaccesso",
    "codicedaccesso",
    "codicediaccesso",
    "accesscode",
    "accesskey",
    "credenzial",
];

/// So is a heading that has one of these words.
const WORDS: [&str; 22] = [
    "chiave",
    "chiavi",
    "pass",
    "pword",
    "pssw",
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
    "segreti",
    "segrete",
    "hash",
    "crypt",
    "token",
    "credential",
    "credentials",
];

/// So is a heading that has a word of each of these lists: `Codice di accesso`, `Access code`.
const CODES: [&str; 8] = ["codice", "codici", "cod", "code", "key", "parola", "frase", "dati"];
const ACCESSES: [&str; 10] = [
    "accesso",
    "accessi",
    "access",
    "login",
    "logon",
    "ingresso",
    "entrata",
    "sblocco",
    "sicurezza",
    "personale",
];

/// Whether a heading names a column of passwords. It errs on the side of caution: a date of expiry
/// that is taken for a password is lost to nobody, the opposite is.
pub(super) fn names_a_secret(heading: &str) -> bool {
    let compact = plain(heading);
    let words = with_initials_joined(words_of(heading));
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    PARTS.iter().any(|part| compact.contains(part))
        || compact.ends_with("pass")
        || has(&WORDS)
        || (has(&CODES) && has(&ACCESSES))
}

/// Joins letters that stand alone: `p.w.` is the word `pw`.
fn with_initials_joined(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = vec![];
    let mut follows_initial = false;
    for word in words {
        let is_initial = word.chars().count() == 1;
        match joined.last_mut() {
            Some(last) if is_initial && follows_initial => last.push_str(&word),
            _ => joined.push(word),
        }
        follows_initial = is_initial;
    }
    joined
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
pub const HIDDEN: &str = "•";

/// How the rows of a file are laid out.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// The number of columns.
    pub columns: usize,
    /// The most cells that a row has, empty ones at its end included, if nothing shifted them.
    pub max_cells: usize,
    /// Whether a cell can shift those after it: in a csv, by a separator in its text.
    pub can_shift: bool,
}

/// Hides the cells of a row that must not be stored.
///
/// Cells past the last column belong to a text with a separator of its own, and are hidden in any
/// file. Where there are passwords:
/// - their cells are emptied;
/// - a row with too many cells was shifted, so that any of its cells may be a part of the password:
///   all are hidden;
/// - a row with a faulty cell after the password may have been shifted too, since Excel drops the
///   empty cells at the end of a row: all cells after the password are hidden.
pub fn hide_secrets(cells: &mut [String], mapping: &Mapping, layout: Layout) {
    let columns = layout.columns;
    let has_surplus = cells.iter().skip(columns).any(|cell| is_filled(cell));
    let Some(first) = mapping.secret().next() else { return hide(cells, columns) };
    if layout.can_shift && (has_surplus || cells.len() > layout.max_cells) {
        for cell in cells.iter_mut().take(columns) {
            cell.clear();
        }
        // The row is still seen to have too many cells.
        if let Some(surplus) = cells.get_mut(columns) {
            HIDDEN.clone_into(surplus);
        }
        return hide(cells, columns);
    }
    if layout.can_shift && faulty_columns(mapping, cells).any(|column| column > first) {
        hide(cells, first + 1);
    }
    hide(cells, columns);
    for column in mapping.secret() {
        if let Some(cell) = cells.get_mut(column) {
            cell.clear();
        }
    }
}

fn is_filled(cell: &str) -> bool {
    !cell.trim().is_empty()
}

/// Replaces the filled cells from this one on. An empty cell in their place would mean something
/// else.
fn hide(cells: &mut [String], from: usize) {
    for cell in cells.iter_mut().skip(from).filter(|cell| is_filled(cell)) {
        HIDDEN.clone_into(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Column, Field};

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
            "p.w.",
            "P. W. provvisoria",
            "p.i.n.",
            "pw",
            "pwd",
            "pswd",
            "codice di accesso",
            "Codice accesso",
            "Cod. d'accesso",
            "Access code",
            "Parola di accesso",
            "Dati di accesso",
            "chiave",
            "Chiave d'accesso",
            "pin",
            "segreto",
        ] {
            assert!(names_a_secret(heading), "{heading}");
        }
        for heading in [
            "Casella",
            "Passo carrabile",
            "Spinta",
            "Segretario",
            "Casella PEC",
            "Quota",
            "Codice fiscale",
            "C.F.",
            "P. IVA",
            "Codice cliente",
            "Ultimo accesso",
            "E-mail personale",
            "Nome e cognome",
        ] {
            assert!(!names_a_secret(heading), "{heading}");
        }
    }

    const LAYOUT: Layout = Layout { columns: 4, max_cells: 4, can_shift: true };

    fn hidden(fields: [Option<Field>; 4], layout: Layout, cells: &[&str]) -> Vec<String> {
        let columns = fields.map(|field| field.map(Column::new)).into();
        let mut cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        hide_secrets(&mut cells, &Mapping { columns }, layout);
        cells
    }

    #[test]
    fn nothing_of_a_shifted_row_is_kept_beside_a_password() {
        let fields = [Some(Field::LocalPart), None, Some(Field::Password), None];
        let hidden = |cells: &[&str]| hidden(fields, LAYOUT, cells);
        assert_eq!(hidden(&["a", "b", "secret", "d"]), ["a", "b", "", "d"]);
        assert_eq!(hidden(&["a", "b", "secret"]), ["a", "b", ""]);
        assert_eq!(hidden(&["a", "b", "sec", "ret", "d"]), ["", "", "", "", "•"]);
        // The last cell is empty, and there is one too many nevertheless.
        assert_eq!(hidden(&["a", "b", "sec", "ret", ""]), ["", "", "", "", "•"]);
        assert_eq!(hidden(&["a"]), ["a"]);
    }

    #[test]
    fn rows_that_all_end_in_separators_are_not_shifted() {
        let fields = [Some(Field::LocalPart), None, Some(Field::Password), None];
        let layout = Layout { max_cells: 6, ..LAYOUT };
        let cells = ["a", "b", "secret", "d", "", " "];
        assert_eq!(hidden(fields, layout, &cells), ["a", "b", "", "d", "", " "]);
    }

    #[test]
    fn a_row_that_may_be_shifted_shows_nothing_after_the_password() {
        let email = Some(Field::CommunicationEmail);
        let fields = [Some(Field::LocalPart), Some(Field::Password), email, None];
        let shifted = ["a", "sec", "ret", "a@example.org"];
        assert_eq!(hidden(fields, LAYOUT, &shifted), ["a", "", "•", "•"]);
        let whole = ["a", "secret", "a@example.org", "x"];
        assert_eq!(hidden(fields, LAYOUT, &whole), ["a", "", "a@example.org", "x"]);
        // The cells of a workbook stay where they are.
        let workbook = Layout { can_shift: false, ..LAYOUT };
        assert_eq!(hidden(fields, workbook, &shifted), ["a", "", "ret", "a@example.org"]);
    }

    #[test]
    fn cells_past_the_last_column_are_hidden_in_any_file() {
        let fields = [Some(Field::LocalPart), None, None, None];
        let cells = ["a", "b", "c", "d", "e", ""];
        assert_eq!(hidden(fields, LAYOUT, &cells), ["a", "b", "c", "d", "•", ""]);
    }
}
