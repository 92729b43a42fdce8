use sigillo_adapters::table::TableFiles;
use sigillo_app::jobs::{FailuresTable, reason_of_faults, suggest_mapping};
use sigillo_app::table::{Separator, SourceFormat, Table, TableFormat, TableWriters};
use sigillo_domain::import::{Field, ImportKind, Mapping, read_row};
use sigillo_domain::message::Language;
use sigillo_domain::{Fault, FaultCode};

use crate::{read, rows};

const CSV: TableFormat = TableFormat::Csv(Separator::Semicolon);

/// Writes a file of the rows that cannot be read as mailboxes.
fn failures(table: &Table, mapping: &Mapping, format: TableFormat) -> Vec<u8> {
    let headings: Vec<_> = (0..table.columns())
        .map(|at| table.headings.as_ref().map(|headings| headings[at].as_str()))
        .collect();
    let failures = FailuresTable::new(&headings, mapping, Language::It);
    let mut bytes = Vec::new();
    let output = Box::new(&mut bytes);
    let mut file = TableFiles.start(format, &failures.description(), output).unwrap();
    for row in table.rows() {
        let cells: Vec<&str> = row.cells().collect();
        if let Err(faults) = read_row(mapping, &cells, None) {
            let reason = reason_of_faults(&faults, Language::It);
            failures.write_row(row.line.into(), &cells, &reason, &mut *file).unwrap();
        }
    }
    file.finish().unwrap();
    bytes
}

const FILE: &str = "Note;Casella PEC;Password;Spazio (GB)\n\
                    '=uno;buona@pec.example.it;x;1\n\
                    '=due;non buona@pec.example.it;segreta;tanti\n\
                    -tre;corta@altra.example.it;x;niente\n\
                    quattro;lunga@pec.example.it;x;1;in più\n";

#[test]
fn failed_rows_can_be_corrected_and_read_again() {
    let table = read(FILE).unwrap();
    let mapping = suggest_mapping(&table, None).mapping;
    for (format, source) in [(CSV, SourceFormat::Csv), (TableFormat::Xlsx, SourceFormat::Xlsx)] {
        let bytes = failures(&table, &mapping, format);
        assert!(!bytes.windows(7).any(|window| window == b"segreta"));
        let again = read(&bytes).unwrap();
        assert_eq!(again.format, source);
        assert_eq!(
            again.headings.as_ref().unwrap(),
            &["Riga", "Note", "Casella PEC", "Spazio (GB)", "Motivo"]
        );
        let cells = rows(&again);
        assert_eq!(cells[0].1[..4], ["3", "=due", "non buona@pec.example.it", "tanti"]);
        assert_eq!(
            cells[0].1[4],
            "Nome della casella: sono ammessi solo lettere senza accenti, cifre e i segni . - _; \
             Quota: non è una dimensione (esempi: 1000, 2 GB)"
        );
        assert_eq!(cells[1].1[..3], ["4", "-tre", "corta@altra.example.it"]);
        assert_eq!(cells[2].1[5], "in più");

        let mapping = suggest_mapping(&again, None).mapping;
        assert_eq!(mapping.check(ImportKind::Mailboxes, again.columns()), []);
        assert_eq!(mapping.position(Field::Address), Some(2));
        // Columns that an earlier file added are not added again.
        let twice = read(failures(&again, &mapping, format)).unwrap();
        assert_eq!(twice.headings, again.headings);
    }
}

#[test]
fn a_file_without_headings_gets_the_names_of_its_fields() {
    let good = "a@pec.example.it;x\n".repeat(9);
    let table = read(format!("{good}b c@pec.example.it;y\n")).unwrap();
    let bytes = failures(&table, &suggest_mapping(&table, None).mapping, CSV);
    let again = read(&bytes).unwrap();
    assert_eq!(again.headings.as_ref().unwrap(), &["Riga", "Casella", "Colonna 2", "Motivo"]);
    assert_eq!(suggest_mapping(&again, None).mapping.position(Field::Address), Some(1));
}

#[test]
fn a_formula_in_a_csv_stays_harmless() {
    let table = read(FILE).unwrap();
    let text =
        String::from_utf8(failures(&table, &suggest_mapping(&table, None).mapping, CSV)).unwrap();
    assert!(text.starts_with("\u{feff}Riga;Note;"));
    assert!(text.contains(";'=due;") && text.contains(";'-tre;"));
}

#[test]
fn every_fault_has_a_text_in_both_languages() {
    let faults =
        [Fault::new("", FaultCode::CellCount), Fault::new("/quota_mb", FaultCode::OutOfRange)];
    assert_eq!(
        reason_of_faults(&faults, Language::En),
        "the row has more cells than the file has columns; \
         Quota: must be a number from 1 to 1,048,576 MB"
    );
}
