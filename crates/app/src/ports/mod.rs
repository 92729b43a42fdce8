//! The ports: traits for what lies outside of the use cases. The adapters implement them, and the
//! server passes the implementations to [`App`](crate::App).

mod archive;
mod clock;
mod contract_document;
mod document_seal;
mod entropy;
mod fact_sheet;
mod mail_host;
mod mail_log;
mod mailer;
mod objects;
mod passwords;
mod preserved_mail;
mod receipt_reader;
mod report_document;
mod service_probe;
mod signature_verifier;
mod sms;
pub mod table;
mod ticket_inbox;
mod virus_scanner;

pub use archive::{ArchiveWriting, Archives};
pub use clock::Clock;
pub use contract_document::{
    ContractDocument, ContractDocuments, CopyEvidence, DocumentError, Evidence, EvidenceLine,
};
pub use document_seal::{
    DetachedSeal, DocumentSeal, SealCertificate, SealError, SealStatement, Sealed,
};
pub use entropy::Entropy;
pub use fact_sheet::{FactSheet, FactSheetPart, FactSheets};
pub use mail_host::{DirectoryEntry, Inspection, MailHost, MailHostError, Usage, UsageByFolder};
pub use mail_log::{LogPart, LogPosition, MailLog, MailLogError};
pub use mailer::{Accepted, Attachment, Mailer, OutgoingMessage, Undelivered};
pub use objects::{ObjectContent, ObjectError, ObjectStore, ObjectUpload, UploadedObject};
pub use passwords::Passwords;
pub use preserved_mail::{MailSource, MailSourceError, MailSummary, OpenMailbox, OpenedFolder};
pub use receipt_reader::{ReceiptReader, ReceiptReaderError, ReceiptReading};
pub use report_document::{ReportDocument, ReportDocuments};
pub use service_probe::ServiceProbe;
pub use signature_verifier::{
    DetachedSignature, ExpectedDocument, SignatureVerifier, VerifiedFile, VerifierError,
};
pub use sms::{SmsError, SmsGateway};
pub use ticket_inbox::{
    InboxError, IncomingFile, IncomingMail, MailPart, MailReader, MailSigns, OpenInbox,
    TicketInbox, WaitingMail,
};
pub use virus_scanner::{ScanError, ScanOutcome, VirusScan, VirusScanner};
