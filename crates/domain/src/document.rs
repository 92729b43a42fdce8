//! Documents of mailboxes and holders (B16): files that the holder has signed.

use chrono::{DateTime, Utc};

use crate::fault::FaultCode;
use crate::id::{ContractId, DocumentId, HolderId, MailboxId, OrganizationId};
use crate::invisible::is_invisible;
use crate::signature_verdict::Verdict;
use crate::subject::SubjectRef;

text_enum! {
    /// What a document is for.
    pub enum DocumentKind {
        /// The contract by which a mailbox was activated.
        ActivationContract = "activation_contract",
        /// A request for new credentials.
        NewCredentials = "new_credentials",
        /// A request to give a mailbox to another holder.
        ChangeOfHolder = "change_of_holder",
        /// A request to end the service.
        Closure = "closure",
        Other = "other",
    }
}

text_enum! {
    /// How the signatures of a document are kept.
    pub enum DocumentFormat {
        /// In a PDF (`PAdES`).
        Pdf = "pdf",
        /// Around the file (`CAdES`), as DER or base64.
        P7m = "p7m",
    }
}

text_enum! {
    /// What a list of documents can be sorted by.
    pub enum DocumentSortField {
        CreatedAt = "created_at",
        Name = "name",
    }
}

text_enum! {
    /// What is wrong with a stored file.
    pub enum ObjectDamage {
        /// The store does not have it.
        Missing = "missing",
        /// Its bytes are not those that were stored.
        Altered = "altered",
    }
}

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 30 * 1024 * 1024;
/// The longest name of a file, in characters.
pub const MAX_NAME_CHARS: usize = 255;
/// The first bytes of a file, by which its format is judged.
pub const BEGINNING: usize = 1024;

/// The field of a document's file in faults.
pub const FILE: &str = "file";

/// A stored document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: DocumentId,
    pub organization_id: OrganizationId,
    /// None for a document of a holder.
    pub mailbox_id: Option<MailboxId>,
    /// The holder that it is of or, for a document of a mailbox, that the mailbox had when it was uploaded.
    pub holder_id: Option<HolderId>,
    pub kind: DocumentKind,
    pub format: DocumentFormat,
    /// The name of the file, which may name a person.
    pub name: String,
    pub bytes: i64,
    /// In hexadecimal digits.
    pub sha256: String,
    pub verdict: Verdict,
    /// What was found, as JSON; None while the verdict is pending.
    pub report: Option<String>,
    /// The codici fiscali of the signers.
    pub signer_tax_codes: Vec<String>,
    pub verified_at: Option<DateTime<Utc>>,
    /// The contract that the holder has uploaded this as a signed copy of.
    pub contract_id: Option<ContractId>,
    /// Whether what was signed is that very contract; None until it was verified.
    pub holds_contract: Option<bool>,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub version: i64,
}

impl Document {
    /// The mailbox or the holder that it is of.
    pub fn subject(&self) -> Option<SubjectRef> {
        let of_holder = || self.holder_id.map(HolderId::subject);
        self.mailbox_id.map(MailboxId::subject).or_else(of_holder)
    }
}

/// The name of a file. It is shown and sent as that of a download, so it has no folders and nothing that is
/// read in another order than it is written.
pub fn parse_name(text: &str) -> Result<String, FaultCode> {
    let name = text.trim();
    if name.is_empty() || name.chars().all(|c| c == '.') {
        return Err(FaultCode::Required);
    }
    if name.chars().count() > MAX_NAME_CHARS {
        return Err(FaultCode::TooLong);
    }
    if name.chars().any(|c| is_invisible(c) || matches!(c, '/' | '\\')) {
        return Err(FaultCode::InvalidCharacters);
    }
    Ok(name.to_owned())
}

/// The contents of the object identifier of signed data (RFC 5652, 5.1), with tag and length.
const SIGNED_DATA: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

impl DocumentFormat {
    /// Judges a file by its first [`BEGINNING`] bytes; None if it is neither format.
    pub fn of(beginning: &[u8]) -> Option<Self> {
        let beginning = &beginning[..beginning.len().min(BEGINNING)];
        // First, since the PDF in an envelope begins after a few bytes of it.
        if is_signed_data(beginning) || is_signed_data(&from_base64(beginning)) {
            return Some(Self::P7m);
        }
        // Viewers accept a header anywhere in the first kilobyte (ISO 32000-1, Annex H, 3.4.1).
        let is_pdf = beginning.windows(5).any(|window| window == b"%PDF-");
        is_pdf.then_some(Self::Pdf)
    }
}

/// Whether bytes begin like signed data (CMS), in DER or in BER of indefinite length.
fn is_signed_data(bytes: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = bytes else { return false };
    // A long form says in how many bytes the length follows; the indefinite form has none.
    let skipped = if length & 0x80 == 0 { 0 } else { usize::from(length & 0x7f) };
    skipped <= 8 && rest.get(skipped..).is_some_and(|rest| rest.starts_with(&SIGNED_DATA))
}

/// The first bytes of what is written as base64, with or without the line that PEM begins with.
fn from_base64(text: &[u8]) -> Vec<u8> {
    let body = match text.strip_prefix(b"-----BEGIN ") {
        Some(header) => header.splitn(2, |byte| *byte == b'\n').nth(1).unwrap_or_default(),
        None => text,
    };
    let (mut bytes, mut bits, mut held) = (vec![], 0_u32, 0);
    for byte in body.iter().filter(|byte| !byte.is_ascii_whitespace()).take(64) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.extend_from_slice(&(bits >> held).to_be_bytes()[3..]);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The beginnings of signed data: definite lengths of one to three bytes, and the indefinite form.
    fn beginnings() -> [Vec<u8>; 4] {
        let lengths: [&[u8]; 4] =
            [&[0x40], &[0x82, 0x12, 0x34], &[0x83, 0x01, 0x02, 0x03], &[0x80]];
        lengths.map(|length| [&[0x30], length, &SIGNED_DATA, &[0xa0, 0x80, 0x30]].concat())
    }

    #[test]
    fn the_format_follows_from_the_content() {
        assert_eq!(DocumentFormat::of(b"%PDF-1.7\n%\xe2\xe3"), Some(DocumentFormat::Pdf));
        let late = [&[b' '; 900][..], b"%PDF-2.0"].concat();
        assert_eq!(DocumentFormat::of(&late), Some(DocumentFormat::Pdf));
        for beginning in beginnings() {
            assert_eq!(DocumentFormat::of(&beginning), Some(DocumentFormat::P7m), "{beginning:?}");
            let with_pdf = [&beginning[..], b"\xa0\x80\x24\x80\x04\x09%PDF-1.7\n"].concat();
            assert_eq!(DocumentFormat::of(&with_pdf), Some(DocumentFormat::P7m), "{with_pdf:?}");
        }
    }

    #[test]
    fn signed_data_may_be_written_as_base64() {
        // 30 82 12 34 06 09 2a 86 48 86 f7 0d 01 07 02
        for text in [
            "MIISNAYJKoZIhvcNAQcCoIAw",
            "MIISNAYJ\r\nKoZI hvcNAQcCoIAw\n",
            "-----BEGIN PKCS7-----\nMIISNAYJKoZIhvcNAQcCoIAw\n-----END PKCS7-----\n",
        ] {
            assert_eq!(DocumentFormat::of(text.as_bytes()), Some(DocumentFormat::P7m), "{text:?}");
        }
    }

    #[test]
    fn other_files_are_neither_format() {
        let late = [&[b' '; BEGINNING][..], b"%PDF-2.0"].concat();
        let certificate = [0x30, 0x82, 0x03, 0x01, 0x30, 0x82, 0x02, 0x01];
        for other in
            [b"".as_slice(), b"PK\x03\x04", b"\x89PNG\r\n", b"%PD", b"MIIB", &late, &certificate]
        {
            assert_eq!(DocumentFormat::of(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_name_has_no_folders_and_nothing_unseen() {
        assert_eq!(parse_name(" Contratto di Rossi.pdf "), Ok("Contratto di Rossi.pdf".into()));
        assert_eq!(parse_name("è.p7m"), Ok("è.p7m".into()));
        assert_eq!(parse_name(&"a".repeat(255)).map(|name| name.len()), Ok(255));
        assert_eq!(parse_name(&"a".repeat(256)), Err(FaultCode::TooLong));
        for empty in ["", "  ", ".", ".."] {
            assert_eq!(parse_name(empty), Err(FaultCode::Required), "{empty:?}");
        }
        for bad in ["../a.pdf", "a\\b.pdf", "a\0.pdf", "a\n.pdf", "a\u{202e}fdp.exe"] {
            assert_eq!(parse_name(bad), Err(FaultCode::InvalidCharacters), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn any_beginning_is_judged(bytes in any::<Vec<u8>>(), cut in 0..40_usize) {
            let _ = DocumentFormat::of(&bytes);
            for beginning in beginnings() {
                let beginning = &beginning[..cut.min(beginning.len())];
                let _ = DocumentFormat::of(beginning);
            }
        }
    }
}
