//! The measurement itself, in short: that it prints every row, on both engines, and that what it
//! filled the database with holds. No time is judged here.

use std::process::Command;

const ROWS: [&str; 48] = [
    "first page",
    "page in the middle",
    "first page, counted",
    "first page of all domains",
    "contains, rare `quarantotto`",
    "contains, frequent `ssett`",
    "begins with `ufficio`",
    "contains, two letters `zz`",
    "contains, nowhere `xyzxyz`",
    "exact",
    "state active",
    "state suppressed",
    "state of none",
    "three states",
    "state suppressed, newest",
    "password expired",
    "password expired, newest",
    "over the soft limit",
    "all three filters, newest",
    "sort `address`",
    "sort `-address`",
    "sort `local_part`",
    "sort `-local_part`",
    "sort `created_at`",
    "sort `-created_at`",
    "sort `state`",
    "sort `-state`",
    "sort `quota_mb`",
    "sort `-quota_mb`",
    "sort `fill`",
    "sort `-fill`",
    "get one",
    "history",
    "first page, compressed",
    "create",
    "create with holder, address and company",
    "patch",
    "holders: page in the middle",
    "holders: family name `quarantotto`",
    "holders: mailbox `ufficio`",
    "mailboxes: created on a day",
    "get a holder",
    "companies of a holder",
    "companies: first page",
    "csv",
    "xlsx",
    "pdf",
    "ms",
];

#[test]
fn every_row_is_printed() {
    // The binary under measure is another package's: cargo builds it only when asked. It is the one that is built
    // for the tests of the pages, with the same features, so that nothing is compiled twice.
    let built = Command::new(env!("CARGO"))
        .args(["build", "--locked", "--bin", "sigillo"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .status();
    assert!(built.expect("cargo runs").success());
    let mut bench = Command::new(env!("CARGO_BIN_EXE_sigillo-bench"));
    let output =
        bench.args(["both", "2000", "--requests", "2", "--seconds", "1"]).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}\n{}", String::from_utf8_lossy(&output.stderr));
    for engine in ["## SQLite, 2,000 mailboxes", "## PostgreSQL, 2,000 mailboxes"] {
        let (_, part) = report.split_once(engine).expect(engine);
        for row in ROWS {
            assert!(part.contains(&format!("\n| {row} | ")), "{engine}: {row}\n{report}");
        }
        assert!(part.contains("1,200 holders, 400 companies"), "{report}");
        assert!(part.contains("\nA creation with holder, address and company takes "), "{report}");
        assert!(part.contains("\nSearches for holders (B5) and for mailboxes by"), "{report}");
        assert!(part.contains("Resident memory: "), "{report}");
        assert!(part.contains("`sigillo history verify`"), "{report}");
    }
}
