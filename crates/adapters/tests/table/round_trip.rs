//! An export reads back with the values that were written.

use sigillo_app::jobs::suggest_mapping;
use sigillo_app::mailboxes::MailboxTable;
use sigillo_app::table::{Separator, TableFormat};
use sigillo_domain::import::{Field, ImportKind, read_row};
use sigillo_domain::mailbox_list::Listed;
use sigillo_domain::message::Language;

use crate::read;
use crate::sample::{self, mailbox, mailboxes, written};

fn assert_reads_back(format: TableFormat, language: Language, mailboxes: &[Listed]) {
    let bytes = written(format, &MailboxTable { language, ..sample::table() }, mailboxes);
    let table = read(bytes).unwrap();
    let mapping = suggest_mapping(&table, None).mapping;
    assert_eq!(mapping.check(ImportKind::Mailboxes, table.columns()), []);
    assert_eq!(mapping.position(Field::LocalPart), Some(1));
    assert_eq!(table.len(), mailboxes.len());
    // The sheet that describes the list is no list.
    assert!(table.sheet.as_ref().is_none_or(|sheet| sheet.alternatives.len() == 1));
    for ((row, mailbox), line) in table.rows().zip(mailboxes).zip(2..) {
        assert_eq!(row.line, line);
        let cells: Vec<&str> = row.cells().collect();
        let read = read_row(&mapping, &cells, None).unwrap();
        assert_eq!(read.address(), mailbox.address);
        let email = read.communication_email.map(|email| email.to_string());
        assert_eq!(email, mailbox.communication_email);
        assert_eq!(read.quota_mb, Some(mailbox.quota_mb));
        assert_eq!(read.soft_limit_mb, Some(mailbox.soft_limit_mb));
        assert_eq!(read.preservation, Some(mailbox.preservation));
    }
}

#[test]
fn the_export_reads_back() {
    let mut rows = mailboxes(300);
    for (local_part, email) in [
        ("-trattino", "=uno@example.org"),
        ("_sotto", "+due@example.org"),
        ("a.b", "'=tre@example.org"),
        ("c", "'quattro@example.org"),
    ] {
        let mut row = mailbox(local_part);
        row.communication_email = Some(email.into());
        rows.push(row);
    }
    for format in [TableFormat::Csv(Separator::Semicolon), TableFormat::Xlsx] {
        for language in [Language::It, Language::En] {
            assert_reads_back(format, language, &rows);
        }
    }
}
