//! Where the rows of mailboxes begin in a file.

use super::field::Field;
use super::headings::recognise;
use crate::name::{DomainName, Email};
use crate::tax_code::TaxCode;

/// The headings are looked for in this many rows at most.
const SEARCHED_ROWS: usize = 10;

/// Where the rows of a file begin, by their index from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableStart {
    /// The row of headings; None if there is none.
    pub headings: Option<usize>,
    /// The first row of data. The rows before it and before the headings are titles.
    pub first_row: usize,
}

/// Finds the headings among the first rows of a file.
///
/// A row that holds an address is a mailbox, so the headings are above the first of those. Only rows
/// like titles, which fill few of the columns, may precede them: nothing that could be a mailbox is
/// skipped. The row with the most known headings wins; where none is known, the row above the
/// addresses does.
pub fn find_start(rows: &[Vec<&str>]) -> TableStart {
    find_start_above(rows, is_mailbox)
}

/// The same for a file of holders, where a row with a tax code or an address is a holder.
pub fn find_start_of_holders(rows: &[Vec<&str>]) -> TableStart {
    find_start_above(rows, is_holder)
}

fn find_start_above(rows: &[Vec<&str>], is_record: fn(&[&str]) -> bool) -> TableStart {
    let first_record = rows.iter().position(|row| is_record(row));
    let width = rows.iter().map(|row| filled(row)).max().unwrap_or(0);
    let is_title = |row: &Vec<&str>| filled(row) * 2 <= width;
    let before = &rows[..first_record.unwrap_or(rows.len()).min(SEARCHED_ROWS)];
    let titles = before.iter().take_while(|row| is_title(row)).count();
    let candidates = &before[..(titles + 1).min(before.len())];
    let best = candidates
        .iter()
        .enumerate()
        .map(|(at, row)| (known_headings(row), filled(row), at))
        // Among equals the first one wins.
        .max_by_key(|(known, filled, at)| (*known, *filled, std::cmp::Reverse(*at)));
    let Some((known, _, at)) = best else { return TableStart::default() };
    let is_above_records = first_record.is_some_and(|record| at == 0 || at + 1 == record);
    match (known, first_record) {
        (0, Some(record)) if width > 1 && is_title(&rows[at]) => {
            TableStart { headings: None, first_row: record }
        }
        (0, _) if !is_above_records => TableStart::default(),
        _ => TableStart { headings: Some(at), first_row: at + 1 },
    }
}

fn filled(row: &[&str]) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

fn known_headings(row: &[&str]) -> usize {
    row.iter().filter(|cell| is_heading(cell)).count()
}

fn is_heading(cell: &str) -> bool {
    recognise(cell).is_some() && DomainName::parse(cell).is_err()
}

/// Whether the first rows of a sheet look like a list of mailboxes: they have an address, or headings
/// that name a mailbox or an e-mail and something else.
pub fn is_list(rows: &[Vec<&str>]) -> bool {
    let names = |cell: &&&str| {
        let field = recognise(cell).filter(|_| is_heading(cell));
        matches!(field, Some(Field::Address | Field::LocalPart | Field::CommunicationEmail))
    };
    let width = rows.iter().map(|row| filled(row)).max().unwrap_or(0);
    rows.iter().any(|row| {
        let names_a_mailbox = row.iter().any(|cell| names(&cell));
        is_mailbox(row) || (names_a_mailbox && (known_headings(row) > 1 || width == 1))
    })
}

/// Whether the first rows of a sheet look like a list of holders: they have a tax code, or headings that
/// name one and something else.
pub fn is_list_of_holders(rows: &[Vec<&str>]) -> bool {
    rows.iter().any(|row| {
        let names_a_code = row.iter().any(|cell| recognise(cell) == Some(Field::TaxCode));
        row.iter().any(|cell| is_tax_code(cell)) || (names_a_code && known_headings(row) > 1)
    })
}

fn is_holder(row: &[&str]) -> bool {
    row.iter().any(|cell| is_tax_code(cell) || Email::parse(cell).is_ok())
}

/// Whether a cell is the tax code of a person: the provisional ones look like any number.
fn is_tax_code(cell: &str) -> bool {
    TaxCode::parse(cell).is_ok_and(|code| !code.is_provisional())
}

fn is_mailbox(row: &[&str]) -> bool {
    row.iter().any(|cell| Email::parse(cell).is_ok())
        || row.first().is_some_and(|cell| is_modoboa_kind(cell, row.len()))
}

/// Modoboa's files have no headings; the first cell of a row says what the row is.
pub(super) const MODOBOA_KINDS: [&str; 7] =
    ["account", "alias", "forward", "dlist", "domain", "domainalias", "relaydomain"];
pub(super) const MODOBOA_WIDTH: usize = 9;

fn is_modoboa_kind(cell: &str, width: usize) -> bool {
    // Rows of aliases and domains are shorter; a heading "Account" or "Domain" does not occur in
    // lowercase among so many cells.
    width >= MODOBOA_WIDTH - 1 && MODOBOA_KINDS.contains(&cell.trim()) && cell.trim() != "domain"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holder::Sex;

    fn start(rows: &[&[&str]]) -> (Option<usize>, usize) {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
        let TableStart { headings, first_row } = find_start(&rows);
        (headings, first_row)
    }

    #[test]
    fn the_first_row_is_of_headings_or_of_a_mailbox() {
        let mailbox: &[&str] = &["anna@pec.example.it", "1000"];
        assert_eq!(start(&[&["Casella", "Quota"], mailbox]), (Some(0), 1));
        assert_eq!(start(&[&["Voce", "Altro"], mailbox]), (Some(0), 1));
        assert_eq!(start(&[&["domain", "quota"]]), (Some(0), 1));
        assert_eq!(start(&[mailbox, mailbox]), (None, 0));
        assert_eq!(start(&[&["anna"], &["ugo"]]), (None, 0));
        assert_eq!(start(&[]), (None, 0));
    }

    #[test]
    fn titles_above_the_headings_are_skipped() {
        let headings: &[&str] = &["Casella", "E-mail", "Ufficio"];
        let mailbox: &[&str] = &["anna", "anna@example.org", "Anagrafe"];
        assert_eq!(start(&[&["Caselle del 2026"], headings, mailbox]), (Some(1), 2));
        assert_eq!(start(&[&["Caselle", "", ""], headings, mailbox]), (Some(1), 2));
        assert_eq!(start(&[&["Comune"], &["Ufficio CED"], headings, mailbox]), (Some(2), 3));
        // Unknown headings stand right above the first mailbox.
        let unknown: &[&str] = &["Voce", "Dove", "Chi"];
        assert_eq!(start(&[&["Elenco"], unknown, mailbox]), (Some(1), 2));
        // A title above rows without headings.
        assert_eq!(start(&[&["Elenco"], mailbox, mailbox]), (None, 1));
    }

    #[test]
    fn a_sheet_of_remarks_is_no_list() {
        assert!(is_list(&[vec!["Elenco"], vec!["Casella", "E-mail", "Note"]]));
        assert!(is_list(&[vec!["anna@pec.example.it"]]));
        assert!(is_list(&[vec!["Casella"], vec!["anna"]]));
        assert!(!is_list(&[vec!["Da completare"], vec!["Dominio", "pec.example.it"]]));
        assert!(!is_list(&[vec!["Caselle PEC"], vec!["Righe", "12"]]));
        assert!(!is_list(&[vec!["Stato", "Attiva"], vec!["Righe", "12"]]));
        assert!(!is_list(&[]));
    }

    #[test]
    fn a_row_with_a_tax_code_is_a_holder() {
        let day = "2004-02-29".parse().unwrap();
        let code = TaxCode::of("Zoè", "Tàlamo", day, Sex::Female, "G942").unwrap().to_string();
        let headings = vec!["Nome", "Cognome", "Codice fiscale"];
        let zoe = vec!["Zoè", "Tàlamo", &code];
        let start = |rows: &[Vec<&str>]| {
            let TableStart { headings, first_row } = find_start_of_holders(rows);
            (headings, first_row)
        };
        assert_eq!(start(&[vec!["Titolari"], headings.clone(), zoe.clone()]), (Some(1), 2));
        assert_eq!(start(&[zoe.clone(), zoe.clone()]), (None, 0));
        assert!(is_list_of_holders(std::slice::from_ref(&zoe)));
        assert!(is_list_of_holders(std::slice::from_ref(&headings)));
        assert!(!is_list_of_holders(&[vec!["Casella", "E-mail"]]));
        assert!(!is_list_of_holders(&[vec!["Codice fiscale"]]));
    }

    #[test]
    fn no_row_that_could_be_a_mailbox_is_skipped() {
        let named: &[&str] = &["anna", "100", "x"];
        assert_eq!(
            start(&[&["Casella", "Quota", "Note"], named, &["casella", "quota", "pec"]]),
            (Some(0), 1)
        );
        assert_eq!(start(&[&["sigla", "misura", "nota"], named]), (None, 0));
        assert_eq!(start(&[&["anna", "", ""], named]), (None, 0));
    }
}
