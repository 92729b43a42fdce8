//! The message that a receipt has with it.

use super::receipt::TestReceipt;
use super::{Out, base64};

/// The attachment is written in lines of so many bytes.
const LINE: usize = 57;

/// Writes the message, with an attachment that makes it as large as it is to be.
pub(super) fn write(receipt: &TestReceipt, out: Out<'_>) {
    let boundary = format!("----=_messaggio.{}", receipt.number());
    let recipients: Vec<_> = receipt.recipients.iter().map(|one| one.address.as_str()).collect();
    let head = format!(
        "From: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}>\r\nDate: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\r\nIn allegato l'offerta.\r\n\r\n--{boundary}\r\n\
         Content-Type: application/octet-stream; name=offerta.bin\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n",
        receipt.sender,
        recipients.join(",\r\n "),
        super::content::encoded(&receipt.subject),
        receipt.reference,
        receipt.at.to_rfc2822(),
    );
    out(head.as_bytes());
    let mut bytes = [0; LINE];
    for number in 0..receipt.enclosed / 78 {
        bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
        out(format!("{}\r\n", base64(&bytes)).as_bytes());
    }
    out(format!("\r\n--{boundary}--\r\n").as_bytes());
}
