//! Use cases, one file per operation.
//!
//! Each takes the [`Grant`] of its operation, which proves that the caller may ask for it at all,
//! and checks the caller's permission on the domain concerned.

pub mod access_log;
pub mod accounts;
pub mod activity;
mod caller;
pub mod companies;
pub mod contract_settings;
pub mod contract_templates;
pub mod contracts;
pub mod dashboard;
mod display_names;
pub mod document_seal;
pub mod documents;
pub mod domains;
mod error;
mod export_file;
pub mod exports;
pub mod fair_slots;
mod grant;
pub mod history;
pub mod holder_changes;
pub mod holders;
pub mod idempotency;
pub mod identification;
pub mod jobs;
mod known_devices;
pub mod links;
mod listing;
mod local_time;
mod mac;
pub mod mail_host;
pub mod mail_programs;
pub mod mail_traffic;
mod mailbox_passwords;
pub mod mailboxes;
pub mod municipalities;
mod notes;
pub mod objects;
pub mod organizations;
pub mod outbox;
pub mod own_mailbox;
pub mod own_receipts;
pub mod personal;
pub mod plans;
mod ports;
pub mod preferences;
pub mod preservation;
pub mod receipt_import;
mod record;
pub mod recorded_export;
mod reference_names;
pub mod reports;
pub mod resellers;
mod restore;
mod scope;
pub mod search;
mod secret;
pub mod service;
pub mod sessions;
pub mod sla;
mod subject_history;
pub mod table_stream;
mod throttle;
pub mod tickets;
mod turns;
mod view;
pub mod views;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sigillo_domain::storage_key::StorageKey;
pub use sigillo_storage::keep_connection;
pub use sigillo_storage::ticket_mail::MailPlace;
use sigillo_storage::{Db, StorageError};
use uuid::Uuid;

pub use caller::{ApiKeyCaller, Caller, Identity, JobCaller, SessionCaller, SystemCaller};
pub use contracts::SigningCodes;
pub use error::{AppError, ExpectedVersions};
pub use grant::Grant;
pub use idempotency::ReplyKeys;
pub use known_devices::{KnownDevices, LIFETIME as DEVICE_LIFETIME};
pub use local_time::local_time;
pub use mailbox_passwords::advance as advance_mailbox_passwords;
pub use ports::{
    Accepted, ArchiveWriting, Archives, Attachment, Clock, ContractDocument, ContractDocuments,
    CopyEvidence, DetachedSeal, DetachedSignature, DirectoryEntry, DocumentError, DocumentSeal,
    Entropy, Evidence, EvidenceLine, ExpectedDocument, FactSheet, FactSheetPart, FactSheets,
    InboxError, IncomingFile, IncomingMail, Inspection, LogPart, LogPosition, MailHost,
    MailHostError, MailLog, MailLogError, MailPart, MailReader, MailSigns, MailSource,
    MailSourceError, MailSummary, Mailer, ObjectContent, ObjectError, ObjectStore, ObjectUpload,
    OpenInbox, OpenMailbox, OpenedFolder, OutgoingMessage, Passwords, ReceiptReader,
    ReceiptReaderError, ReceiptReading, ReportDocument, ReportDocuments, ScanError, ScanOutcome,
    SealCertificate, SealError, SealStatement, Sealed, ServiceProbe, SignatureVerifier, SmsError,
    SmsGateway, TicketInbox, Undelivered, UploadedObject, Usage, UsageByFolder, VerifiedFile,
    VerifierError, VirusScan, VirusScanner, WaitingMail, table,
};
pub use preservation::Preservation;
pub use sessions::token::AccessTokens;
pub use throttle::Origin;
pub use tickets::ReplyAddresses;
pub use turns::Turns;
pub use views::AlertLinks;

/// The dependencies of every use case.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub passwords: Arc<dyn Passwords>,
    pub access_tokens: Arc<AccessTokens>,
    /// The keys under which replies are stored for repeated requests.
    pub reply_keys: Arc<ReplyKeys>,
    pub known_devices: Arc<KnownDevices>,
    /// Signs the links that end the alerts of saved views.
    pub alert_links: Arc<AlertLinks>,
    /// The turns of attempts to prove a password on this server.
    pub turns: Arc<Turns>,
    /// None where no mail host is configured: nothing is measured and no effects are requested.
    pub mail_host: Option<Arc<dyn MailHost>>,
    pub contract_documents: Arc<dyn ContractDocuments>,
    pub report_documents: Arc<dyn ReportDocuments>,
    pub fact_sheets: Arc<dyn FactSheets>,
    pub archives: Arc<dyn Archives>,
    /// None where no seal was set up: what is signed waits.
    pub document_seal: Option<Arc<dyn DocumentSeal>>,
    /// None where no gateway is configured: codes are sent by e-mail.
    pub sms: Option<Arc<dyn SmsGateway>>,
    /// Where the content of documents is kept.
    pub objects: Arc<dyn ObjectStore>,
    /// None where no program that looks for viruses is configured.
    pub virus_scanner: Option<Arc<dyn VirusScanner>>,
    /// Judges the signatures of documents.
    pub signature_verifier: Arc<dyn SignatureVerifier>,
    pub signing_codes: Arc<SigningCodes>,
    /// None where no mailbox is read for its receipts.
    pub preservation: Option<Arc<Preservation>>,
    pub mail_reader: Arc<dyn MailReader>,
    /// Reads receipts of certified mail, and judges their signatures.
    pub receipt_reader: Arc<dyn ReceiptReader>,
    /// None where no answers to tickets are read from a mailbox.
    pub ticket_replies: Option<Arc<ReplyAddresses>>,
    pub table_writers: Arc<dyn table::TableWriters>,
    pub table_reader: Arc<dyn table::TableReader>,
}

impl App {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id of any type: a UUIDv7. They are ordered by time, so new rows are next to each other in
    /// the indexes.
    pub(crate) fn new_id<I: From<Uuid>>(&self) -> I {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into()
    }

    /// The storage key of a new mailbox, which reveals nothing about the mailbox.
    pub(crate) fn new_storage_key(&self) -> StorageKey {
        let mut random = [0; StorageKey::BYTES];
        self.entropy.fill(&mut random);
        StorageKey::from_random(random)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        self.db.try_out().await
    }
}
