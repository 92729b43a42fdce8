//! Wiring: builds the application from its parts.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use sigillo_adapters::clamd::Clamd;
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::contract_document::PdfDocuments;
use sigillo_adapters::doveadm::Doveadm;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::fact_sheet::PdfFactSheets;
use sigillo_adapters::mail::{FolderMailer, SmtpMailer, Writer};
use sigillo_adapters::objects::Objects;
use sigillo_adapters::passwords::Argon2Passwords;
use sigillo_adapters::preserved_mail::MasterImap;
use sigillo_adapters::receipt_reader::Receipts;
use sigillo_adapters::report_document::ReportFiles;
use sigillo_adapters::seal::{PadesSeal, SealFiles, TimestampService};
use sigillo_adapters::signing_key;
use sigillo_adapters::sms::HttpSms;
use sigillo_adapters::table::TableFiles;
use sigillo_adapters::ticket_mail::{ImapInbox, MailParser};
use sigillo_adapters::trust::TrustFolder;
use sigillo_adapters::zip_archive::ZipArchives;
use sigillo_app::{
    AccessTokens, AlertLinks, App, Clock, KnownDevices, MailHost, Mailer, Preservation,
    ReplyAddresses, ReplyKeys, SigningCodes, SmsGateway, TicketInbox, VirusScanner,
};
use sigillo_storage::Db;

use crate::config::{MailHostSettings, PreservationSettings, Settings, TicketMailSettings};
use crate::history_keys::HistoryKeyFiles;
use crate::personal_key;

/// Opens the database and brings its tables up to date. Nothing can be recorded in its history.
pub async fn migrated_database(settings: &Settings) -> Result<Db> {
    make_data_dir(settings)?;
    let db = Db::open(&settings.database_url).await.context("the database does not open")?;
    db.migrate().await.context("the tables could not be brought up to date")?;
    Ok(db)
}

/// Opens the database, brings its tables up to date, and takes up the keys of its history and of personal values.
pub async fn open_database(settings: &Settings) -> Result<Db> {
    let db = migrated_database(settings).await?;
    HistoryKeyFiles::of(settings).take_up(&db).await?;
    personal_key::take_up(settings, &db).await?;
    Ok(db)
}

/// The use cases over an open database.
pub fn app(settings: &Settings, db: Db, clock: Arc<dyn Clock>) -> Result<App> {
    let key = signing_key::load_or_create(&settings.signing_key_file, &SystemEntropy)
        .with_context(|| format!("the signing key {}", settings.signing_key_file.display()))?;
    let passwords = Argon2Passwords::new().context("passwords cannot be hashed")?;
    let trust = Arc::new(trust_folder(settings));
    Ok(App {
        db,
        clock,
        entropy: Arc::new(SystemEntropy),
        passwords: Arc::new(passwords),
        access_tokens: Arc::new(AccessTokens::new(&key)),
        reply_keys: Arc::new(ReplyKeys::new(&key)),
        known_devices: Arc::new(KnownDevices::new(&key)),
        alert_links: Arc::new(AlertLinks::new(&key)),
        turns: Arc::default(),
        contract_documents: Arc::new(PdfDocuments),
        report_documents: Arc::new(ReportFiles),
        fact_sheets: Arc::new(PdfFactSheets),
        archives: Arc::new(ZipArchives),
        document_seal: Some(Arc::new(document_seal(settings)?)),
        sms: settings.sms_url.as_deref().map(sms).transpose()?,
        objects: Arc::new(objects(settings)?),
        virus_scanner: settings.clamd.as_deref().map(virus_scanner).transpose()?,
        signature_verifier: trust.clone(),
        signing_codes: Arc::new(SigningCodes::new(&key)),
        mail_host: settings.mail_host.as_ref().map(mail_host).transpose()?,
        preservation: settings.preservation.as_ref().map(preservation).transpose()?,
        mail_reader: Arc::new(MailParser),
        receipt_reader: Arc::new(Receipts::new(trust)),
        ticket_replies: settings
            .ticket_mail
            .as_ref()
            .map(|mail| ticket_replies(&key, mail))
            .transpose()?,
        table_writers: Arc::new(TableFiles),
        table_reader: Arc::new(TableFiles),
    })
}

fn ticket_replies(key: &[u8; 32], settings: &TicketMailSettings) -> Result<Arc<ReplyAddresses>> {
    let replies = ReplyAddresses::new(key, &settings.address).map_err(anyhow::Error::msg);
    Ok(Arc::new(replies.context("SIGILLO_TICKET_MAIL_ADDRESS")?))
}

/// The mailbox that answers to tickets come to, where one is configured.
pub fn ticket_inbox(settings: &Settings) -> Result<Option<Arc<dyn TicketInbox>>> {
    let Some(mail) = &settings.ticket_mail else { return Ok(None) };
    let inbox = ImapInbox::new(&mail.imap_url, None).map_err(anyhow::Error::msg);
    Ok(Some(Arc::new(inbox.context("SIGILLO_TICKET_MAIL_IMAP_URL")?)))
}

/// What mailboxes are read with for their receipts.
fn preservation(settings: &PreservationSettings) -> Result<Arc<Preservation>> {
    let file = &settings.password_file;
    let password = std::fs::read_to_string(file)
        .with_context(|| format!("the password of preservation {}", file.display()))?;
    let source = MasterImap::new(&settings.imap_url, password.trim(), None);
    let source = source.map_err(anyhow::Error::msg).context("SIGILLO_PRESERVATION_IMAP_URL")?;
    let reconcile_every = settings.reconcile_every;
    Ok(Arc::new(Preservation { source: Arc::new(source), reconcile_every }))
}

fn mail_host(settings: &MailHostSettings) -> Result<Arc<dyn MailHost>> {
    let file = &settings.key_file;
    let key = std::fs::read_to_string(file)
        .with_context(|| format!("the mail host's key {}", file.display()))?;
    let file_of = |file: &PathBuf| {
        std::fs::read(file)
            .with_context(|| format!("the mail host's certificates {}", file.display()))
    };
    let ca = settings.ca_file.as_ref().map(file_of).transpose()?;
    let doveadm = Doveadm::trusting(&settings.url, &key, &settings.mail_dir, ca.as_deref());
    let doveadm = doveadm.map_err(anyhow::Error::msg);
    Ok(Arc::new(doveadm.context("SIGILLO_MAILHOST_CA_FILE")?))
}

/// Like [`app`], on the machine's clock and a database that it opens.
pub async fn open(settings: &Settings) -> Result<App> {
    let db = open_database(settings).await?;
    app(settings, db, Arc::new(SystemClock))
}

/// The mailer: a mail server or, where none is configured, a folder.
pub fn mailer(settings: &Settings) -> Result<Arc<dyn Mailer>> {
    let writer = Writer::new(&settings.mail_from, &settings.address);
    let writer = writer.map_err(anyhow::Error::msg).context("messages cannot be written")?;
    let Some(url) = &settings.smtp_url else {
        return Ok(Arc::new(FolderMailer::new(writer, settings.data_dir.join("outbox"))));
    };
    let mailer = SmtpMailer::new(writer, url).map_err(anyhow::Error::msg);
    Ok(Arc::new(mailer.context("the mail server cannot be used")?))
}

fn sms(url: &str) -> Result<Arc<dyn SmsGateway>> {
    let gateway = HttpSms::new(url).map_err(anyhow::Error::msg).context("SIGILLO_SMS_URL")?;
    Ok(Arc::new(gateway))
}

/// The store of objects: a bucket or, where none is configured, a folder.
fn objects(settings: &Settings) -> Result<Objects> {
    let opened = match &settings.objects_url {
        Some(url) => Objects::in_bucket(url),
        None => Objects::in_folder(&settings.data_dir.join("objects")),
    };
    opened.map_err(anyhow::Error::msg).context("the store of objects cannot be used")
}

/// The folder of the authorities that signatures are verified against.
pub fn trust_folder(settings: &Settings) -> TrustFolder {
    TrustFolder::new(settings.trust_dir.clone())
}

fn virus_scanner(place: &str) -> Result<Arc<dyn VirusScanner>> {
    let clamd = Clamd::new(place).map_err(anyhow::Error::msg).context("SIGILLO_CLAMD")?;
    Ok(Arc::new(clamd))
}

/// The files of the key of the seal: the sealed key, and beside the signing key the secret that opens it.
pub fn seal_files(settings: &Settings) -> SealFiles {
    let secret = settings.signing_key_file.with_file_name("seal.key");
    SealFiles::new(settings.data_dir.join("seal.pem"), secret)
}

/// The seal of documents. Whether there is a key shows when something is sealed.
pub fn document_seal(settings: &Settings) -> Result<PadesSeal> {
    let timestamps = settings.tsa_url.as_ref().map(TimestampService::new).transpose();
    let timestamps = timestamps.map_err(anyhow::Error::msg).context("SIGILLO_TSA_URL")?;
    Ok(PadesSeal::new(seal_files(settings), timestamps))
}

/// The folder is accessible to its owner only: it holds the key and, on `SQLite`, all data.
pub fn make_data_dir(settings: &Settings) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&settings.data_dir)
        .with_context(|| format!("the data folder {}", settings.data_dir.display()))
}
