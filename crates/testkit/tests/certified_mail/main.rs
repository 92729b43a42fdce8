//! Receipts that the test provider issues, as they are read and verified.

mod flaws;
mod kinds;
mod memory;
mod openssl;
mod pieces;

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use sigillo_domain::receipt::{ReadReceipt, ReceiptKind};
use sigillo_receipts::ReceiptParser;
use sigillo_signatures::TrustAnchors;
use sigillo_testkit::certified_mail::{TestProvider, TestReceipt};

const SENDER: &str = "ufficio@pec.example.it";
const RECIPIENTS: [&str; 2] = ["uno@pec.example.org", "due@pec.example.org"];

static PROVIDER: LazyLock<TestProvider> =
    LazyLock::new(|| TestProvider::new("gestore.example.it", now()));

fn now() -> DateTime<Utc> {
    "2026-12-01T09:11:12Z".parse().unwrap()
}

fn receipt(kind: ReceiptKind) -> TestReceipt {
    TestReceipt::new(kind, SENDER, &RECIPIENTS, now())
}

fn anchors() -> TrustAnchors {
    let mut anchors = TrustAnchors::new();
    anchors.add_pem(PROVIDER.authority_pem()).unwrap();
    anchors
}

/// Reads an e-mail and verifies it as of [`now`].
fn read(bytes: &[u8]) -> ReadReceipt {
    let mut parser = ReceiptParser::new();
    parser.write(bytes);
    parser.finish().verify(&anchors(), now())
}

fn issue(receipt: &TestReceipt) -> ReadReceipt {
    read(&PROVIDER.issue(receipt))
}
