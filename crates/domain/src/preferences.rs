//! What an account has chosen for the display of its lists.

use crate::fault::{FaultCode, Faults};

text_enum! {
    /// A list of the panel whose display can be chosen.
    #[derive(PartialOrd, Ord)]
    pub enum ListName {
        Mailboxes = "mailboxes",
        Jobs = "jobs",
        JobRows = "job_rows",
        Accounts = "accounts",
        Domains = "domains",
        Organizations = "organizations",
        Activity = "activity",
        Holders = "holders",
        Companies = "companies",
        AccessLog = "access_log",
        Plans = "plans",
        Resellers = "resellers",
        Contracts = "contracts",
        ContractTemplates = "contract_templates",
        Documents = "documents",
        HolderChanges = "holder_changes",
        Tickets = "tickets",
        Receipts = "receipts",
        CertifiedMessages = "certified_messages",
    }
}

text_enum! {
    /// The page on which an account arrives.
    #[derive(Default)]
    pub enum StartPage {
        #[default]
        Dashboard = "dashboard",
        /// The list of mailboxes: of the only domain, or of one that is chosen first (A2).
        Mailboxes = "mailboxes",
    }
}

/// The numbers of rows of a page that can be chosen.
pub const PAGE_SIZES: [u32; 3] = [50, 100, 200];
/// The most columns of a list that can be chosen.
pub const MAX_COLUMNS: usize = 40;
/// The longest name of a column.
pub const COLUMN_NAME_MAX: usize = 40;

pub fn check_page_size(limit: u32) -> Result<u32, FaultCode> {
    if PAGE_SIZES.contains(&limit) { Ok(limit) } else { Err(FaultCode::Unknown) }
}

/// Validates the chosen columns of a list, in their order. The lists themselves are in the pages, so
/// that only the form of the names is checked: which columns there are, the pages know.
pub fn check_columns(columns: &[String], pointer: &str, faults: &mut Faults) {
    check_each_column(columns, pointer, check_column, faults);
}

/// Validates the chosen columns of a list that has the columns `known`.
pub fn check_known_columns(columns: &[String], known: &[&str], pointer: &str, faults: &mut Faults) {
    let check = |column: &str| {
        if known.contains(&column) { Ok(()) } else { Err(FaultCode::Unknown) }
    };
    check_each_column(columns, pointer, check, faults);
}

fn check_each_column(
    columns: &[String],
    pointer: &str,
    check: impl Fn(&str) -> Result<(), FaultCode>,
    faults: &mut Faults,
) {
    match columns.len() {
        0 => faults.add(pointer, FaultCode::Required),
        1..=MAX_COLUMNS => {}
        _ => return faults.add(pointer, FaultCode::OutOfRange),
    }
    for (place, column) in columns.iter().enumerate() {
        let at = format!("{pointer}/{place}");
        if faults.check(&at, check(column)).is_some() && columns[..place].contains(column) {
            faults.add(&at, FaultCode::Repeated);
        }
    }
}

/// The name of a column: lowercase letters, digits and `_`, beginning with a letter.
fn check_column(name: &str) -> Result<(), FaultCode> {
    let is_valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match name.chars().next() {
        None => Err(FaultCode::Required),
        _ if name.len() > COLUMN_NAME_MAX => Err(FaultCode::TooLong),
        Some('a'..='z') if name.chars().all(is_valid) => Ok(()),
        Some(_) => Err(FaultCode::InvalidCharacters),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(columns: &[&str]) -> Vec<(String, FaultCode)> {
        let columns: Vec<_> = columns.iter().map(|column| (*column).to_owned()).collect();
        let mut faults = Faults::default();
        check_columns(&columns, "/columns", &mut faults);
        faults.into_vec().into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    #[test]
    fn columns_are_short_names_each_given_once() {
        assert_eq!(faults(&["address", "quota_mb", "x2"]), []);
        assert_eq!(faults(&[]), [("/columns".to_owned(), FaultCode::Required)]);
        for (name, code) in [
            ("", FaultCode::Required),
            ("Address", FaultCode::InvalidCharacters),
            ("a b", FaultCode::InvalidCharacters),
            ("2x", FaultCode::InvalidCharacters),
            ("a".repeat(41).as_str(), FaultCode::TooLong),
            ("address", FaultCode::Repeated),
        ] {
            assert_eq!(faults(&["address", name]), [("/columns/1".to_owned(), code)], "{name:?}");
        }
        let many: Vec<_> = (0..=MAX_COLUMNS).map(|number| format!("c{number}")).collect();
        let many: Vec<_> = many.iter().map(String::as_str).collect();
        assert_eq!(faults(&many[1..]), []);
        assert_eq!(faults(&many), [("/columns".to_owned(), FaultCode::OutOfRange)]);
    }

    #[test]
    fn a_column_that_the_list_does_not_have_is_unknown() {
        let mut faults = Faults::default();
        let columns = ["state", "boh", "State", "state"].map(str::to_owned);
        check_known_columns(&columns, &["state", "domain"], "/columns", &mut faults);
        let faults: Vec<_> =
            faults.into_vec().into_iter().map(|fault| (fault.pointer, fault.code)).collect();
        assert_eq!(
            faults,
            [
                ("/columns/1".to_owned(), FaultCode::Unknown),
                ("/columns/2".to_owned(), FaultCode::Unknown),
                ("/columns/3".to_owned(), FaultCode::Repeated),
            ]
        );
    }

    #[test]
    fn a_page_has_one_of_three_sizes() {
        assert_eq!(PAGE_SIZES.map(check_page_size), PAGE_SIZES.map(Ok));
        for limit in [0, 49, 51, 150, 201, u32::MAX] {
            assert_eq!(check_page_size(limit), Err(FaultCode::Unknown));
        }
    }
}
