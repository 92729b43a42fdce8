//! E-mails that no provider would write, and those that one has written wrongly.

mod hostile;
mod pieces;
mod structure;

use chrono::{DateTime, Utc};
use sigillo_domain::receipt::ReadReceipt;
use sigillo_receipts::ReceiptParser;
use sigillo_signatures::TrustAnchors;

fn now() -> DateTime<Utc> {
    "2026-12-01T09:11:12Z".parse().unwrap()
}

fn read(mail: impl AsRef<[u8]>) -> ReadReceipt {
    let mut parser = ReceiptParser::new();
    parser.write(mail.as_ref());
    parser.finish().verify(&TrustAnchors::new(), now())
}
