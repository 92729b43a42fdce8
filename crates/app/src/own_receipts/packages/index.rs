//! The files of a package that say what is in it: an index as csv and as JSON, and a report for each receipt.

use serde_json::json;
use sigillo_domain::message::Language;
use sigillo_storage::receipts::Receipt;

use super::facts;

pub(super) const CSV: &str = "indice.csv";
pub(super) const JSON: &str = "indice.json";

/// So that Excel reads the csv as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn csv_heading() -> String {
    let names = [
        "file",
        "sha256",
        "bytes",
        "kind",
        "certified_at",
        "arrived_at",
        "sender",
        "recipient",
        "subject",
        "identifier",
        "message_id",
        "provider",
        "signature",
        "report",
    ];
    format!("{BYTE_ORDER_MARK}{}\r\n", names.join(";"))
}

pub(super) fn csv_line(receipt: &Receipt, file: &str, report: &str) -> String {
    let read = &receipt.read;
    let certified = read.certified_at.map(|at| at.to_rfc3339()).unwrap_or_default();
    let (bytes, arrived) = (receipt.bytes.to_string(), receipt.arrived_at.to_rfc3339());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        file.to_owned(),
        receipt.sha256.clone(),
        bytes,
        read.kind.as_str().to_owned(),
        certified,
        arrived,
        text(&read.sender),
        text(&read.delivered_to),
        text(&read.subject),
        text(&read.identifier),
        text(&read.reference),
        text(&read.provider),
        read.signature.outcome.as_str().to_owned(),
        report.to_owned(),
    ];
    let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(";"))
}

/// A cell of a csv. A text that a spreadsheet would compute gets an apostrophe, as in exported lists.
fn quoted(text: &str) -> String {
    let computed = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if computed { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// An entry of the JSON index.
pub(super) fn json_entry(receipt: &Receipt, file: &str, report: &str) -> String {
    let read = &receipt.read;
    json!({
        "file": file,
        "sha256": receipt.sha256,
        "bytes": receipt.bytes,
        "kind": read.kind,
        "error": read.error,
        "certified_at": read.certified_at,
        "arrived_at": receipt.arrived_at,
        "stored_at": receipt.stored_at,
        "sender": read.sender,
        "recipient": read.delivered_to,
        "subject": read.subject,
        "identifier": read.identifier,
        "message_id": read.reference,
        "receipt_message_id": read.message_id,
        "provider": read.provider,
        "signed_sha256": read.signed_sha256,
        "verification": read.signature,
        "defects": read.defects,
        "report": report,
    })
    .to_string()
}

/// The report of the verification of a receipt, as a text.
pub(super) fn report(receipt: &Receipt, file: &str, l: Language) -> String {
    let mut text = format!("{}: {file}\r\n", l.choose("Ricevuta", "Receipt"));
    for (title, facts) in facts::parts(receipt, l) {
        text.extend(["\r\n", title, "\r\n"]);
        for (label, value) in facts {
            // A value may have lines of its own.
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            text.extend(["  ", &label, ": ", &value, "\r\n"]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_neither_a_formula_nor_the_end_of_its_row() {
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("a;b"), "\"a;b\"");
        assert_eq!(quoted("dice \"sì\"\r\n"), "\"dice \"\"sì\"\"\r\n\"");
        assert_eq!(quoted("Ordine 12"), "Ordine 12");
    }
}
