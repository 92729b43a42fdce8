//! The rules of imports: headings, mapping, rows. The input is the text of a table, with a line for each row
//! and a tab between its cells. The first byte says whether the first line is of headings.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_domain::import::{self, KnownCodes, Layout, Suggestion};
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::vat_number::VatNumber;

const DOMAIN: Option<&str> = Some("pec.example.it");

/// No holder and no company is known.
struct Nobody;

impl KnownCodes for Nobody {
    fn has_holder(&self, _: &TaxCode) -> bool {
        false
    }

    fn has_company(&self, _: &VatNumber) -> bool {
        false
    }
}

fuzz_target!(|data: &str| {
    let mut chars = data.chars();
    let has_headings = chars.next() == Some('h');
    let lines = chars.as_str().lines().take(50);
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').take(100).collect()).collect();
    let start = import::find_start(&rows);
    assert!(start.headings.is_none_or(|at| at < start.first_row));
    assert!(start.first_row <= rows.len());
    let _ = import::is_list(&rows);
    let (headings, sample) = match rows.split_first() {
        Some((headings, sample)) if has_headings => (Some(headings.as_slice()), sample),
        _ => (None, rows.as_slice()),
    };
    let holders = import::find_start_of_holders(&rows);
    assert!(holders.headings.is_none_or(|at| at < holders.first_row));
    assert!(holders.first_row <= rows.len());
    let _ = import::is_list_of_holders(&rows);
    judge(&import::suggest(headings, sample, DOMAIN), sample);
    judge(&import::suggest_holders(headings, sample), sample);
});

fn judge(suggestion: &Suggestion, sample: &[Vec<&str>]) {
    let mapping = &suggestion.mapping;
    let columns = mapping.columns.len();
    let secret: Vec<usize> = mapping.secret().collect();
    let layout = Layout { columns, max_cells: columns, can_shift: true };
    for row in sample {
        let _ = import::read_row(mapping, row, DOMAIN);
        let _ = import::read_holder(mapping, row, Onboarding::Contract, &Nobody);
        let _ = import::read_holder_alone(mapping, row, &Nobody);
        let mut cells: Vec<String> = row.iter().map(ToString::to_string).collect();
        import::hide_secrets(&mut cells, mapping, layout);
        assert!(secret.iter().all(|at| cells.get(*at).is_none_or(String::is_empty)));
        let beyond = cells.iter().skip(columns);
        assert!(beyond.clone().all(|cell| cell.trim().is_empty() || cell == "•"));
        if !secret.is_empty() && row.len() > columns {
            assert!(cells.iter().take(columns).all(String::is_empty));
        }
        let once = cells.clone();
        import::hide_secrets(&mut cells, mapping, layout);
        assert_eq!(cells, once);
    }
}
